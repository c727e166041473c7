import Testing

@testable import Outbound

struct SMTPServerTests {
    @Test(arguments: [
        ("smtp://mail.example.org", "smtp://mail.example.org:25", SMTPServer.StartTLS.opportunistic),
        ("smtp://mail.example.org:587?starttls=required", "smtp://mail.example.org:587", .required),
        ("SMTP://localhost:2525/?starttls=none", "smtp://localhost:2525", .none),
        ("smtps://mail.example.org", "smtps://mail.example.org:465", .opportunistic),
    ])
    func `host, port and encryption are read`(url: String, description: String, startTLS: SMTPServer.StartTLS) throws {
        let server = try SMTPServer(parsing: url)
        #expect(server.description == description)
        #expect(server.startTLS == startTLS)
        #expect(server.isImplicitTLS == description.hasPrefix("smtps"))
    }

    @Test func `user and password are decoded and never printed`() throws {
        let server = try SMTPServer(parsing: "smtp://ana%40example.org:p%2Fa%3Ass%40@mail.example.org:587")
        #expect(server.user == "ana@example.org")
        #expect(server.password == "p/a:ss@")
        var dumped = ""
        dump(server, to: &dumped)
        #expect(!"\(server) \(String(reflecting: server)) \(dumped)".contains("p/a:ss@"))
    }

    @Test(arguments: [
        "", "mail.example.org", "mail.example.org:587", "smtp://", "smtp://ana:se/cret@host", "smtp://h:99999", "http://h",
        "smtp://h?tls=on", "smtp://h?starttls=maybe", "smtps://h?starttls=required",
    ])
    func `a wrong value is refused with a sentence that names the setting and no password`(url: String) {
        let failure = #expect(throws: SMTPServer.Failure.self) { try SMTPServer(parsing: url) }
        #expect(failure?.sentence.contains("KALENDS_SMTP_URL") == true)
        #expect(failure?.sentence.contains("cret") == false)
    }
}
