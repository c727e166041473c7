import CalendarSync
import CivilTime
import TestSupport
import Testing

/// What happens while a person has not answered yet.
struct QuestionTests {
    private let moved = SyncConflict.Kind.movedOutside(to: hour(14))
    private let asked = synced(state: .inConflict)

    @Test func `the same place again asks nothing, and a new version of it is noted`() {
        #expect(plan(fields(), asked, present(fields(14), version: "v1"), asked: moved) == [])
        #expect(plan(fields(), asked, present(fields(14)), asked: moved) == [adopt(fields(), carried: fields())])
        #expect(plan(fields(), asked, .notRead, asked: moved) == [])
    }

    @Test func `another place asks anew`() {
        #expect(
            plan(fields(), asked, present(fields(16)), asked: moved) == [
                .openConflict(.movedOutside(to: hour(16))), adopt(fields(), carried: fields()),
            ])
    }

    @Test func `a later move of ours overtakes it and is written over the place that was asked about`() {
        let overtaken: [Effect] = [adopt(fields(14), carried: fields(14)), .closeConflict(.overtaken), update(fields(12))]
        #expect(plan(fields(12), asked, present(fields(14)), asked: moved) == overtaken)
        #expect(
            plan(fields(12), asked, .notRead, asked: moved)
                == [adopt(fields(14), carried: fields(14), version: "v1"), .closeConflict(.overtaken), update(fields(12), version: "v1")])
    }

    @Test func `a later move of ours does not overtake a move that was never asked about`() {
        #expect(
            plan(fields(12), asked, present(fields(16)), asked: moved)
                == [.openConflict(.movedOutside(to: hour(16))), adopt(fields(), carried: fields(12))])
    }

    @Test func `a move of ours to that very place agrees with it`() {
        #expect(
            plan(fields(14), asked, .notRead, asked: moved) == [
                adopt(fields(14), carried: fields(14), version: "v1"), .closeConflict(.overtaken),
            ])
        #expect(
            plan(fields(14), asked, present(fields(14)), asked: moved) == [
                .closeConflict(.overtaken), adopt(fields(14), carried: fields(14)),
            ])
    }

    @Test func `a text that the host changes meanwhile is noted and kept`() {
        let noted = synced(fields(10, "VIP"), carried: fields(), state: .inConflict)
        #expect(plan(fields(), asked, present(fields(14, "VIP")), asked: moved) == [adopt(fields(10, "VIP"), carried: fields())])
        #expect(
            plan(fields(), synced(), present(fields(14, "VIP"))) == [.openConflict(moved), adopt(fields(10, "VIP"), carried: fields())])
        #expect(plan(fields(12), noted, .notRead, asked: moved).last == update(fields(12, "VIP"), version: "v1"))
    }

    @Test func `a question that a crash left open about the appointment's own place is closed`() {
        let noted = synced(fields(14), carried: fields(14), state: .inConflict)
        #expect(plan(fields(14), noted, .notRead, asked: moved).contains(.closeConflict(.overtaken)))
    }

    @Test func `a question about an event that was never read is asked anew before anything is written`() {
        var asked = fresh().announcing(outgoing(fields()))
        asked.state = .inConflict
        #expect(plan(fields(), asked, present(fields(16)), asked: moved).first == .openConflict(.movedOutside(to: hour(16))))
    }

    @Test func `a changed text waits for the answer`() {
        #expect(plan(fields(10, "Cut"), asked, .notRead, asked: moved) == [])
        #expect(plan(fields(10, "Cut"), asked, present(fields(14), version: "v1"), asked: moved) == [])
    }

    @Test func `an event that somebody moved back ends the question`() {
        #expect(plan(fields(), asked, present(fields()), asked: moved) == [.closeConflict(.overtaken), adopt(fields(), carried: fields())])
        #expect(
            plan(fields(12), asked, present(fields()), asked: moved)
                == [adopt(fields(), carried: fields()), .closeConflict(.overtaken), update(fields(12))])
    }

    @Test func `an event that somebody moved back goes where the appointment was moved before the question`() {
        let askedAfterMove = synced(carried: fields(12), state: .inConflict)
        #expect(
            plan(fields(12), askedAfterMove, present(fields()), asked: moved)
                == [adopt(fields(), carried: fields()), .closeConflict(.overtaken), update(fields(12))])
    }

    @Test func `put back: the place counts as agreed, so the event is written as wanted`() {
        let settled = synced(fields(14), carried: fields(14))
        #expect(plan(fields(), settled, .notRead) == [update(fields(), version: "v1")])
    }

    @Test func `followed: the appointment says the same, so nothing is written`() {
        let settled = synced(fields(14), carried: fields(14))
        #expect(plan(fields(14), settled, .notRead) == [])
        #expect(plan(fields(14), settled, present(fields(14), version: "v1")) == [])
    }

    @Test func `a question that a move of ours closed by itself is not asked again about the same version`() {
        #expect(
            plan(fields(12), asked, present(fields(14), version: "v1"))
                == [adopt(fields(14), carried: fields(14), version: "v1"), .closeConflict(.overtaken), update(fields(12), version: "v1")])
        #expect(plan(fields(12), asked, .notRead) == [update(fields(12), version: "v1")])
    }

    @Test func `a question that was closed and left the appointment where it was puts the event back, or is asked again when it is read`() {
        #expect(plan(fields(), asked, .notRead) == [update(fields(), version: "v1")])
        #expect(plan(fields(), asked, present(fields(14), version: "v1")).first == .openConflict(moved))
    }
}
