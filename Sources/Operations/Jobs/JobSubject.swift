public import Booking
import CalendarSync
import CivilTime
public import Persistence

/// What a job is about, in the names that people know.
public enum JobSubject: Hashable, Sendable {
    /// An appointment, and the person and calendar in which it is written where that is what is done.
    case appointment(Appointment, person: String?, calendar: String?)
    case calendar(name: String, person: String)
    case mail(subject: String, to: String)
    case person(String)
    case webhook(name: String)
}

extension Transaction {
    /// - Returns: `nil` for work that is about nothing in particular, whose payload cannot be read, or where what it was about is gone.
    public func subject(of job: Job) throws -> JobSubject? {
        switch JobKind(rawValue: job.kind) {
        case .pushLink:
            guard let target = try? decode(PushLinkPayload.self, from: job.payload) else { return nil }
            let calendar = try links.find(appointment: target.appointment, resource: target.resource)
                .flatMap { try calendars.find($0.calendar) }
            return try subject(target.appointment, target.resource, calendar)
        case .removeEvent:
            guard let target = try? decode(RemoveEventPayload.self, from: job.payload) else { return nil }
            return try subject(target.appointment, target.resource, try calendars.find(target.calendar))
        case .removeItem, .restoreItem:
            guard let target = try? decode(ItemWorkPayload.self, from: job.payload),
                let calendar = try syncRuns.effect(target.effect)?.calendar
            else { return nil }
            return try calendars.find(calendar).map { try subject($0) }
        case .readCalendar:
            guard let target = try? decode(ReadCalendarPayload.self, from: job.payload), let calendar = try calendars.find(target.calendar)
            else { return nil }
            return try subject(calendar)
        case .keepLess:
            guard let target = try? decode(KeepLessPayload.self, from: job.payload) else { return nil }
            return try calendars.find(target.calendar).map { try subject($0) }
        case .openChannel:
            guard let target = try? decode(OpenChannelPayload.self, from: job.payload) else { return nil }
            return try calendars.find(target.calendar).map { try subject($0) }
        case .closeChannel:
            guard let target = try? decode(CloseChannelPayload.self, from: job.payload) else { return nil }
            return try channels.find(target.channel).flatMap { try calendars.find($0.calendar) }.map { try subject($0) }
        case .endAccess:
            guard let account = try? decode(EndAccessPayload.self, from: job.payload).account else { return nil }
            return .calendar(name: account.name, person: try resources.find(account.resource)?.name ?? "")
        case .composeMails:
            // As it stands in the work itself: the mails tell of the appointment as it was.
            guard let content = try? decode(ComposeMailsPayload.self, from: job.payload) else { return nil }
            return .appointment(content.appointment, person: nil, calendar: nil)
        case .sendMail:
            guard let target = try? decode(SendMailPayload.self, from: job.payload) else { return nil }
            return try mails.find(target.mail).map { .mail(subject: $0.subject, to: $0.to) }
        case .diagnose:
            guard let target = try? decode(DiagnosePayload.self, from: job.payload) else { return nil }
            return try resources.find(target.resource).map { .person($0.name) }
        case .deliverWebhooks:
            guard let target = try? decode(DeliverWebhooksPayload.self, from: job.payload) else { return nil }
            return try webhooks.find(target.subscription).map { .webhook(name: $0.name) }
        case .sweep, .watchCalendars, .checkConnections, nil: return nil
        }
    }

    private func subject(_ calendar: ConnectedCalendar) throws -> JobSubject {
        .calendar(name: calendar.remote.name, person: try resources.find(calendar.resource)?.name ?? "")
    }

    private func subject(_ id: Appointment.ID, _ resource: Resource.ID, _ calendar: ConnectedCalendar?) throws -> JobSubject? {
        try appointments.find(id).map {
            .appointment($0, person: try resources.find(resource)?.name, calendar: calendar?.remote.name)
        }
    }
}
