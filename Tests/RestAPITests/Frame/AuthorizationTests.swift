import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import RestShape
import TestSupport
import Testing

@testable import RestAPI

/// Who may do what, made from the table of routes itself. Each operation stands here with what it needs, so that one which is added without
/// a line fails.
struct AuthorizationTests {
    /// What each operation needs.
    private static let needed: [String: TokenScope] = [
        "getSolutions": .read, "listCurrencies": .read, "countCurrencies": .read, "getCurrency": .read,
        "listBusinesses": .read, "createBusiness": .manage, "countBusinesses": .read, "getBusiness": .read, "updateBusiness": .readWrite,
        "deleteBusiness": .manage, "publishBusiness": .manage, "unpublishBusiness": .manage, "getStaffAvailability": .read,
        "listServices": .read, "createService": .readWrite, "countServices": .read, "getService": .read, "updateService": .readWrite,
        "deleteService": .readWrite,
        "listStaffMembers": .read, "createStaffMember": .readWrite, "countStaffMembers": .read, "getStaffMember": .read,
        "updateStaffMember": .readWrite, "deleteStaffMember": .readWrite,
        "listCustomers": .read, "createCustomer": .appointments, "countCustomers": .read, "getCustomer": .read,
        "updateCustomer": .appointments, "deleteCustomer": .appointments,
        "listCustomQuestions": .read, "createCustomQuestion": .readWrite, "countCustomQuestions": .read, "getCustomQuestion": .read,
        "updateCustomQuestion": .readWrite, "deleteCustomQuestion": .readWrite,
        "listAppointments": .read, "createAppointment": .appointments, "countAppointments": .read, "getAppointment": .read,
        "updateAppointment": .appointments, "deleteAppointment": .appointments, "cancelAppointment": .appointments,
        "listCalendarViewItems": .read, "createCalendarViewItem": .appointments, "countCalendarViewItems": .read,
        "getCalendarViewItem": .read, "updateCalendarViewItem": .appointments, "deleteCalendarViewItem": .appointments,
        "cancelCalendarViewItem": .appointments,
        "findSlots": .read, "explainSlot": .read,
        "listCalendarAccounts": .sync, "countCalendarAccounts": .sync, "getCalendarAccount": .sync, "listConnectedCalendars": .sync,
        "disconnectCalendarAccount": .sync, "getSyncSettings": .sync, "updateSyncSettings": .sync, "getPersonalSyncSettings": .sync,
        "updatePersonalSyncSettings": .sync, "listConflicts": .sync, "countConflicts": .sync, "getConflict": .sync,
        "settleConflict": .sync, "askCustomer": .sync, "getDiagnosis": .sync, "runDiagnosis": .sync,
        "listWebhooks": .webhooks, "createWebhook": .webhooks, "countWebhooks": .webhooks, "getWebhook": .webhooks,
        "updateWebhook": .webhooks,
        "deleteWebhook": .webhooks, "enableWebhook": .webhooks, "disableWebhook": .webhooks, "rotateWebhookSecret": .webhooks,
        "testWebhook": .webhooks, "listDeliveries": .webhooks, "countDeliveries": .webhooks, "getDelivery": .webhooks,
        "repeatDelivery": .webhooks,
        "listJobs": .sync, "countJobs": .sync, "getJob": .sync, "retryJob": .sync, "discardJob": .sync,
        "listHistory": .sync, "getHistoryEntry": .sync,
    ]
    private static let everything = Set(TokenScope.allCases)
    /// Those for which the scope's role does not suffice.
    private static let roles: [String: Role] = ["deleteCustomer": .administrator, "explainSlot": .scheduler].merging(
        needed.filter { $0.value == .sync }.mapValues { _ in .administrator }
    ) { $1 }
    /// Those that take no token at all; what becomes of them stands in `PublicAccessTests`.
    static let tokenless: Set = [
        "getPublicBusiness", "listPublicServices", "getPublicService", "findPublicSlots", "bookPublicly", "getPublicBooking",
        "findPublicBookingSlots", "movePublicBooking", "cancelPublicBooking",
    ]

    let fixture: APIFixture

    init() throws {
        fixture = try APIFixture { transaction in
            try transaction.questions.insert(
                CustomQuestion(
                    id: CustomQuestion.ID("qdario"), business: Cast.darioBusiness.id, text: "Which car?", createdAt: Cast.morning,
                    updatedAt: Cast.morning))
        }
    }

    /// Where the variables of a path name something that belongs to somebody.
    private static let owned: Set = [
        "service", "staffMember", "customer", "customQuestion", "appointment", "currency", "account", "conflict", "webhook", "delivery",
        "job", "entry",
    ]

