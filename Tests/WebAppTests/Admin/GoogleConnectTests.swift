import Booking
import CalendarSync
import CivilTime
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing
import WebShell

@testable import AdminApp

/// Connecting a Google account, page by page.
struct GoogleConnectTests {
    /// The state that goes to Google from a page.
    private func state(_ page: Answer) throws -> String {
        let text = page.words
        let start = try #require(text.firstRange(of: "https://accounts.example.org/sign-in?state=")).upperBound
        return String(text[start...].prefix { $0 != "&" && $0 != "\"" })
    }

    private func begin(_ ana: Staffer, _ query: String = "resource=rben") async throws -> String {
        try state(try await ana.get("/admin/calendars/connect/google?\(query)"))
    }

    private func finish(_ ana: Staffer, _ state: String, _ answer: String) async throws -> Answer {
        try await ana.get("/admin/oauth/google?state=\(state)&\(answer)")
    }

    @Test func `where Google is not set up the way there is closed, and says why and who can open it`() async throws {
        try await AdminFixture().test { ana in
            let page = try await ana.get("/admin/calendars/connect?resource=rben")
            #expect(page.words.contains("Google Calendar is not set up here yet.") && page.text.contains("KALENDS_GOOGLE_CLIENT_ID"))
            #expect(page.text.contains("disabled aria-describedby=\"google-why\"") && !page.text.contains("connect/google"))
            let direct = try await ana.get("/admin/calendars/connect/google?resource=rben")
            #expect(direct.status == .ok && direct.words.contains("KALENDS_GOOGLE_CLIENT_SECRET"))
        }
    }

    @Test func `before anybody leaves for Google the page says what will be asked and why`() async throws {
        try await AdminFixture(hasGoogle: true).test { ana in
            let connect = try await ana.get("/admin/calendars/connect?resource=rben")
            #expect(connect.text.contains("href=\"/admin/calendars/connect/google?resource=rben\"") && !connect.text.contains("disabled"))
            let page = try await ana.get("/admin/calendars/connect/google?resource=rben")
            #expect(page.words.contains("“See <events>”") && page.words.contains("So that time is closed."))
            #expect(page.words.contains("Connect Google Calendar for Ben") && page.words.contains("Leave every one set"))
        }
    }

    @Test func `what comes back connects the account and leads to the choice of its calendars`() async throws {
        let fixture = try AdminFixture(hasGoogle: true)
        try await fixture.test { ana in
            let answer = try await finish(ana, try await begin(ana), "code=ben")
            let account = try #require(try await fixture.read { try $0.accounts.all().first { $0.provider == .google } })
            #expect(answer.status == .seeOther && answer.location == "/admin/calendars/accounts/\(account.id)")
            #expect(account.resource == Cast.benResource.id && account.name == "ben at Google")
            let choice = try await ana.follow(answer)
            #expect(choice.words.contains("ben at Google is connected. Now choose what its calendars are for."))
            #expect(choice.words.contains("Bookings can be written here, and its events can close time."))
            #expect(choice.words.contains("Its events can close time. You may only read this calendar."))
            #expect(try await ana.get("/admin/calendars").words.contains("none of its calendars is used yet"))
            let open = try await ana.post(answer.location, ["conflicts": "/office/"])
            #expect(open.status == .unprocessableContent && open.words.contains("It is not said where bookings are written."))
            let plan = try await ana.post(answer.location, ["linked": "/office/", "conflicts": "/office/"])
            #expect(plan.words.contains("Bookings are written into “Work”."))
            let digest = try #require(plan.values(of: "agreed").first)
            let done = try await ana.post(answer.location, ["linked": "/office/", "conflicts": "/office/", "agreed": digest])
            #expect(done.location == "/admin/calendars")
        }
        #expect(try await fixture.read { try $0.calendars.all().filter(\.isLinked).map(\.remote.id) } == ["/office/"])
    }

    @Test(arguments: [
        ("error=access_denied", "You did not allow it at Google."), ("error=org_internal", "administrator does not allow"),
        ("error=odd%20%3Cb%3E", "Google reports “oddb”"), ("code=ben-unticked", "left without its tick: “See <events>”"),
        ("code=spent", "The sign-in is not good any more."), ("", "without saying whether you agreed"),
    ])
    func `what goes wrong at Google is a sentence with its remedy, and a way to try again`(answer: String, sentence: String) async throws {
        let fixture = try AdminFixture(hasGoogle: true)
        try await fixture.test { ana in
            let page = try await finish(ana, try await begin(ana), answer)
            #expect(page.status == .unprocessableContent && page.words.contains(sentence), "\(page.words)")
            #expect(page.words.contains("Nothing was connected") && page.words.contains("Go to Google once more"))
            #expect(try state(page).count > 100)
        }
        #expect(try await fixture.read { try $0.accounts.all().isEmpty })
    }

    @Test func `a page that is loaded again, or comes from elsewhere, connects nothing twice`() async throws {
        let fixture = try AdminFixture(hasGoogle: true)
        try await fixture.test { ana in
            let state = try await begin(ana)
            #expect(try await finish(ana, state, "code=ben").status == .seeOther)
            #expect(try await finish(ana, state, "code=ben").words.contains("This sign-in was used already."))
            let forged = try await finish(ana, "k1.forged", "code=ben")
            #expect(forged.location == "/admin/calendars")
            #expect(try await ana.follow(forged).words.contains("That sign-in was not begun in this session"))
        }
        #expect(try await fixture.read { try $0.accounts.all().count } == 1)
    }

    @Test func `connecting again wants the same account, and keeps what was chosen`() async throws {
        let fixture = try AdminFixture(hasGoogle: true)
        try await fixture.test { ana in
            let first = try await finish(ana, try await begin(ana), "code=ben")
            let plan = try await ana.post(first.location, ["linked": "/office/", "conflicts": "/office/"])
            let digest = try #require(plan.values(of: "agreed").first)
            _ = try await ana.post(first.location, ["linked": "/office/", "conflicts": "/office/", "agreed": digest])
            let account = try #require(try await fixture.read { try $0.accounts.all().first })
            try await fixture.kalends.database.write { transaction in
                var refused = account
                refused.refusedSince = Cast.morning
                try transaction.accounts.update(refused)
            }
            let list = try await ana.get("/admin/calendars")
            #expect(list.words.contains("Its service does not let us in any more.") && list.words.contains("Sign in again"))
            let old = try await ana.get("/admin/calendars/connect?account=\(account.id)")
            #expect(old.location == "/admin/calendars/connect/google?account=\(account.id)")
            #expect(try await ana.get(old.location).text.contains("hint=ben@example.org"))
            let other = try await finish(ana, try await begin(ana, "account=\(account.id)"), "code=eve")
            #expect(other.words.contains("You signed in as eve@example.org, but this connection is of ben at Google."))
            #expect(other.text.contains("/admin/calendars/connect/google?resource=rben"))
            let same = try await finish(ana, try await begin(ana, "account=\(account.id)"), "code=ben")
            #expect(same.location == "/admin/calendars")
            #expect(try await ana.follow(same).words.contains("ben at Google is connected again."))
        }
        #expect(try await fixture.read { try $0.accounts.all().map(\.refusedSince) } == [nil])
    }
}
