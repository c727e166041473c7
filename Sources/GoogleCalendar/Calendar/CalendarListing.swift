import CalendarSync
import Outbound

/// The calendars of an account, and what each can be used for.
struct CalendarListing: Sendable {
    let session: GoogleSession

    private static let maximumPages = 100

    func account() async throws(ProviderFailure) -> DiscoveredAccount {
        let grant = try await session.grant()
        let missing = GoogleAuthorization(client: session.client).permissions.filter {
            !GoogleAuthorization.isCovered($0.scope, by: grant.scopes)
        }
        guard missing.isEmpty else { throw ProviderFailure.missingPermission }
        let entries = try await entries()
        let primary = entries.first { $0.primary == true }
        let calendars = entries.compactMap(RemoteCalendar.init)
        guard !calendars.isEmpty else {
            throw ProviderFailure(.calendarMissing, "Signing in worked, but the Google account has no calendar. Make one there first.")
        }
        let email = primary?.id.lowercased()
        return DiscoveredAccount(
            address: session.credentials.address, name: email.map { "\($0) at Google" } ?? "Google", ownAddresses: email.map { [$0] } ?? [],
            calendars: calendars)
    }

    /// Every entry that is not deleted, hidden ones too, the primary one first.
    private func entries() async throws(ProviderFailure) -> [CalendarListEntry] {
        var entries: [String: CalendarListEntry] = [:]
        var order: [String] = []
        var page: String?
        for _ in 0..<Self.maximumPages {
            let query = [("maxResults", "250"), ("showHidden", "true")] + (page.map { [("pageToken", $0)] } ?? [])
            let answer = try await session.send(.GET, "users/me/calendarList", query: query)
            guard answer.isSuccess else { throw answer.failure(during: .listing) }
            guard let list: CalendarListPage = answer.decoded() else { throw ProviderFailure.notAList }
            for entry in list.items ?? [] where entry.deleted != true {
                if entries.updateValue(entry, forKey: entry.id) == nil { order.append(entry.id) }
            }
            guard let next = list.nextPageToken else {
                let listed = order.compactMap { entries[$0] }
                return listed.filter { $0.primary == true } + listed.filter { $0.primary != true }
            }
            page = next
        }
        throw ProviderFailure(.invalidAnswer, "Google’s list of calendars has no end. It is tried again later.")
    }
}

private struct CalendarListPage: Decodable {
    var items: [CalendarListEntry]?
    var nextPageToken: String?
}

/// A calendar as the account's list names it.
struct CalendarListEntry: Decodable, Sendable {
    struct Conferences: Decodable, Sendable {
        var allowedConferenceSolutionTypes: [String]?
    }

    var id: String
    var summary: String?
    var summaryOverride: String?
    var accessRole: String?
    var primary: Bool?
    var deleted: Bool?
    var conferenceProperties: Conferences?
}

extension RemoteCalendar {
    /// What can be used of a calendar; nil for one of which nothing may be seen.
    init?(_ entry: CalendarListEntry) {
        let access: CalendarAccess
        var limitation: String?
        switch entry.accessRole {
        case "owner", "writer": access = .readWrite
        case "writerWithoutPrivateAccess": access = .readWrite
        case "reader":
            access = .readOnly
            limitation =
                "Bookings cannot be written into it: the account may only look at it. Its owner can allow it to make changes to events."
        case "freeBusyReader":
            access = .readOnly
            limitation =
                "Bookings cannot be written into it: only its free and busy times are shared. Its owner can allow it to make changes to events."
        default: return nil
        }
        var capabilities = entry.accessRole.map { ["role:\($0)"] } ?? []
        if entry.primary == true { capabilities.append("primary") }
        if entry.conferenceProperties?.allowedConferenceSolutionTypes?.contains("hangoutsMeet") == true { capabilities.append("meet") }
        self.init(
            id: entry.id, name: entry.summaryOverride ?? entry.summary ?? entry.id, access: access, capabilities: capabilities,
            limitation: limitation)
    }
}
