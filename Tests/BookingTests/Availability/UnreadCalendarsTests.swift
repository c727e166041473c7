import Booking
import CivilTime
import TestSupport
import Testing

/// What a business makes of calendars that are not known any more.
struct UnreadCalendarsTests {
    private static func ruled(_ rule: UnreadCalendars.Rule, for age: CalendarAge) -> SlotRules {
        var rules = rules(30)
        rules.unread = UnreadCalendars(stale: age == .stale ? rule : .offer, dead: age == .dead ? rule : .offer)
        return rules
    }

    @Test(arguments: [CalendarAge.stale, .dead])
    func `only hidden times are closed, and only those to be confirmed await it`(age: CalendarAge) {
        let calendar = [taken(-10_000, 10_000, .unread(age))]
        for rule in UnreadCalendars.Rule.allCases {
            let rules = Self.ruled(rule, for: age)
            #expect(starts([span(0, 60)], calendar, rules) == (rule == .hide ? [] : [0, 30]), "\(rule)")
            #expect(rules.awaitsConfirmation(calendar) == (rule == .confirm), "\(rule)")
        }
    }

    @Test(arguments: [CalendarAge.stale, .dead])
    func `the rule of one age says nothing of the others`(age: CalendarAge) {
        let rules = Self.ruled(.confirm, for: age)
        for other in CalendarAge.allCases where other != age {
            #expect(!rules.awaitsConfirmation([taken(0, 60, .unread(other))]), "\(other)")
        }
        #expect(!rules.awaitsConfirmation([taken(0, 60, .busy), taken(0, 60, .claim)]))
    }

    @Test func `a slot awaits confirmation when all who are free for it do`() {
        let (ana, ben) = (Cast.anaMember.id, Cast.benMember.id)
        let slots = OfferedSlot.union(of: [(ben, [at(0), at(30)]), (ana, [at(30), at(60)])], awaiting: [ben])
        #expect(slots.map(\.awaitsConfirmation) == [true, false, false])
        #expect(OfferedSlot.union(of: [(ben, [at(0)])]).map(\.awaitsConfirmation) == [false])
    }

    @Test func `an appointment that was stored before there was a wait reads as confirmed`() throws {
        let text = try json(Cast.appointment())
        #expect(!text.contains("awaitsConfirmationSince"))
        #expect(try decode(Appointment.self, text).awaitsConfirmation == false)
    }
}
