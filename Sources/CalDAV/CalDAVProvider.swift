import CalendarItems
public import CalendarSync
public import CivilTime
import ICalendar
public import Outbound

// Calendars on any CalDAV server, behind the protocols that CalendarSync declares. The room imports CalendarItems, CalendarSync, Outbound, ICalendar and
// CivilTime, reads no clock and keeps no state between requests. Its words: a *collection* is a calendar on the server; a *member* is one
// resource in it, which holds one UID; an *href* is the server's own spelling of a member's address; a *multistatus* is its answer about
// several members; a *listing* is every member with its version.

/// CalDAV (RFC 4791) with any server that speaks it.
public struct CalDAVProvider: CalendarProvider {
    private let http: any HTTPSending
    private let zones: ZoneDatabase

    public init(http: any HTTPSending, zones: ZoneDatabase) {
        self.http = http
        self.zones = zones
    }

    public var kind: ProviderKind { .caldav }

    /// Finds the calendars from a mail address, a domain, or the address of a server, a principal or a calendar.
    public func discover(_ credentials: CalendarCredentials) async throws(ProviderFailure) -> DiscoveredAccount {
        let typed = try TypedAddress(credentials.address)
        let client = CalDAVClient(http: http, credentials: credentials, site: typed.address)
        return try await CalDAVDiscovery(client: client, typed: typed)()
    }

    public func reader(of calendar: RemoteCalendar, with credentials: CalendarCredentials) -> any CalendarReader {
        CalDAVCalendar(calendar: calendar, http: http, credentials: credentials, zones: zones)
    }

    public func writer(of calendar: RemoteCalendar, with credentials: CalendarCredentials) -> (any CalendarWriter)? {
        guard calendar.access == .readWrite else { return nil }
        return CalDAVCalendar(calendar: calendar, http: http, credentials: credentials, zones: zones)
    }

    public func expand(_ item: RemoteItem, in window: Span, for owner: CalendarOwner) -> ItemExpansion {
        ItemExpansion(iCalendar: item.payload, in: window, for: owner)
    }

    public func keptPayload(of item: RemoteItem, keepsTitle: Bool, ownAddresses: [String]) -> String {
        item.payload.keptICalendar(keepsTitle: keepsTitle, ownAddresses: ownAddresses)
    }

    public func origin(of item: RemoteItem, ownAddresses: [String]) -> ItemOrigin {
        ItemOrigin(iCalendar: item.payload, ownAddresses: ownAddresses)
    }
}
