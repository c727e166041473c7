import CalendarSync
import CivilTime
import TestSupport
import Testing

/// A write was announced, and its answer was lost.
struct UnansweredWriteTests {
    private let sent = synced().announcing(outgoing(fields(12)))
    private let created = fresh().announcing(outgoing(fields()))

    @Test func `an announced write is remembered with the time that was sent`() {
        #expect(sent.isUnanswered && sent.base == fields() && sent.carried == fields(12))
        #expect(created.isUnanswered && created.base == nil && created.carried == fields())
        #expect(!fresh().isUnanswered && !synced().isUnanswered)
    }

    @Test func `texts that were sent stay ours until they are read back`() {
        #expect(synced().announcing(outgoing(fields(12, "Cut"))).carried == fields(12))
    }

    @Test func `of several unanswered writes the first is remembered`() {
        #expect(sent.announcing(outgoing(fields(13))) == sent)
    }

    @Test func `a link that was closed starts from nothing`() {
        let again = synced(state: .closed).announcing(outgoing(fields(12)))
        #expect(again.base == nil && again.remoteID == nil && again.version == nil && again.carried == fields(12))
    }

    @Test func `it is written again, whether or not the appointment changed`() {
        #expect(plan(fields(12), sent, .notRead) == [update(fields(12), version: "v1")])
        #expect(plan(fields(), sent, .notRead) == [update(fields(), version: "v1")])
        #expect(plan(fields(), created, .notRead) == [.createRemoteEvent(outgoing(fields()))])
    }

    @Test func `our own write that is found carried out is no move of somebody else`() {
        #expect(plan(fields(12), sent, present(fields(12))) == [adopt(fields(12), carried: fields(12))])
        #expect(plan(fields(13), sent, present(fields(12))) == [adopt(fields(12), carried: fields(12)), update(fields(13))])
        #expect(plan(fields(), created, present(fields())) == [adopt(fields(), carried: fields())])
        #expect(plan(fields(13), created, present(fields())) == [adopt(fields(), carried: fields()), update(fields(13))])
    }

    @Test func `one that was not carried out is written over what stands there`() {
        #expect(plan(fields(12), sent, present(fields(), version: "v1")) == [update(fields(12), version: "v1")])
        #expect(plan(fields(12), sent, present(fields())) == [adopt(fields(), carried: fields()), update(fields(12))])
    }

    @Test func `a place that neither side agreed on is a move of somebody else`() {
        #expect(plan(fields(12), sent, present(fields(14))).first == .openConflict(.movedOutside(to: hour(14))))
        #expect(plan(fields(), created, present(fields(14))).first == .openConflict(.movedOutside(to: hour(14))))
    }

    @Test func `a text that the host changed meanwhile is kept`() {
        #expect(
            plan(fields(12), sent, present(fields(10, "VIP"))) == [adopt(fields(10, "VIP"), carried: fields()), update(fields(12, "VIP"))])
        #expect(plan(fields(), created, present(fields(10, "VIP"))) == [adopt(fields(10, "VIP"), carried: fields())])
    }

    @Test func `a text that both sides changed is kept where the write was not carried out`() {
        let kept = Effect.keepOverwritten([EditedText(.title, ours: "Ours", theirs: "VIP")])
        #expect(plan(fields(12, "Ours"), sent, present(fields(10, "VIP"))).contains(kept))
        #expect(plan(fields(12, "Ours"), sent, present(fields(12, "VIP"))).contains(kept) == false)
    }

    @Test func `deleted meanwhile: the move is the newer booking`() {
        #expect(plan(fields(12), sent, .gone) == [.openConflict(.deletedOutside), .startGeneration(2), .closeConflict(.overtaken)])
        #expect(plan(fields(10, "Cut"), synced().announcing(outgoing(fields(10, "Cut"))), .gone) == [.openConflict(.deletedOutside)])
        #expect(plan(fields(), created, .gone) == [.createRemoteEvent(outgoing(fields()))])
    }

    @Test func `cancelled meanwhile: what stands there is deleted when it is read`() {
        #expect(plan(nil, created, .notRead) == [.closeLink])
        var closed = created
        closed.state = .closed
        #expect(plan(nil, closed, present(fields(), version: "v1")).contains(.deleteRemoteEvent("e1", version: "v1")))
    }
}
