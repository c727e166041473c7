import CalendarSync
import CivilTime
import TestSupport
import Testing

struct EffectTests {
    @Test(arguments: [
        (Effect.createRemoteEvent(outgoing(fields())), "Create “Haircut” at 2026-11-21T19:00:00Z as pfirst@kalends"),
        (update(fields(12)), "Change e1 to “Haircut” at 2026-11-21T21:00:00Z"), (.deleteRemoteEvent("e1", version: "v1"), "Delete e1"),
        (adopt(fields(), carried: fields()), "Take e1 as read (version v2)"), (.closeLink, "Close the link"),
        (.startGeneration(2), "Start generation 2"), (.leaveToOwner(next: 2), "Leave the event to its owner, and go on with generation 2"),
        (.openConflict(.movedOutside(to: hour(14))), "Ask about the move to 2026-11-21T23:00:00Z"),
        (.openConflict(.deletedOutside), "Ask about the deletion"), (.openConflict(.cancelledOutside), "Ask about the cancellation"),
        (.moveAppointment(to: hour(14)), "Move the appointment to 2026-11-21T23:00:00Z"), (.cancelAppointment, "Cancel the appointment"),
        (.keepOverwritten([EditedText(.title, ours: "a", theirs: "b")]), "Keep their title"),
        (.closeConflict(.putBack), "Close the conflict: putBack"),
    ])
    func `every effect can be read before it is carried out`(effect: Effect, text: String) { #expect(effect.description == text) }
}
