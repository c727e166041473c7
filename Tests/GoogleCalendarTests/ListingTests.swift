import CalendarSimulators
import CalendarSync
import CivilTime
import Outbound
import Synchronization
import Testing

@testable import GoogleCalendar

/// What a listing asks for, and when it ends.
struct ListingTests {
    @Test func `a listing has no window: what is years away neither leaves it nor counts as deleted`() async throws {
        try await Google.run { google async throws in
            let times: JSONValue = ["dateTime": "2019-05-06T09:00:00Z"]
            let past = try google.add(["summary": "Then", "start": times, "end": ["dateTime": "2019-05-06T10:00:00Z"]])
            let far = try google.add(
                ["summary": "Some day", "start": ["dateTime": "2036-05-06T09:00:00Z"], "end": ["dateTime": "2036-05-06T10:00:00Z"]])
            let (_, state) = try await google.read()
            #expect(Set(state.known.keys) == [past, far])
            google.simulator.advance(by: .days(40))
            google.credentials = google.grant()
            #expect(Set(try await google.read(state).state.known.keys) == [past, far])
            let asked = google.simulator.world.requests.filter { $0.method?.rawValue == "events.list" }.map(\.query)
            #expect(asked.count == 3, "the token has run out meanwhile")
            for word in ["timeMin", "timeMax", "updatedMin"] { #expect(!asked.joined().contains(word)) }
        }
    }

    @Test func `a deleted occurrence that no change tells of is found by the next whole listing`() async throws {
        try await Google.run { google async throws in
            let series = try google.add(hour(["recurrence": ["RRULE:FREQ=DAILY;COUNT=3"]]))
            var (batch, state) = try await google.read()
            google.fault(SimulatedFault(.dropTombstones, method: "events.list"))
            try google.edit(.deleteEvent(calendar: Google.email, event: "\(series)_20261202T080000Z"))
            (batch, state) = try await google.read(state)
            #expect(batch.changed.isEmpty)
            state.cursor = GoogleCursor(token: GoogleCursor(state.cursor)?.token ?? "", reads: 199).value
            (batch, state) = try await google.read(state)
            let item = try #require(state.items[series])
            #expect(google.provider.expand(item, in: december, for: vienna).occurrences.count == 2)
        }
    }

    @Test func `a listing that turns in a circle ends, and changes nothing`() async throws {
        let circle = Circle()
        let clock: @Sendable () -> Instant = { Google.start }
        let provider = GoogleProvider(
            http: circle,
            configuration: GoogleConfiguration(
                clientID: "kalends", clientSecret: "x", accountsURL: "http://g.test", tokenURL: "http://g.test", apiURL: "http://g.test"),
            grants: GrantMemory(clock: clock), zones: vienna.zones, clock: clock)
        let grant = AccountGrant(
            accessToken: "a", expires: Google.start + .hours(1), refreshToken: "r", scopes: Set(Google.scopes), grantedAt: Google.start)
        let reader = provider.reader(
            of: Google.calendar, with: CalendarCredentials(address: "google:1", user: "1", password: grant.text))
        let refused = try await failure { _ = try await reader.changes(since: nil, known: [:]) }
        #expect(refused.kind == .invalidAnswer)
        #expect(circle.requests == 2)
    }
}

/// A server whose every page names the same next one.
private final class Circle: HTTPSending {
    private let count = Mutex(0)

    var requests: Int { count.withLock { $0 } }

    func send(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundResponse {
        count.withLock { $0 += 1 }
        let page = #"{"kind": "calendar#events", "items": [], "nextPageToken": "again"}"#
        return OutboundResponse(
            status: 200, headers: [(name: "Content-Type", value: "application/json")], body: Array(page.utf8), finalURL: request.url)
    }
}
