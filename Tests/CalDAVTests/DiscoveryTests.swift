import CalendarSync
import Outbound
import Testing

struct DiscoveryTests {
    private static let work = found(
        "/homes/ana/work/",
        """
        <d:resourcetype><d:collection/><cal:calendar/></d:resourcetype><d:displayname>Work &amp; more</d:displayname>\
        <cal:supported-calendar-component-set><cal:comp name="VEVENT"/></cal:supported-calendar-component-set>\
        <d:current-user-privilege-set><d:privilege><d:read/></d:privilege><d:privilege><d:write-content/></d:privilege></d:current-user-privilege-set>\
        <d:supported-report-set><d:supported-report><d:report><d:sync-collection/></d:report></d:supported-report></d:supported-report-set>\
        <cs:getctag>7</cs:getctag>
        """)
    private static let shared = found(
        "/homes/ana/shared/",
        """
        <d:resourcetype><cal:calendar/></d:resourcetype>\
        <d:current-user-privilege-set><d:privilege><d:read/></d:privilege></d:current-user-privilege-set>
        """)
    private static let tasks = found(
        "/homes/ana/tasks/",
        """
        <d:resourcetype><cal:calendar/></d:resourcetype>\
        <cal:supported-calendar-component-set><cal:comp name="VTODO"/></cal:supported-calendar-component-set>
        """)
    private static let home = found("/homes/ana/", "<d:resourcetype><d:collection/></d:resourcetype>")
    private static let principal = found("/", "<d:current-user-principal><d:href>/p/ana/</d:href></d:current-user-principal>")
    private static let homes = found(
        "/p/ana/",
        """
        <cal:calendar-home-set><d:href>/homes/ana</d:href></cal:calendar-home-set>\
        <cal:calendar-user-address-set><d:href>mailto:Ana@Example.org</d:href><d:href>/p/ana/</d:href></cal:calendar-user-address-set>
        """)

    private func server(_ calendars: String...) -> ScriptedServer {
        let server = ScriptedServer()
        server.on("PROPFIND /", .multistatus(Self.principal))
        server.on("PROPFIND /p/ana/", .multistatus(Self.homes))
        server.on("PROPFIND /homes/ana/", .multistatus(Self.home + calendars.joined()))
        return server
    }

