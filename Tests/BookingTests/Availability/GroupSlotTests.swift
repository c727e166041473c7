import Booking
import CivilTime
import TestSupport
import Testing

/// Appointments that several customers share, as the search offers them.
struct GroupSlotTests {
    private let ana = Cast.anaMember.id
    private let ben = Cast.benMember.id

    private func group(_ from: Int, _ until: Int, _ filled: Int, awaits: Bool = false, id: String = "p") -> OpenGroup {
        OpenGroup(
            appointment: Appointment.ID(id), span: span(from, until), maximumAttendeesCount: 3, filledAttendeesCount: filled,
            awaitsConfirmation: awaits)
    }

    private func search(_ groups: [OpenGroup], _ taken: [TakenTime], _ rules: SlotRules = rules(30), hours: [Span] = [span(0, 120)])
        -> SlotSearch
    {
        SlotSearch(opening: OpeningTimes(ranges: hours), taken: taken, rules: rules, groups: groups)
    }

    private func minutes(_ search: SlotSearch, in window: Span = span(-10_000, 10_000)) -> [Int] {
        search.starts(in: window).map { Int(($0 - Cast.morning).count / 60) }
    }

    @Test func `a group with a place is offered in its taken time, a full one is not`() {
        let claims = [taken(30, 60), taken(60, 90)]
        let found = search([group(30, 60, 2, id: "open"), group(60, 90, 3, id: "full")], claims)
        #expect(minutes(found) == [0, 30, 90])
        #expect(found.group(at: at(30))?.appointment.rawValue == "open" && found.group(at: at(60)) == nil && found.group(at: at(0)) == nil)
        let told = found.explanations(in: span(0, 120))
        #expect(told.map(\.closure) == [nil, nil, .full(places: 3), nil])
        #expect(told.map(\.freePlaces) == [nil, 1, 0, nil])
    }

    @Test func `without being asked for groups the search closes their time`() {
        #expect(starts([span(0, 120)], [taken(30, 60)], rules(30)) == [0, 60, 90])
    }

    @Test func `a group is joined at its own start alone, on the grid or off it, in the hours or not`() {
        let found = search([group(40, 70, 1), group(300, 330, 1, id: "late")], [taken(40, 70), taken(300, 330)])
        #expect(minutes(found) == [0, 40, 90, 300])
        #expect(found.explanations(in: span(30, 45)).map(\.start) == [at(30), at(40)])
        #expect(minutes(found, in: span(41, 300)) == [90])
    }

    @Test func `lead times close a group as they close free time`() {
        let groups = [group(30, 60, 1), group(60, 90, 1, id: "q")]
        let bounded = search(groups, [taken(30, 60), taken(60, 90)], rules(30, earliest: 31, latest: 59))
        #expect(minutes(bounded) == [])
        #expect(bounded.explanations(in: span(30, 90)).map(\.closure) == [.tooSoon(earliest: at(31)), .tooFar(latest: at(59))])
    }

    @Test func `events and time off over a group close it, calendars that are not known do not`() {
        let unread = TakenTime(span: span(-1_000, 1_000), cause: .unread(.dead))
        var hiding = rules(30)
        hiding.unread = UnreadCalendars(stale: .hide, dead: .hide)
        #expect(minutes(search([group(30, 60, 1)], [taken(30, 60), unread], hiding)) == [30])
        for cause in [TakenTime.Cause.busy, .timeOff] {
            let over = search([group(30, 60, 1)], [taken(30, 60), taken(45, 100, cause)])
            #expect(minutes(over) == [0])
            #expect(over.explanations(in: span(30, 31)).map(\.closure) == [.taken(taken(45, 100, cause))])
            #expect(minutes(search([group(30, 60, 1)], [taken(30, 60), taken(60, 90, cause)])) == [0, 30, 90])
        }
    }

    @Test func `a group whose length is not the service's any more is taken time`() {
        #expect(minutes(search([group(30, 60, 1)], [taken(30, 60)], rules(60, every: 30))) == [60])
    }

    @Test func `places add up over people, and an appointment of two counts once`() {
        let starts: [(staff: StaffMember.ID, starts: [Instant])] = [(ana, [at(0), at(30)]), (ben, [at(0), at(30), at(60)])]
        let shared = group(30, 60, 1, id: "both")
        let slots = OfferedSlot.union(of: starts, groups: [ana: [group(0, 30, 2, id: "hers"), shared], ben: [shared]], capacity: 3)
        #expect(slots.map(\.places) == [1 + 3, 2, 3])
        #expect(OfferedSlot.union(of: starts).map(\.places) == [nil, nil, nil])
    }

    @Test func `where there is a group its own wait counts, as it is joined first`() {
        let starts: [(staff: StaffMember.ID, starts: [Instant])] = [(ana, [at(0), at(30)]), (ben, [at(0), at(30), at(60)])]
        let groups = [ana: [group(0, 30, 1, id: "sure"), group(30, 60, 1, awaits: true, id: "waits")]]
        let slots = OfferedSlot.union(of: starts, awaiting: [ben], groups: groups, capacity: 3)
        #expect(slots.map(\.awaitsConfirmation) == [false, true, true])
    }
}
