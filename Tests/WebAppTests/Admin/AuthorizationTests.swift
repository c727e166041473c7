import Booking
import CivilTime
import Foundation
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing
import WebShell

@testable import AdminApp

/// Who may do what, made from the route table itself: a route that is added is tested by being added.
struct AuthorizationTests {
    private static let guarded = adminRoutes.filter { if case .visit = $0.handler { true } else { false } }

    /// A route's path with something in the place of its parameters.
    private static func path(_ route: AdminRoute) -> String {
        route.path.replacing("{id}", with: "nothing").replacing("{token}", with: "nothing").replacing("{customer}", with: "nobody")
    }

    @Test func `the table names each route once and guards all but the sign-in`() {
        let keys = adminRoutes.map { "\($0.method) \($0.path)" }
        #expect(Set(keys).count == keys.count)
        let open = Set(adminRoutes.filter { if case .guest = $0.handler { true } else { false } }.map(\.path))
        #expect(open == ["/admin/sign-in", "/admin/forgot", "/admin/password/{token}"])
        #expect(adminRoutes.allSatisfy { $0.path == "/admin" || $0.path.hasPrefix("/admin/") })
    }

    @Test func `without a session every page leads to the sign-in and every act is refused`() async throws {
        try await AdminFixture().test(as: nil) { stranger in
            for route in Self.guarded {
                if route.method == .get {
                    let answer = try await stranger.get(Self.path(route))
                    #expect(answer.status == .seeOther, "\(route.path)")
                    #expect(answer.location.hasPrefix("/admin/sign-in"), "\(route.path)")
                } else {
                    let answer = try await stranger.post(Self.path(route))
                    #expect(answer.status == .unauthorized, "\(route.path)")
                }
            }
            let events = try await stranger.get("/admin/events")
            #expect(events.status == .unauthorized)
        }
    }

    @Test(arguments: [AdminFixture.vera, Cast.ben, Cast.ana])
    func `every role is refused what the table does not give it, and nothing changes`(user: User) async throws {
        let fixture = try AdminFixture()
        let before = try await fixture.read { (try $0.history.latest(limit: 500).count, try $0.availability.revision()) }
        try await fixture.test(as: user) { staffer in
            for route in Self.guarded where !route.access.admits(user.role) {
                let answer = route.method == .get ? try await staffer.get(Self.path(route)) : try await staffer.post(Self.path(route))
                #expect(answer.status == .forbidden, "\(user.role) \(route.method) \(route.path)")
            }
        }
        let after = try await fixture.read { (try $0.history.latest(limit: 500).count, try $0.availability.revision()) }
        #expect(before == after)
    }

    @Test func `a viewer reads the calendar, appointments and customers and no other page`() {
        let readable = Set(Self.guarded.filter { $0.method == .get && $0.access.admits(.viewer) }.map(\.path))
        let own: Set = ["/admin/account", "/admin/tokens", "/admin/tokens/{id}/revoke"]
        #expect(readable == own.union(["/admin", "/admin/appointments/{id}", "/admin/customers", "/admin/customers/{id}"]))
        let writable = Self.guarded.filter { $0.method == .post && $0.access.admits(.viewer) }.map(\.path)
        #expect(
            writable.allSatisfy {
                $0.hasPrefix("/admin/account/") || $0.hasPrefix("/admin/tokens") || $0 == "/admin/sign-out"
                    || $0 == "/admin/businesses/{id}/view"
            })
    }

    @Test func `an act without the form's token is refused whoever asks`() async throws {
        try await AdminFixture().test(as: Cast.ana) { ana in
            for route in Self.guarded where route.method == .post {
                let answer = try await ana.post(Self.path(route), ["csrf": "guessed"])
                #expect(answer.status == .forbidden, "\(route.path)")
                #expect(answer.text.contains("This page is too old"), "\(route.path)")
            }
        }
    }

    @Test func `the token of another session does not count`() async throws {
        let fixture = try AdminFixture()
        let bens = fixture.shell.csrf.token(session: "another")
        try await fixture.test(as: Cast.ana) { ana in
            let answer = try await ana.post("/admin/services", ["csrf": bens, "name": "Shave"])
            #expect(answer.status == .forbidden)
        }
        #expect(try await fixture.read { try $0.services.all(in: Cast.studio.id).count } == 2)
    }

    @Test func `a session that is past its time is none`() async throws {
        let fixture = try AdminFixture()
        fixture.clock.advance(by: .days(31))
        try await fixture.test(as: Cast.ana) { ana in
            let answer = try await ana.get("/admin")
            #expect(answer.location == "/admin/sign-in")
        }
    }

    @Test func `every page that the administrator's menu leads to is served`() async throws {
        // Nobody is led there but by Google, and from there on to another page.
        let others: Set = ["/admin/oauth/google"]
        try await AdminFixture().test(as: Cast.ana) { ana in
            for route in Self.guarded where route.method == .get && !route.path.contains("{") && !others.contains(route.path) {
                let answer = try await ana.get(route.path)
                #expect(answer.status == .ok, "\(route.path)")
                #expect(answer.text.contains("<h1"), "\(route.path)")
            }
        }
    }

    @Test func `what is not there is told in the frame of the admin app`() async throws {
        try await AdminFixture().test(as: Cast.ana) { ana in
            for route in Self.guarded where route.method == .get && route.path.contains("{id}") {
                let answer = try await ana.get(Self.path(route))
                #expect(answer.status == .notFound, "\(route.path)")
                #expect(answer.text.contains("This is not here any more"), "\(route.path)")
            }
        }
    }
}
