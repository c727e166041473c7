import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import Foundation
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Ben’s Google account, and what he does there.
extension World {
    static let email = "ben@gmail.example"
    static let session = "session-of-ana"
    private static let scopes = ["calendar.events", "calendar.calendarlist.readonly"].map { "https://www.googleapis.com/auth/\($0)" }

    /// The subject of a Google account, which is made where there is none.
    @discardableResult
    func person(_ email: String = World.email) -> String {
        google.change { world, _ in
            world.people.first { $0.email == email }?.subject
                ?? world.addPerson(email: email, name: "Ben", timeZone: "Europe/Berlin")
        }
    }

    /// What comes back from Google’s page after somebody decided there.
    /// - Parameter unticked: ends of scopes whose ticks were taken away.
    func consent(
        at address: String, as email: String = World.email, unticked: String? = nil, decision: String = "allow"
    ) throws -> SignInAccount.Return {
        let target = String(address.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" })
        var fields = ["person=\(person(email))", "decision=\(decision)"]
        for scope in Self.scopes where unticked.map({ !scope.hasSuffix($0) }) ?? true { fields.append("scope=\(scope)") }
        let answer = google.answer(SimulatedRequest("POST", target, body: Array(fields.joined(separator: "&").utf8)))
        let location = try #require(answer.headers.first { $0.name == "Location" }?.value)
        #expect(location.hasPrefix("https://booking.example.org/admin/oauth/google?"))
        let items = URLComponents(string: location)?.queryItems ?? []
        func value(_ name: String) -> String { items.first { $0.name == name }?.value ?? "" }
        return SignInAccount.Return(state: value("state"), code: value("code"), error: value("error"))
    }

    func begin(for resource: Resource.ID = Cast.benResource.id, account: CalendarAccount.ID? = nil) async throws -> String {
        try await SignInAccount(kalends).begin(
            SignInAccount.Purpose(provider: .google, resource: resource, account: account), session: Self.session, actor: Self.ana
        ).address
    }

    func finish(_ answer: SignInAccount.Return, session: String = World.session) async throws -> CalendarAccount {
        try await SignInAccount(kalends).finish(.google, answer, session: session, actor: Self.ana)
    }

    /// Signs in at Google and comes back; no calendar is chosen.
    @discardableResult
    func signIn(
        for resource: Resource.ID = Cast.benResource.id, account: CalendarAccount.ID? = nil, as email: String = World.email
    ) async throws -> CalendarAccount {
        try await finish(try consent(at: try await begin(for: resource, account: account), as: email))
    }

    /// Connects the account and uses its own calendar for both directions.
    @discardableResult
    func connectGoogle(for resource: Resource.ID = Cast.benResource.id) async throws -> CalendarAccount {
        let account = try await signIn(for: resource)
        try await ConnectCalendar(kalends).change(account.id, linked: Self.email, conflicts: [Self.email], actor: Self.ana)
        try await run()
        return account
    }

    // MARK: What happens there

    @discardableResult
    func edit(_ edit: PersonEdit) throws -> String {
        try google.change { (world, moment) throws(EditRefusal) in try world.edit(edit, moment) } ?? ""
    }

    @discardableResult
    func addEvent(_ start: Instant, _ end: Instant) throws -> String {
        try edit(
            .addEvent(
                calendar: Self.email,
                event: [
                    "summary": "Dentist", "start": ["dateTime": .text(start.description)], "end": ["dateTime": .text(end.description)],
                ]))
    }

    func fault(_ fault: SimulatedFault) { google.change { world, _ in world.add(fault) } }

    /// The events that are not deleted.
    func events() -> [SimulatedEvent] {
        google.world.calendars[Self.email]?.events.values.filter { !$0.isCancelled } ?? []
    }

    /// How often something was asked since the last time this was asked.
    func asked(_ path: String) -> Int {
        google.change { world, _ in
            let count = world.requests.count { $0.path.contains(path) }
            world.forgetRequests()
            return count
        }
    }

    /// Delivers what Google sends, and says how much of it was taken.
    @discardableResult
    func deliverNews() async throws -> Int {
        var taken = 0
        for message in google.takeDueMessages() {
            #expect(message.address == "https://booking.example.org/push/google")
            let headers = Dictionary(message.headers.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
            if try await HearNews(kalends)(.google, headers: headers) { taken += 1 }
        }
        return taken
    }

    func channels() throws -> [KeptChannel] { try read { try $0.channels.all() } }

    func account(_ id: CalendarAccount.ID) throws -> CalendarAccount { try #require(try read { try $0.accounts.find(id) }) }

    func grant(of id: CalendarAccount.ID) throws -> AccountGrant {
        try #require(try account(id).secret(with: kalends.secretKey).flatMap(AccountGrant.init(text:)))
    }
}
