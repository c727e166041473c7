import CalendarSync
import CivilTime
import TestSupport
import Testing

/// The rows of the table in `docs/sync/merging.md`, one test each.
struct PlanningTableTests {
    // MARK: Neither, one or both sides changed

    @Test func `nobody changed anything: nothing is planned`() {
        #expect(plan(fields(), synced(), .notRead) == [])
        #expect(plan(fields(), synced(), present(fields(), version: "v1")) == [])
    }

    @Test func `only the version rose: it is noted and nothing is written`() {
        #expect(plan(fields(), synced(), present(fields())) == [adopt(fields(), carried: fields())])
    }

    @Test func `moved here: the event is written, read or not`() {
        #expect(plan(fields(12), synced(), .notRead) == [update(fields(12), version: "v1")])
        #expect(plan(fields(12), synced(), present(fields(), version: "v1")) == [update(fields(12), version: "v1")])
        #expect(plan(fields(12), synced(), present(fields())) == [adopt(fields(), carried: fields()), update(fields(12))])
    }

    @Test func `moved there: a person is asked, and what was read is noted after the question`() {
        #expect(
            plan(fields(), synced(), present(fields(14))) == [
                .openConflict(.movedOutside(to: hour(14))), adopt(fields(), carried: fields()),
            ])
    }

    @Test func `moved on both sides: a person is asked, and the move here does not answer the question that it came before`() {
        let effects = plan(fields(12), synced(), present(fields(14)))
        #expect(effects == [.openConflict(.movedOutside(to: hour(14))), adopt(fields(), carried: fields(12))])
        let asked = synced(carried: fields(12), state: .inConflict)
        #expect(plan(fields(12), asked, .notRead, asked: .movedOutside(to: hour(14))) == [])
        #expect(plan(fields(12), asked, present(fields(14), version: "v1"), asked: .movedOutside(to: hour(14))) == [])
    }

    @Test func `moved to the same place on both sides: they agree`() {
        #expect(plan(fields(12), synced(), present(fields(12))) == [adopt(fields(12), carried: fields(12))])
    }

    @Test func `an event of another length was moved`() {
        var longer = fields()
        longer.span = Span(longer.span.start, longer.span.end + .minutes(30))
        #expect(plan(fields(), synced(), present(longer)).first == .openConflict(.movedOutside(to: longer.span)))
    }

    @Test func `an event made all-day was moved`() {
        var day = fields(isAllDay: true)
        day.span = Span(start: Cast.morning, duration: .days(1))
        #expect(plan(fields(), synced(), present(day)).first == .openConflict(.movedOutside(to: day.span)))
    }

    @Test func `an all-day event over exactly the appointment's time stands where it is wanted`() {
        let whole = fields(isAllDay: true)
        #expect(plan(fields(), synced(), present(whole)) == [adopt(whole, carried: fields())])
        #expect(plan(fields(), synced(whole, carried: fields()), present(whole, version: "v1")) == [])
        #expect(
            plan(fields(10, "New"), synced(whole, carried: fields()), .notRead) == [
                update(fields(10, "New", isAllDay: true), version: "v1")
            ])
    }

    // MARK: Texts

    @Test func `a text changed there is theirs to keep`() {
        let theirs = fields(10, "Haircut (VIP)")
        #expect(plan(fields(), synced(), present(theirs)) == [adopt(theirs, carried: fields())])
    }

    @Test func `a text kept there outlives every later write of ours`() {
        let kept = synced(fields(10, "Haircut (VIP)", notes: "Bring tea"), carried: fields())
        #expect(plan(fields(12), kept, .notRead) == [update(fields(12, "Haircut (VIP)", notes: "Bring tea"), version: "v1")])
        #expect(
            plan(fields(12, location: "Annexe"), kept, present(fields(10, "Haircut (VIP)", notes: "Bring cake")))
                == [
                    adopt(fields(10, "Haircut (VIP)", notes: "Bring cake"), carried: fields()),
                    update(fields(12, "Haircut (VIP)", notes: "Bring cake", location: "Annexe")),
                ])
    }

    @Test func `a text changed here is written`() {
        #expect(plan(fields(10, "Cut"), synced(), .notRead) == [update(fields(10, "Cut"), version: "v1")])
        #expect(plan(fields(10, "Cut"), synced(), present(fields(), version: "v1")) == [update(fields(10, "Cut"), version: "v1")])
    }

    @Test func `different texts changed on both sides are both kept`() {
        #expect(
            plan(fields(10, "Cut"), synced(), present(fields(notes: "Bring tea")))
                == [adopt(fields(notes: "Bring tea"), carried: fields()), update(fields(10, "Cut", notes: "Bring tea"))])
    }

    @Test func `the same text changed on both sides: ours is written`() {
        #expect(
            plan(fields(10, "Ours"), synced(), present(fields(10, "Theirs")))
                == [
                    .keepOverwritten([EditedText(.title, ours: "Ours", theirs: "Theirs")]),
                    adopt(fields(10, "Theirs"), carried: fields()), update(fields(10, "Ours")),
                ])
        // Agreed on once, then changed there alone while the link still says what was meant before.
        let kept = synced(fields(10, "Ours"), carried: fields())
        #expect(plan(fields(10, "Ours"), kept, present(fields(10, "Theirs"))).last == update(fields(10, "Ours")))
        #expect(plan(fields(10, "Same"), synced(), present(fields(10, "Same"))) == [adopt(fields(10, "Same"), carried: fields(10, "Same"))])
    }

    @Test func `white space and line ends rewritten by a server are no change`() {
        let rewritten = fields(10, " Haircut ", notes: "Cleo \r\n", location: "Studio\t")
        #expect(plan(fields(), synced(), present(rewritten, version: "v1")) == [])
        #expect(plan(fields(), synced(rewritten, carried: fields()), .notRead) == [])
        #expect(plan(fields(), synced(rewritten, carried: fields()), present(fields(), version: "v1")) == [])
    }

    @Test func `a text that the server shortened is not written again and again`() {
        let shortened = fields(notes: "Cl")
        #expect(plan(fields(), synced(shortened, carried: fields()), .notRead) == [])
        #expect(plan(fields(), synced(shortened, carried: fields()), present(shortened, version: "v1")) == [])
        #expect(plan(fields(), synced(shortened, carried: fields()), present(shortened)) == [adopt(shortened, carried: fields())])
    }

    @Test func `a time that the server rounded is not written again and again`() {
        var rounded = fields()
        rounded.span = Span(rounded.span.start, rounded.span.end + .seconds(59))
        #expect(plan(fields(), synced(rounded, carried: fields()), .notRead) == [])
        #expect(plan(fields(), synced(rounded, carried: fields()), present(rounded, version: "v1")) == [])
    }

    @Test func `an event that somebody made a series is left alone while its appointment stays`() {
        var retitled = fields()
        retitled.title = "Colour"
        for wanted in [fields(), retitled] { #expect(plan(wanted, synced(), present(nil)) == []) }
    }

    @Test func `once its appointment is elsewhere, a series is its owner's, and the event is made anew`() {
        #expect(plan(fields(12), synced(), present(nil)) == [.leaveToOwner(next: 2)])
        let asked = SyncConflict.Kind.movedOutside(to: hour(14))
        #expect(
            plan(fields(12), synced(state: .inConflict), present(nil), asked: asked)
                == [.leaveToOwner(next: 2), .closeConflict(.overtaken)])
        #expect(plan(fields(), synced(state: .inConflict), present(nil), asked: asked) == [])
    }

    @Test func `a write that was not answered is not taken for a series that followed`() {
        var link = synced()
        link = link.announcing(outgoing(fields(12)))
        #expect(plan(fields(12), link, present(nil)) == [.leaveToOwner(next: 2)])
    }

    @Test func `a series that was never read as one event is nothing that an appointment has`() {
        #expect(plan(fields(), fresh(), present(nil)) == [.leaveToOwner(next: 2)])
        #expect(plan(fields(), fresh().announcing(outgoing(fields())), present(nil)) == [.leaveToOwner(next: 2)])
    }

    // MARK: Making and taking up

    @Test func `an appointment without an event gets one`() {
        for remote in [RemoteObservation.notRead, .gone] {
            #expect(plan(fields(), fresh(), remote) == [.createRemoteEvent(outgoing(fields()))])
        }
    }

    @Test func `an event of ours from before a crash is taken up, and then written when it differs`() {
        #expect(plan(fields(), fresh(), present(fields())) == [adopt(fields(), carried: fields())])
        #expect(plan(fields(12), fresh(), present(fields())) == [adopt(fields(), carried: fields()), update(fields(12))])
    }

    @Test func `an appointment that comes back to a person is written anew, and its old deletion was ours`() {
        for remote in [RemoteObservation.notRead, .gone] {
            #expect(plan(fields(), synced(state: .closed), remote) == [.createRemoteEvent(outgoing(fields()))])
        }
        #expect(plan(fields(), synced(state: .closed), present(fields())) == [adopt(fields(), carried: fields())])
        #expect(plan(fields(12), synced(state: .closed), present(fields())) == [adopt(fields(), carried: fields()), update(fields(12))])
    }

    // MARK: Gone

    @Test func `deleted there: a person is asked, once`() {
        #expect(plan(fields(), synced(), .gone) == [.openConflict(.deletedOutside)])
        #expect(plan(fields(), synced(state: .inConflict), .gone, asked: .deletedOutside) == [])
        #expect(plan(fields(), synced(state: .inConflict), .notRead, asked: .deletedOutside) == [])
    }

    @Test func `a newer booking outweighs an older deletion, which is kept among the conflicts`() {
        #expect(plan(fields(12), synced(), .gone) == [.openConflict(.deletedOutside), .startGeneration(2), .closeConflict(.overtaken)])
        for remote in [RemoteObservation.notRead, .gone] {
            #expect(
                plan(fields(12), synced(state: .inConflict), remote, asked: .deletedOutside) == [
                    .startGeneration(2), .closeConflict(.overtaken),
                ])
        }
    }

    @Test func `a changed text does not outweigh a deletion`() {
        #expect(plan(fields(10, "Cut"), synced(), .gone) == [.openConflict(.deletedOutside)])
        for remote in [RemoteObservation.notRead, .gone] {
            #expect(plan(fields(10, "Cut"), synced(state: .inConflict), remote, asked: .deletedOutside) == [])
        }
    }

    @Test func `an event that was moved and then deleted asks about the deletion`() {
        #expect(plan(fields(), synced(state: .inConflict), .gone, asked: .movedOutside(to: hour(14))) == [.openConflict(.deletedOutside)])
    }

    @Test func `a deleted event that was fetched back ends the question`() {
        #expect(
            plan(fields(), synced(state: .inConflict), present(fields()), asked: .deletedOutside)
                == [.closeConflict(.overtaken), adopt(fields(), carried: fields())])
    }

    // MARK: No event wanted

    @Test func `a cancelled appointment's event is deleted, read or not, moved or not`() {
        #expect(plan(nil, synced(), .notRead) == [.deleteRemoteEvent("e1", version: "v1"), .closeLink])
        #expect(plan(nil, synced(), present(fields(), version: "v1")) == [.deleteRemoteEvent("e1", version: "v1"), .closeLink])
        #expect(
            plan(nil, synced(), present(fields(14)))
                == [adopt(fields(14), carried: fields(14)), .deleteRemoteEvent("e1", version: "v2"), .closeLink])
        #expect(plan(nil, synced(), .gone) == [.closeLink])
    }

    @Test func `what somebody made a series stays when its appointment is cancelled`() {
        #expect(plan(nil, synced(), present(nil)) == [.leaveToOwner(next: 2), .closeLink])
        #expect(
            plan(nil, synced(state: .inConflict), present(nil), asked: .movedOutside(to: hour(14)))
                == [.leaveToOwner(next: 2), .closeLink, .closeConflict(.overtaken)])
    }

    @Test func `a cancellation ends the question`() {
        let (moved, asked) = (SyncConflict.Kind.movedOutside(to: hour(14)), synced(state: .inConflict))
        #expect(
            plan(nil, asked, .notRead, asked: moved)
                == [
                    adopt(fields(14), carried: fields(14), version: "v1"), .closeConflict(.overtaken),
                    .deleteRemoteEvent("e1", version: "v1"), .closeLink,
                ])
        for remote in [RemoteObservation.notRead, .gone] {
            #expect(plan(nil, asked, remote, asked: .deletedOutside) == [.closeLink, .closeConflict(.overtaken)])
            #expect(plan(nil, synced(state: .closed), remote, asked: moved) == [.closeConflict(.overtaken)])
        }
    }

    @Test func `a cancelled appointment that was never written closes its link`() {
        #expect(plan(nil, fresh(), .notRead) == [.closeLink])
    }

    @Test func `a closed link plans nothing`() {
        for remote in [RemoteObservation.notRead, .gone] { #expect(plan(nil, synced(state: .closed), remote) == []) }
    }

    @Test func `an event that appears after its cancellation is noted and deleted`() {
        // The create was sent, its answer lost, and the appointment cancelled before anybody looked.
        var closed = fresh()
        closed.state = .closed
        #expect(
            plan(nil, closed, present(fields()))
                == [adopt(fields(), carried: fields()), .deleteRemoteEvent("e1", version: "v2"), .closeLink])
        #expect(plan(nil, fresh(), present(fields())) == plan(nil, closed, present(fields())))
        #expect(plan(nil, closed, present(nil)) == [.leaveToOwner(next: 2), .closeLink])
    }
}
