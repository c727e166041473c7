import Booking
import BookingPages
import CivilTime
import Hummingbird
import HummingbirdTesting
import Logging
import Operations
import Persistence
import Secrets
import TestSupport
import WebShell

/// The public pages of Ana's studio, at a clock that stands still.
struct BookingFixture {
    let kalends: Kalends
    let shell: WebShell
    let clock = ManualClock()

    /// - Parameter change: what is different in the database from the cast's.
    init(isEmpty: Bool = false, _ change: (Transaction) throws -> Void = { _ in }) throws {
        let database = try isEmpty ? Database.inMemory() : Cast.database()
        try database.writeNow { transaction in try change(transaction) }
        let key = SecretKey(bytes: Array(repeating: 5, count: 32))
        kalends = Kalends(
            database: database, zones: TestZones.database, clock: clock.reading, identifiers: SequentialIDs(after: 1000).making,
            secretKey: key,
            settings: Kalends.Settings(
                baseURL: "http://localhost:8080", mailFrom: "kalends@example.org", isMailConfigured: true, pollInterval: .minutes(5),
                version: "test"),
            providers: [], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        shell = try WebShell(
            settings: WebShell.Settings(baseURL: "http://localhost:8080", secretKey: key, clock: clock.reading), furniture: [.bookingPages])
    }

    /// The studio's page with other settings.
    static func studio(_ change: (inout Business) -> Void) throws -> BookingFixture {
        var business = Cast.studio
        change(&business)
        return try BookingFixture { try $0.businesses.update(business) }
    }

    func test<Value>(_ body: @Sendable (Visitor) async throws -> Value) async throws -> Value {
        let router = shell.makeRouter()
        router.addBookingPages(kalends: kalends, shell: shell)
        shell.finish(router)
        return try await Application(router: router).test(.router) { client in try await body(Visitor(client: client)) }
    }

    func appointments() async throws -> [Appointment] {
        try await kalends.database.read {
            try $0.appointments.all(
                in: Cast.studio.id, overlapping: Span(Cast.morning, Cast.morning + .days(300)), includingCancelled: true)
        }
    }
}

/// An answer as a test reads it.
struct Answer: Sendable {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let text: String

    var location: String { headers[.location] ?? "" }

    /// What stands in attributes of that name, in order, as a browser reads it.
    func attributes(_ name: String) -> [String] {
        text.split(separator: "\(name)=\"", omittingEmptySubsequences: false).dropFirst().map {
            String($0.prefix { $0 != "\"" }).replacing("&amp;", with: "&").replacing("&#39;", with: "'").replacing("&quot;", with: "\"")
        }
    }

    /// The values of a form's field, hidden or not.
    func values(of field: String) -> [String] {
        text.split(separator: "name=\"\(field)\"", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
            let tag = rest.prefix { $0 != ">" }
            guard let start = tag.firstRange(of: "value=\"") else { return nil }
            return String(tag[start.upperBound...].prefix { $0 != "\"" })
        }
    }

    /// The instants that can be chosen.
    var offered: [String] {
        attributes("href").compactMap { href in href.firstRange(of: "start=").map { String(href[$0.upperBound...].prefix(20)) } }
    }
}

/// Somebody without cookies and without scripts.
struct Visitor: Sendable {
    let client: any TestClientProtocol

    func get(_ path: String) async throws -> Answer {
        try await client.execute(uri: path, method: .get) { Answer(status: $0.status, headers: $0.headers, text: String(buffer: $0.body)) }
    }

    func post(_ path: String, _ fields: [String: String]) async throws -> Answer {
        let body = fields.sorted { $0.key < $1.key }.map { "\(Query.encode($0.key))=\(Query.encode($0.value))" }.joined(separator: "&")
        return try await client.execute(
            uri: path, method: .post, headers: [.contentType: "application/x-www-form-urlencoded"], body: ByteBuffer(string: body)
        ) { Answer(status: $0.status, headers: $0.headers, text: String(buffer: $0.body)) }
    }

    static let details = "/b/studio/haircut/details"

    /// The fields of the details form of one start, as a browser would send them.
    func form(_ start: String, _ more: String = "", _ fields: [String: String] = [:]) async throws -> [String: String] {
        let page = try await get("\(Self.details)?start=\(start)\(more)")
        var form = ["name": "Cleo", "email": "cleo@example.org", "phone": "", "notes": ""]
        for field in ["token", "start", "zone", "staff"] { form[field] = page.values(of: field).first }
        return form.merging(fields) { $1 }
    }

    /// Books and gives the token of the manage link.
    func book(_ start: String, _ fields: [String: String] = [:]) async throws -> String {
        let answer = try await post(Self.details, form(start, "", fields))
        return String(answer.location.split(separator: "/").last ?? "")
    }
}