    @Test func `a server's address leads to the principal, its home and the calendars for events`() async throws {
        let server = server(Self.work, Self.shared, Self.tasks)
        let account = try await Cast.discover(server, "https://cal.example.org/")
        #expect(account.address == "https://cal.example.org/homes/ana/")
        #expect(account.name == "ana at cal.example.org")
        #expect(account.ownAddresses == ["ana@example.org"])
        #expect(
            account.calendars == [
                RemoteCalendar(
                    id: "https://cal.example.org/homes/ana/work/", name: "Work & more", access: .readWrite,
                    capabilities: ["sync-collection", "ctag"]),
                RemoteCalendar(id: "https://cal.example.org/homes/ana/shared/", name: "shared", access: .readOnly),
            ])
        #expect(server.requests.allSatisfy { $0.basicCredentials?.user == "ana" })
        #expect(server.requests.map { $0.headers.first { $0.0 == "Depth" }?.1 } == ["0", "0", "1"])
    }

    @Test func `a bare domain gets https, a mail address its domain, and both try the well-known address`() async throws {
        for typed in ["cal.example.org", "ana@cal.example.org"] {
            let server = server(Self.work)
            server.on("PROPFIND /", .status(405))
            server.on("PROPFIND /.well-known/caldav", .multistatus(Self.principal, from: "https://cal.example.org/dav/"))
            let account = try await Cast.discover(server, typed)
            #expect(account.calendars.count == 1)
            #expect(server.asked.prefix(2) == ["PROPFIND /", "PROPFIND /.well-known/caldav"])
        }
    }

    @Test func `a mail address needs a user name, and a password has no place in an address`() async throws {
        let server = ScriptedServer()
        let first = try await failure { _ = try await Cast.discover(server, "ana@example.org", user: "") }
        #expect(first.kind == .unauthorized)
        let second = try await failure { _ = try await Cast.discover(server, "https://ana:pw@example.org/") }
        #expect(second.kind == .addressRefused)
        #expect(!second.sentence.contains("pw"))
        #expect(server.asked.isEmpty)
    }

    @Test func `hrefs on a sibling host are followed with the password, on another site they are not`() async throws {
        let sibling = server()
        sibling.on(
            "PROPFIND /p/ana/",
            .multistatus(found("/p/ana/", "<cal:calendar-home-set><d:href>https://p7.example.org/7/</d:href></cal:calendar-home-set>")))
        sibling.on("PROPFIND https://p7.example.org/7/", .multistatus(Self.work))
        #expect(
            try await Cast.discover(sibling, "https://cal.example.org/").calendars.map(\.id) == ["https://p7.example.org/homes/ana/work/"])
        #expect(try sibling.last.basicCredentials?.password == "secret")
        let stranger = server()
        stranger.on(
            "PROPFIND /p/ana/",
            .multistatus(found("/p/ana/", "<cal:calendar-home-set><d:href>https://evil.example/7/</d:href></cal:calendar-home-set>")))
        let refused = try await failure { _ = try await Cast.discover(stranger, "https://cal.example.org/") }
        #expect(refused.sentence.contains("https://evil.example"))
        #expect(!stranger.asked.contains { $0.contains("evil") })
    }

    @Test func `a redirect to a sibling host is asked again there with the password`() async throws {
        let server = server(Self.work)
        server.on("PROPFIND /", .status(401, from: "https://dav.example.org/dav/"))
        server.on(
            "PROPFIND https://dav.example.org/dav/",
            .multistatus(found("/dav/", "<cal:calendar-home-set><d:href>/homes/ana/</d:href></cal:calendar-home-set>")))
        server.on("PROPFIND https://dav.example.org/homes/ana/", .multistatus(Self.work))
        #expect(try await Cast.discover(server, "https://cal.example.org/").address == "https://dav.example.org/homes/ana/")
    }

    @Test func `a base that moved for good is kept under its new address`() async throws {
        let server = ScriptedServer()
        server.on(
            "PROPFIND /old/",
            .multistatus(
                Self.shared, from: "https://cal.example.org/homes/ana/shared/", movedTo: "https://cal.example.org/homes/ana/shared/"))
        let account = try await Cast.discover(server, "https://cal.example.org/old/")
        #expect(account.address == "https://cal.example.org/homes/ana/shared/")
        #expect(account.calendars.map(\.id) == ["https://cal.example.org/homes/ana/shared/"])
    }

    @Test func `a calendar shared from elsewhere is offered beside the account's own and found again`() async throws {
        let server = server(Self.work)
        let foreign = found(
            "/homes/ben/team/",
            "<d:resourcetype><cal:calendar/></d:resourcetype><d:current-user-principal><d:href>/p/ana/</d:href></d:current-user-principal>")
        server.on("PROPFIND /homes/ben/team/", .multistatus(foreign))
        let account = try await Cast.discover(server, "https://cal.example.org/homes/ben/team/")
        #expect(account.calendars.map(\.name) == ["team", "Work & more"])
        #expect(account.address == "https://cal.example.org/homes/ben/team/")
    }

    @Test func `an entry that makes no sense is passed over`() async throws {
        let broken =
            "<d:response><d:propstat/></d:response>" + found("mailto:x", "<d:resourcetype><cal:calendar/></d:resourcetype>")
            + status("/x/", 500)
        #expect(try await Cast.discover(server(broken, Self.work), "https://cal.example.org/").calendars.count == 1)
    }

    @Test func `a refused password is told apart from an address without calendars`() async throws {
        let server = server()
        server.on("PROPFIND /", .status(401))
        server.on("PROPFIND /.well-known/caldav", .status(404))
        let refused = try await failure { _ = try await Cast.discover(server, "https://cal.example.org/") }
        #expect(refused.kind == .unauthorized)
        #expect(refused.sentence.contains("app password"))
        server.on("PROPFIND /", .webPage)
        let page = try await failure { _ = try await Cast.discover(server, "https://cal.example.org/") }
        #expect(page.kind == .invalidAnswer)
        #expect(page.sentence.contains("web page"))
    }

    @Test func `an account without a calendar for events says so`() async throws {
        let found = try await failure { _ = try await Cast.discover(server(Self.tasks), "https://cal.example.org/") }
        #expect(found.kind == .calendarMissing)
    }

    @Test func `an address that the operator's filter refuses is told with its remedy`() async throws {
        let server = ScriptedServer()
        server.on("PROPFIND /", .failure(.addressRefused(host: "cal.example.org", address: "10.0.0.1")))
        let refused = try await failure { _ = try await Cast.discover(server, "cal.example.org") }
        #expect(refused.kind == .addressRefused)
        #expect(refused.sentence.contains("KALENDS_ALLOW_PRIVATE_ADDRESSES"))
    }
}
