import Booking
import CivilTime
import Messaging
import Persistence
import Secrets

/// Composes the mails of one change of an appointment: one to each customer and one to each person concerned.
struct ComposeMails {
    let kalends: Kalends

    func callAsFunction(_ content: ComposeMailsPayload) async throws {
        try await kalends.database.write { transaction in
            guard let business = try transaction.businesses.find(content.appointment.business),
                let service = try transaction.services.find(content.appointment.service)
            else { throw NotFound("business of the appointment") }
            let staff = try content.appointment.staff.compactMap { try transaction.staff.find($0) }
            for mail in try mails(content, business, service, staff, transaction) {
                try kalends.enqueue(mail, kind: content.kind.rawValue, appointment: content.appointment.id, transaction)
            }
        }
    }

    private func mails(
        _ content: ComposeMailsPayload, _ business: Business, _ service: Service, _ staff: [StaffMember], _ transaction: Transaction
    ) throws -> [ComposedMail] {
        var mails: [ComposedMail] = []
        func compose(_ kind: AppointmentMail.Kind, _ audience: AppointmentMail.Audience, url: String) {
            mails.append(
                AppointmentMail(
                    kind: kind, audience: audience, appointment: content.appointment, previousSpan: content.previousSpan, business: business,
                    service: service, staff: staff, url: url, reason: content.reason,
                    sender: .sender(of: business, mailFrom: kalends.settings.mailFrom), stamp: content.stamp, zones: kalends.zones
                ).compose())
        }
        let kind: AppointmentMail.Kind =
            switch content.kind {
            case .confirmation: .confirmation
            case .change: .change
            case .cancellation: .cancellation
            }
        for attendee in content.appointment.attendees where !attendee.email.isEmpty {
            // Erased meanwhile: nobody is written to.
            if try transaction.customers.find(attendee.customer)?.erasedAt != nil { continue }
            guard let sealed = try transaction.manageLinks.sealedToken(of: content.appointment.id, customer: attendee.customer),
                let token = kalends.secretKey.open(sealed, context: manageLinkContext(content.appointment.id))
            else { throw NotFound("manage link of the appointment") }
            compose(kind, .customer(attendee), url: "\(kalends.settings.baseURL)/manage/\(String(decoding: token, as: UTF8.self))")
        }
        let adminURL = "\(kalends.settings.baseURL)/admin/appointments/\(content.appointment.id)"
        for member in staff where !member.email.isEmpty {
            compose(kind, .staff(member, hasLinkedCalendar: try hasLinkedCalendar(member, transaction)), url: adminURL)
        }
        for id in content.formerStaff {
            guard let member = try transaction.staff.find(id), !member.email.isEmpty else { continue }
            compose(.cancellation, .staff(member, hasLinkedCalendar: try hasLinkedCalendar(member, transaction)), url: adminURL)
        }
        return mails
    }

    private func hasLinkedCalendar(_ member: StaffMember, _ transaction: Transaction) throws -> Bool {
        try transaction.calendars.linked(of: member.resource) != nil
    }
}
