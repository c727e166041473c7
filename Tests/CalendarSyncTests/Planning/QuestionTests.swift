import CalendarSync
import CivilTime
import Testing
import TestSupport

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
            plan(fields(), asked, present(fields(16)), asked: moved) == [.openConflict(.movedOutside(to: hour(16))), adopt(fields(), carried: fields())])
    }

    @Test func `a later move of ours overtakes it and is written over the place that was asked about`() {
        let overtaken: [Effect] = [.closeConflict(.overtaken), adopt(fields(14), carried: fields(14)), update(fields(12))]
        #expect(plan(fields(12), asked, present(fields(14)), asked: moved) == overtaken)
        #expect(
            plan(fields(12), asked, .notRead, asked: moved)
                == [.closeConflict(.overtaken), adopt(fields(14), carried: fields(14), version: "v1"), update(fields(12), version: "v1")])
    }

    @Test func `a later move of ours does not overtake a move that was never asked about`() {
        #expect(
            plan(fields(12), asked, present(fields(16)), asked: moved)
                == [.openConflict(.movedOutside(to: hour(16))), adopt(fields(), carried: fields(12))])
    }

    @Test func `a move of ours to that very place agrees with it`() {
        #expect(plan(fields(14), asked, .notRead, asked: moved) == [.closeConflict(.overtaken), adopt(fields(14), carried: fields(14), version: "v1")])
        #expect(plan(fields(14), asked, present(fields(14)), asked: moved) == [.closeConflict(.overtaken), adopt(fields(14), carried: fields(14))])
    }

    @Test func `a changed text waits for the answer`() {
        #expect(plan(fields(10, "Cut"), asked, .notRead, asked: moved) == [])
        #expect(plan(fields(10, "Cut"), asked, present(fields(14), version: "v1"), asked: moved) == [])
    }

    @Test func `an event that somebody moved back ends the question`() {
        #expect(plan(fields(), asked, present(fields()), asked: moved) == [.closeConflict(.overtaken), adopt(fields(), carried: fields())])
        #expect(plan(fields(12), asked, present(fields()), asked: moved) == [.closeConflict(.overtaken), update(fields(12))])
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
                == [.closeConflict(.overtaken), adopt(fields(14), carried: fields(14), version: "v1"), update(fields(12), version: "v1")])
        #expect(plan(fields(12), asked, .notRead) == [update(fields(12), version: "v1")])
    }

    @Test func `a question that was closed and left the appointment where it was puts the event back, or is asked again when it is read`() {
        #expect(plan(fields(), asked, .notRead) == [update(fields(), version: "v1")])
        #expect(plan(fields(), asked, present(fields(14), version: "v1")).first == .openConflict(moved))
    }
}
