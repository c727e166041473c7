import Booking

/// The places of the menu, in its order.
enum MenuEntry: String, CaseIterable, Sendable {
    case calendar, customers, services, questions, staff, timeOff
    case calendars, conflicts, mail, jobs, business, users, tokens, webhooks, history, account

    var address: String {
        switch self {
        case .calendar: "/admin"
        case .customers: "/admin/customers"
        case .services: "/admin/services"
        case .questions: QuestionList.path
        case .staff: "/admin/staff"
        case .timeOff: "/admin/time-off"
        case .calendars: "/admin/connections"
        case .conflicts: "/admin/conflicts"
        case .mail: "/admin/mails"
        case .jobs: "/admin/jobs"
        case .business: "/admin/settings"
        case .users: "/admin/users"
        case .tokens: "/admin/tokens"
        case .webhooks: "/admin/webhooks"
        case .history: "/admin/history"
        case .account: "/admin/account"
        }
    }

    enum Group: String, CaseIterable, Sendable { case daily, offer, connections, house }

    var group: Group? {
        switch self {
        case .calendar, .customers: .daily
        case .services, .questions, .staff, .timeOff: .offer
        case .calendars, .conflicts, .mail, .jobs: .connections
        case .business, .users, .tokens, .webhooks, .history: .house
        case .account: nil
        }
    }

    /// Whether the role finds anything there.
    func isShown(to role: Role) -> Bool {
        switch self {
        case .calendar, .customers, .tokens, .account: true
        case .timeOff, .conflicts: role.canManageAppointments
        case .services, .questions, .staff, .calendars, .mail, .jobs, .business, .users, .webhooks, .history: role.canManageSettings
        }
    }
}
