import CivilTime
import Host
import Testing

/// Resolution, civil times and offsets must tell the same story in every zone of the machine, around every clock change.
struct EveryZoneTests {
    private static let years = Span(Instant(secondsSinceEpoch: 1_577_836_800), Instant(secondsSinceEpoch: 2_082_758_400))
    private static let steps = [-90_000, -86_400, -7_200, -3_600, -1_800, -1, 0, 1, 1_800, 3_599, 3_600, 7_200, 86_400, 90_000].map {
        Seconds($0)
    }

    private static func zones() throws -> [Zone] {
        try SystemZones.allNames.map(zone)
    }

    @Test func `an instant is among those that its civil time resolves to`() throws {
        var changes = 0
        for zone in try Self.zones() {
            for change in zone.transitions(in: Self.years) {
                changes += 1
                for step in Self.steps where !isAmong(zone.resolve(zone.civil(at: change + step)), change + step) {
                    Issue.record("\(zone) at \(change + step)")
                }
            }
        }
        #expect(changes > 4_000)
    }

    private func isAmong(_ resolution: CivilResolution, _ instant: Instant) -> Bool {
        switch resolution {
        case .unique(let only): only == instant
        case .fold(let earlier, let later): earlier < later && (earlier == instant || later == instant)
        case .gap: false
        }
    }

    @Test func `a civil time that resolves is what the clock shows then`() throws {
        for zone in try Self.zones() {
            for change in zone.transitions(in: Self.years) {
                let before = zone.offset(at: change - .seconds(1))
                for step in Self.steps {
                    let civil = Zone.fixed(offset: before).civil(at: change + step)
                    if !isShown(civil, zone) { Issue.record("\(zone) shows \(civil)") }
                }
            }
        }
    }

    private func isShown(_ civil: CivilDateTime, _ zone: Zone) -> Bool {
        switch zone.resolve(civil) {
        case .unique(let instant): zone.civil(at: instant) == civil && zone.instant(of: civil) == instant
        case .fold(let earlier, let later):
            zone.civil(at: earlier) == civil && zone.civil(at: later) == civil && zone.instant(of: civil) == earlier
        case .gap(let earlier, let later):
            // The clock has no such time: it passes it by between the two readings.
            zone.civil(at: earlier) < civil && civil < zone.civil(at: later)
                && zone.transitions(in: Span(earlier, later + .seconds(1))).count == 1
        }
    }

    @Test func `a change is where the offset changes and nowhere else`() throws {
        for zone in try Self.zones() {
            let changes = zone.transitions(in: Self.years)
            for (change, next) in zip(changes, changes.dropFirst() + [Self.years.end]) {
                #expect(zone.offset(at: change - .seconds(1)) != zone.offset(at: change))
                #expect(zone.offset(at: change) == zone.offset(at: next - .seconds(1)))
                #expect(zone.nextTransition(after: change - .seconds(1)) == change)
            }
        }
    }

    @Test func `a day starts at the first instant of its date`() throws {
        for zone in try Self.zones() {
            for change in zone.transitions(in: Self.years) {
                for day in -1...1 {
                    let date = zone.date(at: change).adding(days: day)
                    let start = zone.startOfDay(date)
                    guard zone.date(at: start) == date, zone.date(at: start - .seconds(1)) < date else {
                        Issue.record("\(zone) starts \(date) at \(start)")
                        continue
                    }
                }
            }
        }
    }
}
