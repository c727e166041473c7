import Booking
import CalendarSync
import Operations
import Persistence
import Texts
import WebShell

/// What stands around every page of somebody signed in: the business, the menu, the notice.
struct AdminFrame: Sendable {
    struct Item: Sendable {
        var label: String
        var address: String
        var isCurrent: Bool
        /// How many things wait there; `nil` for none.
        var badge: String?
        var badgeLabel: String?
        var icon: String
    }

    struct Group: Sendable {
        var heading: String
        var items: [Item]
    }

    struct Choice: Sendable {
        var name: String
        var action: String
        var isCurrent: Bool
    }

    var userName: String
    var userInitials: String
    var roleName: String
    var businessName: String
    var businessPage: String
    var businesses: [Choice]
    var hasSeveralBusinesses: Bool
    var groups: [Group]
    var isOnAccount: Bool
    var notice: String?
    var csrf: String
    var liveTopics: String?
    /// Answers a form: fetched again it would be another page, and what it shows once would be gone.
    var isAnswer: Bool
    var here: String
    var theme: String?

    init(_ page: AdminPage, visit: Visit, csrf: String, notice: String?, isAnswer: Bool) async throws {
        let texts = visit.texts
        let role = visit.user.role
        let waiting = try await visit.read { transaction in
            Waiting(
                conflicts: try ConflictReading.count(visit, transaction),
                calendars: try visit.kalends.connectionsInNeed(visit.business.id, transaction),
                mails: try transaction.mails.list(state: .failed, limit: 0).total, jobs: try transaction.jobs.counts().dead)
        }
        userName = visit.user.name
        userInitials = initials(of: visit.user.name)
        roleName = texts["adminUser.\(role.rawValue)"]
        businessName = visit.business.name
        businessPage = "/b/\(visit.business.slug)"
        businesses = visit.businesses.map {
            Choice(name: $0.name, action: "/admin/businesses/\($0.id)/view", isCurrent: $0.id == visit.business.id)
        }
        hasSeveralBusinesses = visit.businesses.count > 1
        groups = MenuEntry.Group.allCases.compactMap { group in
            let items = MenuEntry.allCases.filter { $0.group == group && $0.isShown(to: role) }.map { entry in
                let count = waiting.count(of: entry)
                return Item(
                    label: texts["adminMenu.\(entry.rawValue)"], address: entry.address, isCurrent: entry == page.menu,
                    badge: count == 0 ? nil : texts.number(count), badgeLabel: count == 0 ? nil : texts.count("adminMenu.waiting", count),
                    icon: "icon-\(entry.rawValue)")
            }
            return items.isEmpty ? nil : Group(heading: texts["adminMenu.\(group.rawValue)"], items: items)
        }
        isOnAccount = page.menu == .account
        self.notice = notice
        self.csrf = csrf
        self.isAnswer = isAnswer
        liveTopics = page.live.isEmpty ? nil : page.live.joined(separator: " ")
        here = visit.query.address(visit.path)
        theme = AccentColor(hex: visit.business.page.accent).map { "/theme/\($0.digits).css" }
    }

    /// What waits for somebody, by place.
    private struct Waiting: Sendable {
        var conflicts: Int
        var calendars: Int
        var mails: Int
        var jobs: Int

        func count(of entry: MenuEntry) -> Int {
            switch entry {
            case .conflicts: conflicts
            case .calendars: calendars
            case .mail: mails
            case .jobs: jobs
            default: 0
            }
        }
    }
}

/// What stands around the pages of those who are not signed in.
struct GuestFrame: Sendable {
    var csrf: String
    var notice: String?
}
