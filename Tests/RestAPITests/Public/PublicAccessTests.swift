import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import RestShape
import TestSupport
import Testing

@testable import RestAPI

/// What anybody may ask without a token, made from the table of routes: who hears what, from which page, and how often.
struct PublicAccessTests {
    private static let origin: HTTPFields = [.origin: "https://salon.example"]

    let fixture: APIFixture

    init() throws { fixture = try APIFixture() }

    private var routes: [APIRoute] { fixture.api.routes.filter(\.isPublic) }

    private static func path(_ route: APIRoute, business: String = "studio", service: String = "haircut", token: String = "x") -> String {
        let path =
            "/v1.0"
            + route.path.description.replacing("{business}", with: business).replacing("{service}", with: service)
            .replacing("{token}", with: token)
        let query = route.parameters.contains { $0.name == "start" } ? "?start=2026-11-23T00:00:00Z&end=2026-11-24T00:00:00Z" : ""
        return path + query
    }

    /// A body that says whatever is needed, and books nothing.
    private static func body(_ route: APIRoute) -> String? {
        switch route.name {
        case "bookPublicly": #"{"serviceId": "haircut", "start": "2026-11-23T08:00:00Z", "name": "Cleo", "formToken": "x"}"#
        case "movePublicBooking": #"{"start": "2026-11-23T09:00:00Z"}"#
        default: nil
        }
    }

    private func state() async throws -> [String] {
        try await fixture.kalends.database.read { transaction in
            try transaction.history.latest(limit: 500).map(\.subject) + ["\(try transaction.availability.revision())"]
        }
    }

    /// Asks every public route and expects one status.
    private func expectAll(_ status: Int, business: String, service: String = "haircut", where isAsked: (APIRoute) -> Bool = { _ in true })
        async throws
    {
        let (asked, before) = (routes.filter(isAsked), try await state())
        try await fixture.test(nil) { program async throws in
            for route in asked {
                let path = Self.path(route, business: business, service: service)
                let answer = try await program.ask(route.method, path, Self.body(route), Self.origin)
                #expect(answer.status == status, "\(route.name): \(answer.text)")
                #expect(answer.header("Access-Control-Allow-Origin") == "*", "\(route.name)")
                #expect(!answer.text.contains("Dario") && !answer.text.contains("Ana"), "\(route.name)")
            }
        }
        #expect(try await state() == before)
    }

    @Test func `a page of another site may ask first, and then ask, without credentials`() async throws {
        try await fixture.test(nil) { program async throws in
            for route in routes {
                var headers = Self.origin
                headers[.accessControlRequestMethod] = route.method.rawValue
                headers[.accessControlRequestHeaders] = "content-type"
                let asked = try await program.ask(.options, Self.path(route), nil, headers)
                #expect(asked.status == 204 && asked.header("Access-Control-Allow-Origin") == "*", "\(route.name)")
                #expect(asked.header("Access-Control-Allow-Methods")?.contains(route.method.rawValue) == true, "\(route.name)")
                #expect(asked.header("Access-Control-Allow-Headers")?.contains("Content-Type") == true, "\(route.name)")
                let answer = try await program.ask(route.method, Self.path(route), Self.body(route), Self.origin)
                #expect(answer.status != 401 && answer.header("Access-Control-Allow-Origin") == "*", "\(route.name)")
                for one in [asked, answer] {
                    #expect(one.header("Access-Control-Allow-Credentials") == nil && one.header("Set-Cookie") == nil, "\(route.name)")
                }
            }
            #expect(try await program.ask(.options, "/v1.0/public/studio/nothing", nil, Self.origin).status == 404)
        }
    }

    @Test func `what takes a token tells nothing to pages of other sites`() async throws {
        try await fixture.test { program async throws in
            for route in fixture.api.routes where !route.isPublic {
                let answer = try await program.ask(.options, Self.path(route), nil, Self.origin)
                #expect(answer.status != 204 && answer.header("Access-Control-Allow-Origin") == nil, "\(route.name)")
            }
            let read = try await program.get(Program.studio, Self.origin)
            #expect(read.status == 200 && read.header("Access-Control-Allow-Origin") == nil)
            #expect(try await program.get("/v1.0/public", Self.origin).header("Access-Control-Allow-Origin") == nil)
        }
    }

    @Test func `a token is no more than none`() async throws {
        for token in ["kal_" + String(repeating: "x", count: 32), try await fixture.token(role: .viewer)] {
            try await fixture.test(token) { program async throws in
                for route in routes where route.method == .get && !route.path.variables.contains("token") {
                    #expect(try await program.get(Self.path(route)).status == 200, "\(route.name)")
                }
            }
        }
    }

    @Test func `a business that is not there is not found`() async throws { try await expectAll(404, business: "nowhere") }

    @Test(arguments: ["published", "organization", "password", "removed"])
    func `a business whose page is closed is not found`(_ how: String) async throws {
        try await fixture.kalends.database.write { transaction in
            var studio = Cast.studio
            switch how {
            case "published": studio.page.isPublished = false
            case "organization": studio.page.isForOrganizationOnly = true
            case "password": studio.page.asksOneTimePassword = true
            default: studio.isActive = false
            }
            try transaction.businesses.update(studio)
        }
        try await expectAll(404, business: "studio")
    }

    @Test func `a service of another business, a hidden one and a removed one are not found`() async throws {
        try await fixture.kalends.database.write { transaction in
            var (hidden, removed) = (Cast.haircut, Cast.coloring)
            (hidden.isHidden, removed.isActive) = (true, false)
            try transaction.services.update(hidden)
            try transaction.services.update(removed)
        }
        for service in ["inspection", "haircut", "colouring", "coloring"] {
            try await expectAll(404, business: "studio", service: service) { $0.path.variables.contains("service") }
        }
        try await fixture.test(nil) { program async throws in
            #expect(try await program.get("/v1.0/public/studio/services").texts("id").isEmpty)
        }
    }

    @Test func `a link that nobody holds opens nothing`() async throws {
        try await expectAll(404, business: "studio") { $0.path.variables.contains("token") }
    }

    @Test func `whoever asks too often waits, and their page may read for how long`() async throws {
        let fixture = try APIFixture(rateLimit: 2)
        try await fixture.test(nil, isLive: true) { program async throws in
            for left in ["1", "0"] {
                let answer = try await program.get("/v1.0/public/studio", Self.origin)
                #expect(answer.status == 200 && answer.header("RateLimit-Remaining") == left)
            }
            let refused = try await program.get("/v1.0/public/studio", Self.origin)
            #expect((refused.status, refused.code) == (429, "activityLimitReached"))
            #expect(refused.header("Retry-After") == "30" && refused.header("Access-Control-Allow-Origin") == "*")
            #expect(refused.header("Access-Control-Expose-Headers")?.contains("Retry-After") == true)
            // The question whether one may ask costs nothing, and the pages share the count.
            #expect(try await program.ask(.options, "/v1.0/public/studio", nil, Self.origin).status == 204)
        }
    }
}
