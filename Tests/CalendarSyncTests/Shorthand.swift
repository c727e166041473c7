import Booking
import CalendarSync
import CivilTime
import TestSupport

/// One hour, so many hours after the cast's morning.
func hour(_ number: Int) -> Span { Span(start: Cast.morning + .hours(number), duration: .hours(1)) }

func fields(_ hours: Int = 10, _ title: String = "Haircut", notes: String = "Cleo", location: String = "Studio", isAllDay: Bool = false)
    -> EventFields
{
    EventFields(span: hour(hours), isAllDay: isAllDay, title: title, notes: notes, location: location)
}

func outgoing(_ fields: EventFields, generation: Int = 1) -> OutgoingEvent {
    OutgoingEvent(
        uid: generation == 1 ? "pfirst@kalends" : "g\(generation)-pfirst@kalends",
        marker: EventMarker(appointment: "pfirst", generation: generation),
        fields: fields, sequence: 0, stamp: Cast.morning, url: "https://book.example.org/admin/appointments/pfirst")
}

/// A link that was written and read back as `e1`, version `v1`.
func synced(_ base: EventFields? = fields(), carried: EventFields? = fields(), state: Link.State = .synced) -> Link {
    Link(
        appointment: Appointment.ID("pfirst"), resource: Cast.benResource.id, calendar: Cast.benCalendar.id, state: state, remoteID: "e1",
        version: "v1",
        base: base, carried: carried ?? base)
}

func fresh() -> Link { Link(appointment: Appointment.ID("pfirst"), resource: Cast.benResource.id, calendar: Cast.benCalendar.id) }

/// The plan for an appointment that says `wanted`; `nil`: no event is wanted.
func plan(_ wanted: EventFields?, _ link: Link, _ remote: RemoteObservation, asked: SyncConflict.Kind? = nil) -> [Effect] {
    Planner.plan(
        LinkSituation(wanted: wanted.map { outgoing($0, generation: link.generation) }, link: link, remote: remote, openConflict: asked))
}

/// The event as it stands there under its known name.
func present(_ fields: EventFields?, version: String = "v2") -> RemoteObservation { .present("e1", version: version, fields: fields) }

func update(_ fields: EventFields, version: String = "v2") -> Effect { .updateRemoteEvent(outgoing(fields), at: "e1", version: version) }

func adopt(_ fields: EventFields, carried: EventFields, version: String = "v2") -> Effect {
    .adoptBase("e1", version: version, fields: fields, carried: carried)
}
