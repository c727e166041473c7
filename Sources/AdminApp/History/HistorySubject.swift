import Booking
import CalendarSync
import CivilTime
import Operations
import Persistence
import Texts

/// What an entry of the history is about, by the name that people know, and where it is found.
struct HistorySubject: Sendable {
    /// What stands before the colon of a subject, in the order of the filters.
    enum Kind: String, CaseIterable, Sendable {
        case appointment, customer, service, question, staff
        case timeOff = "time-off"
        case business, account, sync, run, user, token, webhook, job

        /// The key of its name in the catalogue.
        var key: String { "adminHistory.kind\(camelCased("x-\(rawValue)").dropFirst())" }
    }

    var kind: Kind?
    var name: String
    var address: String?

    /// - Parameter text: a subject as it is stored: `service:…`.
    init(_ text: String, _ visit: Visit, in transaction: Transaction) throws {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        kind = Kind(rawValue: parts[0])
        let id = parts.count > 1 ? parts[1] : ""
        let texts = visit.texts
        (name, address) = (kind.map { texts[$0.key] } ?? text, nil)
        switch kind {
        case .appointment:
            guard let found = try transaction.appointments.find(Appointment.ID(id)) else { return }
            name = texts(
                "adminJob.aboutAppointment",
                [
                    "service": found.serviceName, "customer": customers(of: found, texts), "time": texts.when(found.span, in: visit.zone),
                ])
            address = "/admin/appointments/\(id)"
        case .customer:
            guard let found = try transaction.customers.find(Customer.ID(id)) else { return }
            name = found.erasedAt == nil ? found.name : texts["admin.erasedCustomer"]
            address = "/admin/customers/\(id)"
        case .service:
            guard let found = try transaction.services.find(Service.ID(id)) else { return }
            (name, address) = (found.name, "/admin/services/\(id)")
        case .question:
            guard let found = try transaction.questions.find(CustomQuestion.ID(id)) else { return }
            (name, address) = (found.text, "/admin/questions/\(id)")
        case .staff:
            guard let found = try transaction.staff.find(StaffMember.ID(id)) else { return }
            (name, address) = (found.name, "/admin/staff/\(id)")
        case .timeOff:
            guard let found = try transaction.timeOff.find(TimeOff.ID(id)) else { return }
            let person = try transaction.resources.find(found.resource)?.name ?? ""
            (name, address) = (texts("adminHistory.timeOffOf", ["name": person]), "/admin/time-off/\(id)")
        case .business:
            guard let found = try transaction.businesses.find(Business.ID(id)) else { return }
            (name, address) = (found.name, "/admin/settings")
        case .account:
            guard let found = try transaction.accounts.find(CalendarAccount.ID(id)) else { return }
            (name, address) = (found.name, "/admin/calendars")
        case .sync:
            let person = try transaction.resources.find(Resource.ID(id))
            name = person.map { texts("adminHistory.syncOf", ["name": $0.name]) } ?? texts["adminHistory.syncOfAll"]
            address = person == nil ? "/admin/calendars/settings" : "/admin/calendars/settings/\(id)"
        case .run:
            guard let found = try transaction.syncRuns.find(SyncRun.ID(id)) else { return }
            name = texts["adminRun.\(found.kind.rawValue)"]
            address = found.resource.map { "/admin/calendars/people/\($0)/log" }
        case .user:
            let found = try transaction.users.find(User.ID(id))
            (name, address) = (found?.name ?? texts["adminHistory.formerUser"], found == nil ? nil : "/admin/users")
        case .token:
            guard let found = try transaction.accessTokens.find(AccessToken.ID(id)) else { return }
            (name, address) = (found.name, "/admin/tokens")
        case .webhook:
            guard let found = try transaction.webhooks.find(WebhookSubscription.ID(id)) else { return }
            (name, address) = (found.name, WebhookList.address(of: found.id))
        case .job, nil: return
        }
    }
}