    /// A route's address in the studio, with ids that are there but not the studio's, or nowhere.
    private static func path(_ route: APIRoute, foreign: Bool = true) -> String {
        let ids = [
            "business": "bstudio", "service": "vdario", "staffMember": "sdario", "customer": "cdario", "customQuestion": "qdario",
            "appointment": "nothing", "currency": "XXX",
        ]
        var path = "/v1.0" + route.path.description
        for variable in route.path.variables { path = path.replacing("{\(variable)}", with: ids[variable] ?? "nothing") }
        let query = route.parameters.filter(\.isRequired).map { "\($0.name)=2026-12-0\($0.name == "start" ? 1 : 2)T00:00:00Z" }
        return query.isEmpty ? path : path + "?" + query.joined(separator: "&")
    }

    /// What must not change.
    private func state() async throws -> [String] {
        try await fixture.kalends.database.read { transaction in
            let latest = try transaction.history.latest(limit: 500).filter { !$0.subject.hasPrefix("token:") }
            return latest.map { "\($0.id) \($0.subject)" } + ["\(try transaction.availability.revision())"]
        }
    }

    /// Asks every route that passes and expects one status.
    private func expectAll(
        _ status: Int, _ token: String?, where isAsked: (APIRoute) -> Bool = { _ in true },
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let asked = fixture.api.routes.filter { !$0.isPublic && isAsked($0) }
        let before = try await state()
        try await fixture.test(token) { program async throws in
            for route in asked {
                let answer = try await program.ask(route.method, Self.path(route), route.sent == nil ? nil : "{}")
                #expect(answer.status == status, "\(route.name): \(answer.text)", sourceLocation: sourceLocation)
                #expect(answer.json["error"]?["innerError"] != nil, "\(route.name)", sourceLocation: sourceLocation)
                if status == 401 || (status == 403 && answer.target == "scope") {
                    let challenge = answer.header("WWW-Authenticate") ?? ""
                    #expect(challenge.hasPrefix("Bearer realm=\"kalends\""), "\(route.name)", sourceLocation: sourceLocation)
                }
            }
        }
        #expect(try await state() == before, sourceLocation: sourceLocation)
    }

    @Test func `the table names each operation once, and each has its line here`() {
        let routes = fixture.api.routes
        #expect(Set(routes.map { "\($0.method) \($0.path)" }).count == routes.count)
        #expect(Set(routes.map(\.name)).count == routes.count)
        #expect(Set(routes.filter(\.isPublic).map(\.name)) == Self.tokenless)
        #expect(Set(routes.filter { !$0.isPublic }.map(\.name)) == Set(Self.needed.keys))
        for route in routes where !route.isPublic {
            #expect(Self.needed[route.name] == route.scope, "\(route.name)")
            #expect(Self.roles[route.name, default: .viewer] == route.role, "\(route.name)")
            #expect(route.method == .get || route.name == "getStaffAvailability" || !route.scope.isReading, "\(route.name)")
        }
    }

    @Test func `without a token nobody is let in`() async throws { try await expectAll(401, nil) }

    @Test func `a token that nobody knows lets nobody in`() async throws {
        try await expectAll(401, "kal_" + String(repeating: "x", count: 32))
    }

    @Test func `a token past its time lets nobody in`() async throws {
        let token = try await fixture.token(days: 1)
        fixture.clock.advance(by: .days(1))
        try await expectAll(401, token)
    }

    @Test func `a token that was revoked lets nobody in`() async throws {
        let token = try await fixture.token()
        let known = try await fixture.kalends.database.read { try $0.accessTokens.all() }
        try await RevokeToken(fixture.kalends)(known[0].id, actor: .system)
        try await expectAll(401, token)
    }

    @Test(arguments: TokenScope.allCases) func `a token does only what it was made for`(_ scope: TokenScope) async throws {
        try await expectAll(403, try await fixture.token([scope])) { !scope.contained.contains($0.scope) }
    }

    @Test func `a viewer's token writes nothing`() async throws {
        try await expectAll(403, try await fixture.token(Self.everything, role: .viewer)) { !$0.scope.isReading }
    }

    @Test func `what takes another role is refused to a viewer's token, though it only reads`() async throws {
        try await expectAll(403, try await fixture.token(Self.everything, role: .viewer)) { $0.role != .viewer }
    }

    @Test func `a scheduler's token changes no settings, erases nobody and sees nothing of the machinery`() async throws {
        try await expectAll(403, try await fixture.token(Self.everything, role: .scheduler)) { route in
            [.readWrite, .manage, .sync, .webhooks].contains(route.scope) || route.role == .administrator
        }
    }

    @Test func `what belongs to another business is not there`() async throws {
        let token = try await fixture.token(Self.everything)
        try await expectAll(404, token) { !Self.owned.isDisjoint(with: $0.path.variables) && $0.sent == nil }
        try await fixture.test(token) { program async throws in
            for route in fixture.api.routes where !Self.owned.isDisjoint(with: route.path.variables) && route.method == .patch {
                #expect(try await program.ask(.patch, Self.path(route), "{}").status == 404, "\(route.name)")
            }
        }
    }
}
