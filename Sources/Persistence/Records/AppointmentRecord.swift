import Booking
import CivilTime

/// Its people stand in `appointment_staff`, its attendees in `attendees`; `AppointmentStore` joins them.
extension Appointment: Record {
    static var table: String { "appointments" }

    init(row: any SQLRow) throws {
        self.init(
            id: try row.id("id"), business: try row.id("business"), service: try row.id("service"),
            serviceName: try row.text("service_name"),
            span: try row.span(), preBuffer: try row.seconds("pre_buffer"), postBuffer: try row.seconds("post_buffer"), staff: [],
            attendees: [], group: try row.group(), status: try row.choice("status"), location: try row.text("location"),
            meeting: try row.jsonOrNil("meeting"),
            price: try row.countOrNil("price"),
            currency: try row.text("currency"), staffNotes: try row.text("staff_notes"), source: try row.choice("source"),
            uid: try row.text("uid"), sequence: try row.count("sequence"),
            awaitsConfirmationSince: try row.instantOrNil("awaits_since"), revision: try row.count("revision"),
            createdAt: try row.instant("created_at"), updatedAt: try row.instant("updated_at"))
        extras = try row.json("extras")
    }

    func columns() throws -> Columns {
        [
            "id": id, "business": business, "service": service, "service_name": serviceName, "start_at": span.start, "end_at": span.end,
            "pre_buffer": preBuffer, "post_buffer": postBuffer, "maximum_attendees": maximumAttendeesCount,
            "filled_attendees": filledAttendeesCount, "status": status.rawValue, "location": location,
            "meeting": try JSONText.encodeOrNil(meeting), "price": price,
            "currency": currency, "staff_notes": staffNotes, "source": source.rawValue, "uid": uid, "sequence": sequence,
            "awaits_since": awaitsConfirmationSince, "revision": revision, "created_at": createdAt, "updated_at": updatedAt,
            "extras": try JSONText.encode(extras),
        ]
    }
}

extension Attendee {
    init(row: any SQLRow) throws {
        self.init(
            customer: try row.id("customer"), name: try row.text("name"), email: try row.text("email"), phone: try row.text("phone"),
            notes: try row.text("notes"), zone: try row.text("zone"), language: try row.text("language"),
            answers: try row.json("answers"), place: try row.jsonOrNil("place"))
    }

    func columns(of appointment: Appointment.ID, position: Int, isFormer: Bool) throws -> Columns {
        [
            "appointment": appointment, "customer": customer, "position": position, "name": name, "email": email, "phone": phone,
            "notes": notes, "zone": zone, "language": language, "answers": try JSONText.encode(answers),
            "place": try JSONText.encodeOrNil(place), "is_former": isFormer,
        ]
    }
}

extension SQLRow {
    /// What a shared appointment has besides; the former attendees stand with the others.
    fileprivate func group() throws -> AppointmentGroup? {
        let places = try count("maximum_attendees")
        return places > 1 ? AppointmentGroup(maximumAttendeesCount: places) : nil
    }
}
