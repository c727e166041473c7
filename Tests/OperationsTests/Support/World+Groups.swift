import Booking
import CivilTime
import Foundation
import Messaging
import Persistence
import TestSupport

@testable import Operations

/// A class of three with Ana or Ben, and people who come to it.
extension World {
    static var yoga: Service {
        var yoga = Cast.haircut
        (yoga.name, yoga.maximumAttendeesCount) = ("Yoga", 3)
        return yoga
    }

    func offerYoga(_ change: (inout Service) -> Void = { _ in }) throws {
        var yoga = Self.yoga
        change(&yoga)
        try database.writeNow { try $0.services.update(yoga) }
    }

    func joining(
        _ name: String, _ start: Instant = monday(10), with staff: StaffMember? = Cast.benMember, form: String? = nil,
        by actor: Actor = .customer, against: Bool = false, staffNotes: String = ""
    ) -> BookAppointment.Request {
        BookAppointment.Request(
            business: Cast.studio.id, service: Self.yoga.id, staff: staff?.id, start: start,
            details: CustomerDetails(name: name, email: "\(name.lowercased())@example.org", notes: "Said by \(name)"),
            zone: "Europe/Berlin",
            language: "en", formID: form, actor: actor, ignoresPolicy: against, staffNotes: staffNotes)
    }

    @discardableResult
    func join(
        _ name: String, _ start: Instant = monday(10), with staff: StaffMember? = Cast.benMember, by actor: Actor = .customer,
        against: Bool = false
    ) async throws -> BookAppointment.Confirmation {
        try await BookAppointment(kalends)(joining(name, start, with: staff, by: actor, against: against))
    }

    @discardableResult
    func leave(_ place: BookAppointment.Confirmation, by actor: Actor = .customer, reason: String = "") async throws -> Appointment {
        try await LeaveAppointment(kalends)(
            LeaveAppointment.Request(
                appointment: place.appointment.id, customer: place.attendee.customer, actor: actor, reason: reason))
    }

    @discardableResult
    func movePlace(_ place: BookAppointment.Confirmation, to start: Instant) async throws -> Appointment {
        try await MovePlace(kalends)(
            MovePlace.Request(appointment: place.appointment.id, customer: place.attendee.customer, start: start))
    }

    func managed(_ place: BookAppointment.Confirmation) async throws -> ManagedAppointment {
        guard let found = try await ManagedAppointment.find(token: place.manageToken, kalends) else { throw NotFound("manage link") }
        return found
    }

    /// What is offered of Yoga on Monday: the places left by start.
    func places(with staff: StaffMember? = Cast.benMember) async throws -> [Instant: Int] {
        let day = Span(monday(0), monday(24))
        let offer = try await FindSlots(kalends).offered(Self.yoga, business: Cast.studio, staff: staff?.id, in: day)
        return Dictionary(uniqueKeysWithValues: offer.slots.map { ($0.start, $0.places ?? -1) })
    }

    /// The mails to an address in their order, as somebody can read them: what is encoded is decoded.
    func readable(to address: String) -> [String] { mail.deliveries(to: address).map { readable($0.message) } }

    private func readable(_ message: String) -> String {
        let pieces = message.components(separatedBy: "\r\n\r\n")
        return zip([""] + pieces, pieces).map { header, piece in
            guard header.lowercased().contains("transfer-encoding: base64") else { return piece.replacing("=\r\n", with: "") }
            let body = piece.components(separatedBy: "\r\n--")[0]
            let bytes = Data(base64Encoded: body, options: .ignoreUnknownCharacters) ?? Data()
            return String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: "") + piece.dropFirst(body.count)
        }.joined(separator: "\r\n\r\n")
    }
}

extension String {
    /// The value of an iCalendar property in a readable mail.
    func calendarValue(_ name: String) -> String? {
        split(whereSeparator: \.isNewline).first { $0.hasPrefix("\(name):") }.map { String($0.dropFirst(name.count + 1)) }
    }
}
