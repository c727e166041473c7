import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import Foundation
import Operations
import Persistence

/// The salon of the demo: the sample business, its two people connected to their calendars as they would do it themselves.
struct DemoSalon {
    /// What whoever tries it needs to know.
    struct Opened: Sendable {
        var slug: String
        var email: String
        var password: String
    }

    let kalends: Kalends
    /// A name of the tz database.
    let zone: String

    func open(_ people: DemoPeople) async throws -> Opened {
        let opened = Opened(slug: "", email: "owner@example.com", password: "look-around-\(Identifiers.make().prefix(6))")
        let firstRun = FirstRun(kalends)
        let made = try await firstRun.loadSample(
            code: try await firstRun.code(),
            administrator: SetUp.Administrator(name: "Olga Owner", email: opened.email, password: opened.password, isBookable: false),
            zone: zone)
        let actor = Actor.user(made.user.id)
        let (staff, booked) = try await kalends.database.read { transaction in
            let staff = try transaction.staff.all(in: made.business.id)
            let booked = try staff.map { member in
                (member.name, try transaction.appointments.upcoming(of: member.id, from: kalends.now).map(\.claimedSpan))
            }
            return (staff, Dictionary(booked, uniquingKeysWith: +))
        }
        try people.fillCalendars(at: kalends.now, zone: kalends.zones.zone(named: zone) ?? .utc, besides: booked)
        for person in people.people {
            guard let member = staff.first(where: { $0.name == person.name }) else { throw NotFound("person of the sample") }
            try await connect(person, to: member, people.simulator, actor)
        }
        return Opened(slug: made.business.slug, email: opened.email, password: opened.password)
    }

    /// Through the sign-in that everybody takes; the stand-in's consent page is answered in the person's name.
    private func connect(
        _ person: DemoPeople.Person, to member: StaffMember, _ simulator: GoogleSimulator, _ actor: Actor
    ) async throws {
        let signIn = SignInAccount(kalends)
        let session = "demo"
        let begun = try await signIn.begin(
            SignInAccount.Purpose(provider: .google, resource: member.resource), session: session, actor: actor)
        var form = URLComponents()
        form.queryItems =
            [URLQueryItem(name: "decision", value: "allow"), URLQueryItem(name: "person", value: person.subject)]
            + begun.permissions.map { URLQueryItem(name: "scope", value: $0.scope) }
        guard let page = URLComponents(string: begun.address) else { throw CommandFailure("The sign-in page has no address.") }
        let answer = simulator.answer(
            SimulatedRequest(
                "POST", "\(page.percentEncodedPath)?\(page.percentEncodedQuery ?? "")",
                headers: [("Content-Type", "application/x-www-form-urlencoded")], body: Array((form.percentEncodedQuery ?? "").utf8)))
        guard let location = answer.headers.first(where: { $0.name == "Location" })?.value,
            let fields = URLComponents(string: location)?.queryItems
        else { throw CommandFailure("The stand-in for Google did not send \(person.name) back.") }
        func field(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }
        let account = try await signIn.finish(
            .google, SignInAccount.Return(state: field("state"), code: field("code"), error: field("error")), session: session, actor: actor
        )
        try await ConnectCalendar(kalends).change(account.id, linked: person.email, conflicts: [person.email], actor: actor)
    }
}
