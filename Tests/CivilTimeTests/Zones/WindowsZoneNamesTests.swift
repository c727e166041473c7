import Host
import Testing

@testable import CivilTime

struct WindowsZoneNamesTests {
    @Test func `every place of the table is a zone of the machine`() {
        for row in WindowsZoneNames.table {
            #expect(SystemZones.database.zone(named: row.place) != nil, "\(row.windows)")
            #expect(SystemZones.database.zone(tzid: row.windows) != nil, "\(row.windows)")
        }
        #expect(WindowsZoneNames.table.count > 140)
    }

    @Test func `every place of an Outlook sentence is a zone of the machine`() {
        for row in OutlookZoneNames.table {
            #expect(SystemZones.database.zone(named: row.place) != nil, "\(row.text)")
            #expect(SystemZones.database.zone(tzid: "(UTC+00:00) \(row.text)")?.name == SystemZones.database.zone(named: row.place)?.name)
        }
    }

    @Test func `every zone that Windows has today has a sentence`() {
        let places = Set(OutlookZoneNames.table.map(\.place))
        // Names that were merged into others have none of their own, as have offsets that Windows shows as words.
        let without = ["America/Vancouver", "America/Edmonton", "America/Winnipeg"]
        for row in WindowsZoneNames.table where !without.contains(row.place) {
            #expect(places.contains(row.place), "\(row.windows)")
        }
    }

    @Test func `names that are one zone have the same clock`() throws {
        for (name, others) in ZoneAliases.others {
            let zone = try #require(SystemZones.database.zone(named: name), "\(name)")
            for other in others {
                let same = try #require(SystemZones.database.zone(named: other), "\(other)")
                for year in [1980, 2000, 2026] {
                    let instant = zone.instant(of: CivilDateTime(CivilDate(dayNumber: (year - 1970) * 365), .midnight))
                    #expect(zone.offset(at: instant) == same.offset(at: instant), "\(name) \(other)")
                }
            }
        }
    }
}
