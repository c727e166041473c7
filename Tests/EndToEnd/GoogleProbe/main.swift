import CalendarSync
import CivilTime
import GoogleCalendar
import Host
import Outbound

// Asks Google at an address everything that our provider ever asks, so that a test can hold the requests against Google's own description:
// `GoogleProbe http://127.0.0.1:1234 <subject> <access token> <refresh token>`. Prints what it did, one step a line.
let arguments = CommandLine.arguments
guard arguments.count == 5 else { fatalError("GoogleProbe address subject access-token refresh-token") }
let configuration = GoogleConfiguration(
    clientID: "kalends", clientSecret: "kalends-secret", accountsURL: arguments[1], tokenURL: arguments[1], apiURL: arguments[1])
let clock: @Sendable () -> Instant = { SystemClock.now() }
let provider = GoogleProvider(
    http: HTTPClient(policy: .all, userAgent: "Kalends/probe"), configuration: configuration, grants: GrantMemory(clock: clock),
    zones: SystemZones.database, clock: clock)
// Already run out, so that the first request renews it.
let grant = AccountGrant(
    accessToken: arguments[3], expires: clock(), refreshToken: arguments[4],
    scopes: Set(GoogleAuthorization(provider).permissions.map(\.scope)), grantedAt: clock())
let credentials = CalendarCredentials(address: "google:\(arguments[2])", user: arguments[2], password: grant.text)

let account = try await provider.discover(credentials)
print("discovered \(account.calendars.count)")
for calendar in account.calendars {
    guard let writer = provider.writer(of: calendar, with: credentials) else { continue }
    let first = try await writer.changes(since: nil, known: [:])
    print("listed \(first.changed.count)")
    var event = OutgoingEvent(
        uid: "probe@example.org", marker: EventMarker(appointment: "probe", generation: 1),
        fields: EventFields(
            span: Span(start: clock() + .days(1), duration: .hours(1)), title: "Probe – ü", notes: "One\nTwo", location: "Room & hall"),
        sequence: 0, stamp: clock(), url: "https://booking.example.org/", meetingName: "probe-1")
    let created = try await writer.create(event)
    (event.fields.title, event.fields.notes, event.meetingName) = ("Probe again", "", nil)
    let updated = try await writer.update(event, at: created.id, version: created.version)
    let known = Dictionary(first.changed.map { ($0.id, $0.version ?? "") }) { first, _ in first }
    let second = try await writer.changes(since: first.cursor, known: known)
    print("changed \(second.changed.count)")
    // A series of which one occurrence changed is read by itself.
    for item in first.changed where item.fields == nil { _ = try await writer.item(item.id) }
    try await writer.delete(created.id, version: updated.version)
    print("gone \(try await writer.item(created.id) == nil)")
    let channel = try await provider.openChannel(
        "probe-\(calendar.id.count)", of: calendar, to: "http://127.0.0.1:9/", token: "t", with: credentials)
    try await provider.closeChannel(channel, with: credentials)
    _ = try await writer.item("missing0event")
}
try await GoogleAuthorization(provider).revoke(credentials)
print("done")
