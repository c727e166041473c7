import Booking
import CivilTime
import Messaging
import Persistence
import Secrets

/// Composes the mails of one change of an appointment: one to each customer and one to each person concerned.
struct ComposeMails {
    let kalends: Kalends

    func callAsFunction(_ content: ComposeMailsPayload) async throws {
        // Each mail is there once by its Message-ID; customers are erased by a write alone.
        try await kalends.database.write(guarded: true) { transaction in
            // Whoever was erased meanwhile is neither written to nor named.
            var content = content
            try content.blank { try transaction.customers.find($0)?.erasedAt != nil }
            // The meeting may have been made since.
            if content.appointment.meeting == .wanted {
                content.appointment.meeting = try transaction.appointments.find(content.appointment.id)?.meeting
            }
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
        func compose(
            _ kind: AppointmentMail.Kind, _ audience: AppointmentMail.Audience, _ appointment: Appointment? = nil,
            about attendee: Attendee? = nil, url: String
        ) {
            mails.append(
                AppointmentMail(
                    kind: kind, audience: audience, appointment: appointment ?? content.appointment, previousSpan: content.previousSpan,
                    business: business,
                    service: service, staff: staff, url: url,
                    bookingURL: "\(kalends.settings.baseURL)/b/\(business.slug)", reason: content.reason,
                    sender: .sender(of: business, mailFrom: kalends.settings.mailFrom), stamp: content.stamp, zones: kalends.zones,
                    concerning: attendee
                ).compose())
        }
        // To the people of an appointment somebody who comes from another one is new.
        let (kind, staffKind): (AppointmentMail.Kind, AppointmentMail.Kind) =
            switch content.kind {
            case .confirmation: (.confirmation, .confirmation)
            case .change: (.change, .change)
            case .cancellation: (.cancellation, .cancellation)
            case .approval: (.approval, .approval)
            case .departure: (.departure, .departure)
            case .arrival: (.change, .confirmation)
            }
        let concerned = content.attendee.flatMap { content.appointment.attendee($0) ?? content.appointment.formerAttendee($0) }
        let told = content.attendee == nil ? content.appointment.attendees : [concerned].compactMap(\.self)
        for attendee in told where content.tellsCustomers != false && !attendee.email.isEmpty && content.appointment.writesToCustomers {
            guard let sealed = try transaction.manageLinks.sealedToken(of: content.appointment.id, customer: attendee.customer),
                let token = kalends.secretKey.open(sealed, context: manageLinkContext(content.appointment.id))
            else { throw NotFound("manage link of the appointment") }
            compose(
                kind, .customer(attendee), content.appointment.seen(by: attendee),
                url: "\(kalends.settings.baseURL)/manage/\(String(decoding: token, as: UTF8.self))")
        }
        let adminURL = "\(kalends.settings.baseURL)/admin/appointments/\(content.appointment.id)"
        for member in staff where member.receivesMails {
            let theirs = content.newStaff.contains(member.id) ? .confirmation : staffKind
            compose(
                theirs, .staff(member, hasLinkedCalendar: try hasLinkedCalendar(member, transaction)), about: concerned, url: adminURL)
        }
        // They know the appointment by the time at which they had it.
        var lost = content.appointment
        lost.span = content.previousSpan ?? lost.span
        for id in content.formerStaff {
            guard let member = try transaction.staff.find(id), member.receivesMails else { continue }
            compose(.cancellation, .staff(member, hasLinkedCalendar: try hasLinkedCalendar(member, transaction)), lost, url: adminURL)
        }
        return mails
    }

    private func hasLinkedCalendar(_ member: StaffMember, _ transaction: Transaction) throws -> Bool {
        try transaction.calendars.linked(of: member.resource) != nil
    }
}

extension ComposeMailsPayload {
    /// Takes away what is personal of some customers; what remains tells staff that something happened at that time.
    mutating func blank(_ isErased: (Customer.ID) throws -> Bool) rethrows {
        for index in appointment.attendees.indices where try isErased(appointment.attendees[index].customer) {
            appointment.attendees[index].erase()
            reason = ""
        }
        guard var group = appointment.group else { return }
        for index in group.formerAttendees.indices where try isErased(group.formerAttendees[index].customer) {
            group.formerAttendees[index].erase()
            reason = ""
        }
        appointment.group = group
    }
}

extension Attendee {
    mutating func erase() {
        name = ""
        email = ""
        phone = ""
        notes = ""
        answers = []
    }
}
