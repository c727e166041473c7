import Booking
import CalendarSync
import CivilTime
import Persistence
import Texts

extension Kalends {
    /// The event that an appointment wants in a person's linked calendar; `nil` when it wants none there.
    func wantedEvent(for appointment: Appointment, link: Link, _ transaction: Transaction) throws -> OutgoingEvent? {
        guard appointment.status == .confirmed else { return nil }
        let isTheirs = try appointment.staff.contains { try transaction.staff.find($0)?.resource == link.resource }
        guard isTheirs, let calendar = try transaction.calendars.find(link.calendar), calendar.isLinked else { return nil }
        let sync = try transaction.syncSettings.terms(of: link.resource).settings(for: appointment)
        guard sync.sends(appointment.service) else { return nil }
        guard let business = try transaction.businesses.find(appointment.business) else { throw NotFound("business") }
        return OutgoingEvent(
            uid: link.uid(for: appointment), marker: EventMarker(appointment: appointment.id.rawValue, generation: link.generation),
            fields: eventFields(for: appointment, business: business, sending: sync.sentFields), sequence: appointment.sequence,
            stamp: appointment.updatedAt, url: "\(settings.baseURL)/admin/appointments/\(appointment.id)",
            meetingName: try isMeetingWanted(appointment, in: link.resource, transaction) ? meetingName(of: link) : nil)
    }

    /// Whether a text of an event is our own: what we write of its booking, be it by other settings than today's.
    func isOurs(_ text: String, _ field: KeyPath<EventFields, String>, of appointment: Appointment, _ transaction: Transaction) throws
        -> Bool
    {
        guard let business = try transaction.businesses.find(appointment.business) else { throw NotFound("business") }
        return SentField.combinations.contains { fields in
            eventFields(for: appointment, business: business, sending: fields).normalized[keyPath: field] == text
        }
    }

    private func eventFields(for appointment: Appointment, business: Business, sending fields: Set<SentField>) -> EventFields {
        let texts = Texts(language: business.language)
        let booked = texts[appointment.awaitsConfirmation ? "mail.eventRequested" : "mail.eventBooked"]
        guard !fields.isEmpty else { return EventFields(span: appointment.span, title: counted(booked, appointment, texts)) }
        let names = appointment.attendees.map(\.name).filter { !$0.isEmpty }.joined(separator: ", ")
        let titles = [
            fields.contains(.title) ? appointment.serviceName : "", fields.contains(.customer) && appointment.group == nil ? names : "",
        ]
        let title = titles.filter { !$0.isEmpty }.joined(separator: " – ")
        var lines = appointment.awaitsConfirmation ? [texts["mail.eventAwaits"], ""] : []
        for attendee in appointment.attendees where !attendee.name.isEmpty {
            var said = fields.contains(.customer) ? [attendee.name, attendee.email, attendee.phone].filter { !$0.isEmpty } : []
            let written = fields.contains(.notes) ? attendee.written : []
            if !written.isEmpty { said += (said.isEmpty ? [] : [""]) + written }
            if !said.isEmpty { lines += said + [""] }
        }
        lines.append(texts("mail.eventOrigin", ["business": business.name]))
        lines.append("\(settings.baseURL)/admin/appointments/\(appointment.id)")
        return EventFields(
            span: appointment.span, title: counted(title.isEmpty ? booked : title, appointment, texts),
            notes: lines.joined(separator: "\n"),
            location: fields.contains(.location) ? appointment.location : ""
        ).normalized
    }

    /// How many come to what several share stands in the title; who they are, where that may be told, in the notes.
    private func counted(_ title: String, _ appointment: Appointment, _ texts: Texts) -> String {
        guard appointment.group != nil else { return title }
        let values = [
            "title": title, "filled": texts.number(appointment.filledAttendeesCount),
            "places": texts.number(appointment.maximumAttendeesCount),
        ]
        return texts("mail.eventFilled", values)
    }
}

extension Attendee {
    /// What they wrote: their notes, and what they answered.
    fileprivate var written: [String] { (notes.isEmpty ? [] : [notes]) + answers.map(\.told) }
}

extension SentField {
    /// Every choice of what events may say.
    fileprivate static let combinations = allCases.reduce(into: [Set<SentField>()]) { known, field in
        known += known.map { $0.union([field]) }
    }
}
