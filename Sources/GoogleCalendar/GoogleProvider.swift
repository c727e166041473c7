public import CalendarSync
public import CivilTime
public import Outbound

// Google calendars, behind the protocols that CalendarSync declares. The room imports CalendarItems, CalendarSync, Outbound, ICalendar and
// CivilTime; the clock and whoever keeps the tokens are handed in, and it keeps no state between requests. Its words: a *grant* is what an
// account's owner allowed; a *master* is the event that holds the rule of a series, an *exception* one occurrence that differs from it;
// a *tombstone* is what a listing says of a deleted event; a *channel* is the way by which Google says "look now".

/// Google Calendar (API v3).
public struct GoogleProvider: CalendarProvider {
    let client: GoogleClient
    let zones: ZoneDatabase

    /// - Parameters:
    ///   - grants: keeps the tokens and renews them, one renewal of an account at a time.
    ///   - clock: the present, by which tokens and waits are measured.
    public init(
        http: any HTTPSending, configuration: GoogleConfiguration, grants: any GrantKeeping, zones: ZoneDatabase,
        clock: @escaping @Sendable () -> Instant
    ) {
        client = GoogleClient(http: http, configuration: configuration, grants: grants, clock: clock)
        self.zones = zones
    }

    /// Google.
    public var kind: ProviderKind { .google }

    /// At Google's own page.
    public var authorization: (any AccountAuthorization)? { GoogleAuthorization(client: client) }

    /// By notification channels.
    public var push: (any CalendarPush)? { self }

    /// Lists the calendars of the account whose grant the credentials hold.
    public func discover(_ credentials: CalendarCredentials) async throws(ProviderFailure) -> DiscoveredAccount {
        try await CalendarListing(session: client.session(credentials)).account()
    }

    /// Reads a calendar, also one of which only free and busy times are shared.
    public func reader(of calendar: RemoteCalendar, with credentials: CalendarCredentials) -> any CalendarReader {
        GoogleEvents(calendar: calendar, session: client.session(credentials), zones: zones)
    }

    /// Writes a calendar that the account may change.
    public func writer(of calendar: RemoteCalendar, with credentials: CalendarCredentials) -> (any CalendarWriter)? {
        guard calendar.access == .readWrite else { return nil }
        return GoogleEvents(calendar: calendar, session: client.session(credentials), zones: zones)
    }

    /// Notes, places and guests are left out from the beginning (`GoogleSeries.payload`).
    public func keptPayload(of item: RemoteItem, keepsTitle: Bool, ownAddresses: [String]) -> String {
        keepsTitle ? item.payload : GoogleSeries(payload: item.payload)?.untitled.payload ?? ""
    }

    /// The times of an event, or of a series with its exceptions.
    public func expand(_ item: RemoteItem, in window: Span, for owner: CalendarOwner) -> ItemExpansion {
        guard !item.payload.isEmpty else { return ItemExpansion() }
        guard let series = GoogleSeries(payload: item.payload) else {
            return ItemExpansion(findings: ["What was kept of the event cannot be read any more; it is read again."])
        }
        return series.expansion(in: window, for: owner)
    }
}
