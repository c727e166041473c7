import Booking
import CalendarSync
import CivilTime
import TestSupport
import Testing

/// What the settings make of a change that was made outside.
struct SettingsPlanningTests {
    private let moved = SyncConflict.Kind.movedOutside(to: hour(14))

    private func plan(
        _ wanted: EventFields?, _ link: Link, _ remote: RemoteObservation, asked: SyncConflict.Kind? = nil, _ settings: SyncSettings,
        _ verdict: MoveVerdict? = .possible(breaking: [])
    ) -> [Effect] {
        Planner.plan(
            LinkSituation(
                wanted: wanted.map { outgoing($0, generation: link.generation) }, link: link, remote: remote, openConflict: asked,
                settings: settings, verdict: verdict))
    }

    @Test func `a move is followed: the appointment first, then what was read is noted`() {
        #expect(
            plan(fields(), synced(), present(fields(14)), SyncSettings(moves: .follow)) == [
                .openConflict(moved), .closeConflict(.followed), .moveAppointment(to: hour(14)),
                adopt(fields(14), carried: fields(14)),
            ])
    }

    @Test func `a move that breaks a limit is followed only where that limit may be broken`() {
        let late = MoveVerdict.possible(breaking: [.hours])
        let ask: [Effect] = [.openConflict(moved), adopt(fields(), carried: fields())]
        #expect(plan(fields(), synced(), present(fields(14)), SyncSettings(moves: .follow), late) == ask)
        #expect(plan(fields(), synced(), present(fields(14)), SyncSettings(moves: .follow, breakableLimits: [.leadTime]), late) == ask)
        #expect(
            plan(fields(), synced(), present(fields(14)), SyncSettings(moves: .follow, breakableLimits: [.hours]), late)
                .contains(.moveAppointment(to: hour(14))))
    }

    @Test(arguments: [MoveVerdict.impossible, nil]) func `what cannot be followed, or was not looked at, is asked about`(
        verdict: MoveVerdict?
    ) {
        let all = SyncSettings(moves: .follow, breakableLimits: Set(BookingLimit.allCases))
        #expect(
            plan(fields(), synced(), present(fields(14)), all, verdict) == [.openConflict(moved), adopt(fields(), carried: fields())])
    }

    @Test func `a move is put back, and stands among the conflicts as settled`() {
        #expect(
            plan(fields(), synced(), present(fields(14)), SyncSettings(moves: .putBack)) == [
                .openConflict(moved), adopt(fields(14), carried: fields(14)), .closeConflict(.putBack), update(fields()),
            ])
    }

    @Test func `a deletion is followed, or the event is made anew`() {
        #expect(
            plan(fields(), synced(), .gone, SyncSettings(deletions: .follow)) == [
                .openConflict(.deletedOutside), .closeConflict(.followed), .cancelAppointment,
            ])
        #expect(
            plan(fields(), synced(), .gone, SyncSettings(deletions: .putBack)) == [
                .openConflict(.deletedOutside), .startGeneration(2), .closeConflict(.putBack),
            ])
    }

    @Test func `what both sides moved is asked about whatever the settings say`() {
        for settings in [SyncSettings(moves: .follow), SyncSettings(moves: .putBack)] {
            #expect(
                plan(fields(12), synced(), present(fields(14)), settings)
                    == CalendarSyncTests.plan(fields(12), synced(), present(fields(14))))
        }
    }

    @Test func `a question that is open is for a person, whatever the settings say now`() {
        let asked = synced(state: .inConflict)
        for settings in [SyncSettings(moves: .follow), SyncSettings(moves: .putBack)] {
            #expect(plan(fields(), asked, present(fields(14), version: "v1"), asked: moved, settings) == [])
        }
    }

    @Test func `another length is followed like another start`() {
        let longer = EventFields(span: Span(hour(10).start, hour(11).end), title: "Haircut", notes: "Cleo", location: "Studio")
        let effects = plan(fields(), synced(), present(longer), SyncSettings(moves: .follow))
        #expect(effects.contains(.moveAppointment(to: longer.span)) && effects.contains(adopt(longer, carried: longer)))
        // Then both sides agree.
        #expect(plan(longer, synced(longer, carried: longer), present(longer, version: "v1"), SyncSettings(moves: .follow)) == [])
        // What was moved here as well is a person's to decide, though both begin at the same time.
        let later = EventFields(span: Span(hour(14).start, hour(15).end), title: "Haircut", notes: "Cleo", location: "Studio")
        #expect(!plan(fields(14), synced(), present(later), SyncSettings(moves: .follow)).contains(.moveAppointment(to: later.span)))
    }

    @Test func `a crash after the appointment moved is made good`() {
        #expect(plan(fields(14), synced(), present(fields(14)), SyncSettings(moves: .follow)) == [adopt(fields(14), carried: fields(14))])
    }

    // MARK: Called off

    private var calledOff: EventFields {
        var called = fields()
        called.isCancelled = true
        return called
    }

    @Test func `an event that was called off opens a question like a deletion`() {
        #expect(
            CalendarSyncTests.plan(fields(), synced(), present(calledOff)) == [
                .openConflict(.cancelledOutside), adopt(fields(), carried: fields()),
            ])
        let asked = synced(state: .inConflict)
        #expect(CalendarSyncTests.plan(fields(), asked, present(calledOff, version: "v1"), asked: .cancelledOutside) == [])
        #expect(CalendarSyncTests.plan(fields(), asked, .notRead, asked: .cancelledOutside) == [])
    }

    @Test func `put back, a called off event is written as taking place`() {
        let agreed = synced(calledOff, carried: calledOff)
        #expect(CalendarSyncTests.plan(fields(), agreed, .notRead) == [update(fields(), version: "v1")])
        #expect(CalendarSyncTests.plan(fields(), agreed, present(calledOff, version: "v1")) == [update(fields(), version: "v1")])
        #expect(CalendarSyncTests.plan(fields(), agreed, present(fields())) == [adopt(fields(), carried: fields())])
    }

    @Test func `a called off event that takes place again ends the question`() {
        let asked = synced(state: .inConflict)
        #expect(
            CalendarSyncTests.plan(fields(), asked, present(fields()), asked: .cancelledOutside) == [
                .closeConflict(.overtaken), adopt(fields(), carried: fields()),
            ])
    }

    @Test func `a later move of ours overtakes the question, and the event takes place there`() {
        let asked = synced(state: .inConflict)
        #expect(
            CalendarSyncTests.plan(fields(12), asked, .notRead, asked: .cancelledOutside) == [
                adopt(calledOff, carried: calledOff, version: "v1"), .closeConflict(.overtaken), update(fields(12), version: "v1"),
            ])
    }

    @Test func `the settings for deletions hold for events that were called off`() {
        #expect(
            plan(fields(), synced(), present(calledOff), SyncSettings(deletions: .follow)) == [
                .openConflict(.cancelledOutside), .closeConflict(.followed), .cancelAppointment,
            ])
        #expect(
            plan(fields(), synced(), present(calledOff), SyncSettings(deletions: .putBack)) == [
                .openConflict(.cancelledOutside), adopt(calledOff, carried: calledOff), .closeConflict(.putBack), update(fields()),
            ])
    }

    // MARK: Texts

    @Test func `a text that both sides changed is written as ours, and theirs is kept first`() {
        let effects = CalendarSyncTests.plan(fields(10, "Cut"), synced(), present(fields(10, "VIP")))
        #expect(effects.first == .keepOverwritten([EditedText(.title, ours: "Cut", theirs: "VIP")]))
        #expect(effects.last == update(fields(10, "Cut")))
        // Noted, it is not kept again after a crash.
        let noted = synced(fields(10, "VIP"), carried: fields())
        #expect(CalendarSyncTests.plan(fields(10, "Cut"), noted, present(fields(10, "VIP"), version: "v1")).count == 1)
    }

    @Test func `a text that both sides changed while a place is asked about is kept before it becomes the base`() {
        let there = fields(12, "VIP")
        let kept = Effect.keepOverwritten([EditedText(.title, ours: "Cut", theirs: "VIP")])
        let question = SyncConflict.Kind.movedOutside(to: there.span)
        #expect(CalendarSyncTests.plan(fields(10, "Cut"), synced(), present(there)).dropFirst().first == kept)
        let asked = synced(state: .inConflict)
        #expect(CalendarSyncTests.plan(fields(10, "Cut"), asked, present(there), asked: question).first == kept)
        // Moved here meanwhile, which overtakes the question.
        #expect(CalendarSyncTests.plan(fields(14, "Cut"), asked, present(there), asked: question).first == kept)
        let followed = plan(fields(10, "Cut"), synced(), present(there), SyncSettings(moves: .follow))
        #expect(followed.contains(kept) && followed.last != kept)
    }

    @Test func `a title that was blanked with its customer is not kept from what stands there`() {
        let blanked = synced(fields(10, "", notes: ""), carried: fields(10, "", notes: ""))
        let effects = CalendarSyncTests.plan(fields(10, "Erased"), blanked, present(fields(10, "Haircut – Cleo")))
        #expect(!effects.contains { if case .keepOverwritten = $0 { true } else { false } })
        #expect(effects.last == update(fields(10, "Erased", notes: "Cleo")))
    }

    // MARK: Properties

    /// Random situations: whatever the settings, nothing is followed that may not be, and where a person is asked the plan is the one without
    /// settings.
    @Test func `settings never make a plan that moves or cancels against them`() {
        var random = SeededGenerator(seed: 5)
        var (followed, putBack) = (0, 0)
        for _ in 0..<40_000 {
            let settings = SyncSettings(
                readsEvents: !random.oneIn(5), moves: OutsideChange.allCases[random.int(0...2)],
                deletions: OutsideChange.allCases[random.int(0...2)], breakableLimits: random.oneIn(2) ? [.hours] : [])
            let verdict: MoveVerdict? =
                [nil, .impossible, .possible(breaking: []), .possible(breaking: [.hours]), .possible(breaking: [.takenTime])][
                    random.int(0...4)]
            var there = fields(random.int(9...12), ["Haircut", "VIP"][random.int(0...1)])
            there.isCancelled = random.oneIn(5)
            let link = synced(fields(10), carried: fields(random.oneIn(4) ? 11 : 10), state: random.oneIn(6) ? .inConflict : .synced)
            let remote: RemoteObservation = random.oneIn(4) ? .gone : random.oneIn(5) ? .notRead : present(there)
            let wanted = random.oneIn(8) ? nil : fields(random.oneIn(3) ? 11 : 10, ["Haircut", "Cut"][random.int(0...1)])
            let asked: SyncConflict.Kind? = random.oneIn(6) ? .movedOutside(to: hour(12)) : nil
            let effects = plan(wanted, link, remote, asked: asked, settings, verdict)
            let bare = CalendarSyncTests.plan(wanted, link, remote, asked: asked)
            for effect in effects {
                switch effect {
                case .moveAppointment:
                    followed += 1
                    guard settings.answerToMoves == .follow, case .possible(let broken) = verdict else {
                        Issue.record("moved against \(settings) with \(String(describing: verdict))")
                        return
                    }
                    #expect(broken.isSubset(of: settings.breakableLimits) && asked == nil)
                case .cancelAppointment: #expect(settings.answerToDeletions == .follow && asked == nil)
                case .closeConflict(.putBack):
                    putBack += 1
                    #expect(settings.answerToMoves == .putBack || settings.answerToDeletions == .putBack)
                default: break
                }
            }
            // Whatever is answered without a person was noted among the conflicts first.
            if effects != bare { #expect(effects.first.map { if case .openConflict = $0 { true } else { false } } == true) }
            if settings.answerToMoves == .ask, settings.answerToDeletions == .ask { #expect(effects == bare) }
        }
        #expect(followed > 100 && putBack > 100)
    }
}
