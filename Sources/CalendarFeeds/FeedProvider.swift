import CalendarItems
public import CalendarSync
public import CivilTime
import ICalendar
public import Outbound

// Calendars that are published as one file at an address (iCalendar feeds, `webcal:`) and can only be read. The room imports CalendarItems,
// CalendarSync, Outbound, ICalendar and CivilTime, reads no clock and keeps no state between requests. Its words: the *feed* is the whole
// file; an *entry* is everything in it under one UID; a *fingerprint* is a hash of what an entry means, without what publishers change at
// every export.

/// Read-only calendar feeds (RFC 5545 over HTTP).
public struct FeedProvider: CalendarProvider {
    private let http: any HTTPSending
    private let zones: ZoneDatabase

    public init(http: any HTTPSending, zones: ZoneDatabase) {
        self.http = http
        self.zones = zones
    }

    public var kind: ProviderKind { .feed }

    /// Fetches the feed and offers it as the account's only calendar.
    public func discover(_ credentials: CalendarCredentials) async throws(ProviderFailure) -> DiscoveredAccount {
        let address = try FeedAddress(credentials.address)
        let download = try await FeedClient(http: http, credentials: credentials).download(address.text)
        guard case .feed(let feed) = download else {
            throw ProviderFailure(.invalidAnswer, "The server answered that nothing has changed, though nothing was read yet. Try again.")
        }
        let kept = feed.movedTo ?? address.text
        let host = FeedAddress.host(of: kept)
        let calendar = RemoteCalendar(id: kept, name: feed.document.name ?? host, access: .readOnly)
        return DiscoveredAccount(
            address: kept, name: credentials.user.isEmpty ? "Feed at \(host)" : "\(credentials.user) at \(host)", ownAddresses: [],
            calendars: [calendar])
    }

    public func reader(of calendar: RemoteCalendar, with credentials: CalendarCredentials) -> any CalendarReader {
        FeedReader(address: calendar.id, client: FeedClient(http: http, credentials: credentials), zones: zones)
    }

    /// Feeds cannot be written.
    public func writer(of calendar: RemoteCalendar, with credentials: CalendarCredentials) -> (any CalendarWriter)? { nil }

    public func keptPayload(of item: RemoteItem, keepsTitle: Bool, ownAddresses: [String]) -> String {
        item.payload.keptICalendar(keepsTitle: keepsTitle, ownAddresses: ownAddresses)
    }

    public func expand(_ item: RemoteItem, in window: Span, for owner: CalendarOwner) -> ItemExpansion {
        ItemExpansion(iCalendar: item.payload, in: window, for: owner)
    }
}
