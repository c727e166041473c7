import CalendarSync
import CivilTime
import Host
import Outbound
import Testing

@testable import CalDAV

/// Ana's calendar at cal.example.org, and what the tests write into it.
enum Cast {
    static let credentials = CalendarCredentials(address: "https://cal.example.org/dav/ana/", user: "ana", password: "secret")
    static let calendar = RemoteCalendar(id: "https://cal.example.org/cal/", name: "Work", access: .readWrite)
    static let nine = Instant(secondsSinceEpoch: 1_795_510_800)

    static func provider(_ server: ScriptedServer) -> CalDAVProvider { CalDAVProvider(http: server, zones: SystemZones.database) }

    static func reader(_ server: ScriptedServer) -> any CalendarReader { provider(server).reader(of: calendar, with: credentials) }

    static func writer(_ server: ScriptedServer) throws -> any CalendarWriter {
        try #require(provider(server).writer(of: calendar, with: credentials))
    }

    static func discover(_ server: ScriptedServer, _ address: String, user: String = "ana") async throws(ProviderFailure)
        -> DiscoveredAccount
    {
        try await provider(server).discover(CalendarCredentials(address: address, user: user, password: "secret"))
    }

    /// An hour from nine o'clock UTC on 24 November 2026.
    static func ics(_ uid: String, _ lines: String = "SUMMARY:Busy") -> String {
        """
        BEGIN:VCALENDAR\r
        VERSION:2.0\r
        PRODID:-//Other//EN\r
        BEGIN:VEVENT\r
        UID:\(uid)\r
        DTSTAMP:20260101T000000Z\r
        DTSTART:20261124T090000Z\r
        DTEND:20261124T100000Z\r
        \(lines)\r
        END:VEVENT\r
        END:VCALENDAR\r

        """
    }

    static let event = OutgoingEvent(
        uid: "kalends-1", marker: EventMarker(appointment: "a1", generation: 1),
        fields: EventFields(
            span: Span(start: nine, duration: .minutes(45)), title: "Haircut – Cleo", notes: "cleo@example.org", location: "Room 1"),
        sequence: 2, stamp: Instant(secondsSinceEpoch: 1_790_000_000), url: "https://booking.example.org/admin/appointments/a1")

    static func item(_ ics: String, id: String = "/cal/x.ics") throws -> RemoteItem {
        guard case .item(let item) = ItemReading(Array(ics.utf8), id: id, version: "\"1\"", zones: SystemZones.database) else {
            throw ProviderFailure(.invalidAnswer, "not readable")
        }
        return item
    }

    static let berlin = CalendarOwner(
        zone: SystemZones.database.zone(named: "Europe/Berlin") ?? .utc, zones: SystemZones.database, ownAddresses: ["ana@example.org"])
    static let november = Span(Instant(secondsSinceEpoch: 1_793_491_200), Instant(secondsSinceEpoch: 1_796_083_200))

    /// Answers for a collection at rest: its token and tag.
    static func state(token: String? = nil, tag: String? = nil) -> Reply {
        let token = token.map { "<d:sync-token>\($0)</d:sync-token>" } ?? ""
        let tag = tag.map { "<cs:getctag>\($0)</cs:getctag>" } ?? ""
        return .multistatus(found("/cal/", "<d:resourcetype><d:collection/><cal:calendar/></d:resourcetype>\(token)\(tag)"))
    }

    static let itself = found("/cal/", "<d:resourcetype><d:collection/><cal:calendar/></d:resourcetype>")
}

/// The failure that a call ends in.
func failure(_ body: () async throws -> Void) async throws -> ProviderFailure {
    do {
        try await body()
    } catch let failure as ProviderFailure {
        return failure
    }
    struct NoFailure: Error {}
    throw NoFailure()
}
