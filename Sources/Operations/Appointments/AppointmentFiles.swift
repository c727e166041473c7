import Booking
import CivilTime
import ICalendar
import Messaging
import Persistence

/// The .ics of a confirmation page: the same UID, times and sequence as in the mails.
public struct AppointmentFile: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    public func ics(for managed: ManagedAppointment) -> [UInt8] {
        let sender = MailParty.sender(of: managed.business, mailFrom: kalends.settings.mailFrom)
        let entry = CalendarEntry.customer(
            managed.attendee, managed.appointment, business: managed.business, staff: managed.staff,
            manageURL: "\(kalends.settings.baseURL)/manage/\(managed.token)", organizer: sender, isInvitation: false)
        return AppointmentCalendar.ics(method: .publish, entry)
    }
}

/// The secret .ics feeds of a business's and a person's own bookings.
public struct BookingFeed: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Returns: `nil` for an address that opens nothing.
    public func business(token: String) async throws -> [UInt8]? {
        try await kalends.database.read { transaction in
            guard !token.isEmpty, let business = try transaction.businesses.find(feedToken: token) else { return nil }
            return try feed(of: business, name: business.name, transaction) { _ in true }
        }
    }

    /// - Returns: `nil` for an address that opens nothing.
    public func staff(token: String) async throws -> [UInt8]? {
        try await kalends.database.read { transaction in
            guard !token.isEmpty, let member = try transaction.staff.find(feedToken: token), member.isActive,
                let business = try transaction.businesses.find(member.business)
            else { return nil }
            return try feed(of: business, name: "\(member.name) – \(business.name)", transaction) { $0.staff.contains(member.id) }
        }
    }

    private func feed(
        of business: Business, name: String, _ transaction: Transaction, where isIncluded: (Appointment) -> Bool
    ) throws -> [UInt8] {
        let window = Span(kalends.now - .days(60), kalends.now + .days(745))
        let members = try transaction.staff.all(in: business.id, includingRemoved: true)
        let sender = MailParty.sender(of: business, mailFrom: kalends.settings.mailFrom)
        let entries = try transaction.appointments.all(in: business.id, overlapping: window, includingCancelled: false).filter(isIncluded)
            .map { appointment in
                CalendarEntry.staff(
                    nil, appointment, business: business, staff: members.filter { appointment.staff.contains($0.id) },
                    adminURL: "\(kalends.settings.baseURL)/admin/appointments/\(appointment.id)", organizer: sender)
            }
        return AppointmentCalendar.feed(name: name, entries)
    }
}
