import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import RestShape
import TestSupport
import Testing
import Texts

@testable import RestAPI

/// `Idempotency-Key`: whatever is posted does its work once, and is answered alike. Each route that takes a POST stands here with a body.
struct RepeatedRequestTests {
    private static let start = #""startDateTime": {"dateTime": "2026-11-23T10:00:00", "timeZone": "Europe/Berlin"}"#
    private static let booking = #"{"serviceId": "vhaircut", "staffMemberIds": ["sana"], \#(start), "customers": [{"name": "Cleo"}]}"#

    /// What is sent, and which status answers it.
    private static let requests: [String: (body: String?, status: Int)] = [
        "createBusiness": (#"{"displayName": "Second"}"#, 201), "createService": (#"{"displayName": "Shave"}"#, 201),
        "createStaffMember": (#"{"displayName": "Emil"}"#, 201),
        "createCustomer": (#"{"displayName": "Dora", "emailAddress": "dora@example.org"}"#, 201),
        "createCustomQuestion": (#"{"displayName": "First visit?"}"#, 201),
        "createAppointment": (booking, 201), "createCalendarViewItem": (booking, 201),
        "cancelAppointment": (#"{"cancellationMessage": "Ill"}"#, 204), "cancelCalendarViewItem": ("{}", 204),
        "publishBusiness": (nil, 204), "unpublishBusiness": (nil, 204),
        "getStaffAvailability": (
            """
            {"staffIds": ["sana"], "startDateTime": {"dateTime": "2026-11-23T00:00:00", "timeZone": "UTC"},
             "endDateTime": {"dateTime": "2026-11-24T00:00:00", "timeZone": "UTC"}}
            """, 200
        ),
    ]

    /// Those that what is their own lets do their work once (`PublicBookingTests`, `SyncTests`, `WebhookTests`, `JobTests`).
    private static let elsewhere: Set = [
        "bookPublicly", "movePublicBooking", "cancelPublicBooking", "disconnectCalendarAccount", "settleConflict", "askCustomer",
        "runDiagnosis", "createWebhook", "enableWebhook", "disableWebhook", "rotateWebhookSecret", "testWebhook", "repeatDelivery",
        "retryJob",
    ]

    private let fixture: APIFixture

    init() throws {
        fixture = try APIFixture { transaction in
            let booked = Cast.appointment(at: Cast.morning + .days(3))
            try transaction.appointments.insert(booked)
            try transaction.claims.insert(Cast.claim(of: booked))
        }
    }

    private static func path(_ route: APIRoute) -> String {
        "/v1.0" + route.path.description.replacing("{business}", with: "bstudio").replacing("{appointment}", with: "pfirst")
    }

    /// All that could be done twice.
    private func effects() async throws -> [Int] {
        try await fixture.kalends.database.read { transaction in
            [
                try transaction.history.latest(limit: 500).count,
                try transaction.appointments.upcoming(in: Cast.studio.id, from: Cast.morning).count,
                try transaction.businesses.all().count, try transaction.services.all(in: Cast.studio.id).count,
                try transaction.staff.all(in: Cast.studio.id).count, try transaction.questions.all(in: Cast.studio.id).count,
                try transaction.customers.search(text: "", in: Cast.studio.id, limit: 100).rows.count,
                try transaction.jobs.all(lane: "appointment:pfirst").count,
            ]
        }
    }

    private static func keyed(_ key: String) -> HTTPFields { [KeyedRequest.header: key] }

    private static func told(_ answer: Answer) -> [String?] {
        ["\(answer.status)", answer.text, answer.header("Content-Type"), answer.header("Location"), answer.header("ETag")]
    }

    @Test func `the same key and body twice are one effect and one answer, on every route`() async throws {
        let posts = fixture.api.routes.filter { $0.method == .post }
        #expect(Set(posts.map(\.name)) == Set(Self.requests.keys).union(Self.elsewhere))
        for route in posts where !Self.elsewhere.contains(route.name) {
            let (fixture, request) = (try RepeatedRequestTests(), try #require(Self.requests[route.name]))
            try await fixture.fixture.test { program async throws in
                let before = try await fixture.effects()
                let first = try await program.ask(.post, Self.path(route), request.body, Self.keyed("key-1"))
                #expect(first.status == request.status, "\(route.name): \(first.text)")
                let done = try await fixture.effects()
                #expect((done != before) == (route.name != "getStaffAvailability"), "\(route.name)")
                let second = try await program.ask(.post, Self.path(route), request.body, Self.keyed("key-1"))
                #expect(Self.told(second) == Self.told(first), "\(route.name)")
                #expect(try await fixture.effects() == done, "\(route.name)")
            }
        }
    }

    /// A writer that dies right after its commit: the process that comes next knows the answer, as it was stored with the effect.
    @Test func `the answer is stored in the transaction of the effect, on every route that has one`() async throws {
        struct Crash: Error {}
        let others = Self.elsewhere.union(["getStaffAvailability"])
        for route in fixture.api.routes where route.method == .post && !others.contains(route.name) {
            let (fixture, request) = (try RepeatedRequestTests(), try #require(Self.requests[route.name]))
            let token = try await fixture.fixture.token()
            let bearer = try await FindBearer(fixture.fixture.kalends)(token)
            let path = Self.path(route)
            let keyed = try IdempotentRequest(
                key: "key-1", holder: bearer.token.id.rawValue, method: "POST", path: path, body: Array((request.body ?? "").utf8))
            let variables = ["business": "bstudio", "appointment": "pfirst"]
            let call = APICall(
                kalends: fixture.fixture.kalends, bearer: bearer, texts: Texts(language: "en"), path: variables, address: path,
                options: QueryOptions(), parameters: [], body: try request.body.map { try JSONValue(parsing: $0) },
                preferences: Preferences(), conditions: EntityTag.Conditions())
            // Whatever comes after the handler's commit is lost; what is known of the answer must have been stored by then.
            let outcome = try await Idempotency(fixture.fixture.kalends)(keyed) {
                _ = try await route.handle(call)
                throw Crash()
            }
            #expect(outcome.answer.status == request.status, "\(route.name)")
            let done = try await fixture.effects()
            try await fixture.fixture.test(token) { program async throws in
                let again = try await program.ask(.post, path, request.body, Self.keyed("key-1"))
                #expect(again.status == request.status && Array(again.text.utf8) == outcome.answer.body, "\(route.name): \(again.text)")
            }
            #expect(try await fixture.effects() == done, "\(route.name)")
        }
    }

    @Test func `a key that was used for something else is refused, and one that cannot be used too`() async throws {
        try await fixture.test { program async throws in
            let path = Program.studio + "/services"
            #expect(try await program.ask(.post, path, #"{"displayName": "Shave"}"#, Self.keyed("key-1")).status == 201)
            let other = try await program.ask(.post, path, #"{"displayName": "Beard"}"#, Self.keyed("key-1"))
            #expect((other.status, other.code, other.target) == (422, "notProcessable", "Idempotency-Key"))
            for key in ["a b", String(repeating: "k", count: 256), "ключ"] {
                let refused = try await program.ask(.post, path, #"{"displayName": "Beard"}"#, Self.keyed(key))
                #expect((refused.status, refused.target) == (400, "Idempotency-Key"), "\(key)")
            }
            #expect(Set(try await program.get(path).texts("displayName")) == ["Haircut", "Colouring", "Shave"])
        }
    }

    @Test func `a refusal is told again, and who has another token has keys of their own`() async throws {
        try await fixture.test { program async throws in
            #expect(try await program.book(10).status == 201)
            let first = try await program.ask(.post, Program.studio + "/appointments", Self.booking, Self.keyed("key-1"))
            #expect(first.code == "conflict")
            let id = try #require(try await program.get(Program.studio + "/appointments").json["value"]?.elements?.first?["id"]?.string)
            #expect(try await program.ask(.delete, Program.studio + "/appointments/" + id).status == 204)
            let again = try await program.ask(.post, Program.studio + "/appointments", Self.booking, Self.keyed("key-1"))
            #expect(Self.told(again) == Self.told(first))
        }
        try await fixture.test { program async throws in
            #expect(try await program.ask(.post, Program.studio + "/appointments", Self.booking, Self.keyed("key-1")).status == 201)
        }
    }

    @Test func `a request that is still under way is to be asked again`() async throws {
        let token = try await fixture.token()
        let (path, body) = (Program.studio + "/services", #"{"displayName": "Shave"}"#)
        let holder = try await FindBearer(fixture.kalends)(token).token.id.rawValue
        let request = try IdempotentRequest(key: "key-1", holder: holder, method: "POST", path: path, body: Array(body.utf8))
        try await fixture.test(token) { program async throws in
            _ = try await fixture.api.idempotency(request) {
                let answer = try await program.ask(.post, path, body, Self.keyed("key-1"))
                #expect((answer.status, answer.code, answer.target) == (409, "conflict", "Idempotency-Key"))
                #expect(answer.header("Retry-After") == "1")
                return RequestAnswer(status: 204)
            }
            #expect(try await program.ask(.post, path, body, Self.keyed("key-1")).status == 204)
            #expect(try await program.get(path).texts("displayName") == ["Haircut", "Colouring"])
        }
    }
}
