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
}
