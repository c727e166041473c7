import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(5)))
struct SMTPSubmissionTests {
    let mail = MailEnvelope(from: "ana@example.org", recipients: ["cleo@example.net"], message: Array("Subject: Hi\r\n\r\nHello\r\n".utf8))

    func submission(_ server: MailServer, user: String = "", query: String = "") throws -> SMTPSubmission {
        SMTPSubmission(server: try SMTPServer(parsing: "smtp://\(user)127.0.0.1:\(server.port)\(query)"), deadline: 20)
    }

    @Test func `a mail arrives with its envelope, and the server's word for it comes back`() async throws {
        let server = try MailServer()
        var mail = mail
        mail.recipients = ["cleo@example.net", "ben@example.org"]
        #expect(try await submission(server).submit(mail) == "250 2.0.0 taken as 42")
        #expect(server.mails == ["Subject: Hi\r\n\r\nHello\r\n.\r\n"])
        #expect(server.commands.contains { $0.hasPrefix("MAIL FROM:<ana@example.org>") })
        #expect(server.commands.filter { $0.hasPrefix("RCPT") } == ["RCPT TO:<cleo@example.net>", "RCPT TO:<ben@example.org>"])
    }

    @Test func `lines that begin with a dot and lone line feeds cannot end the mail early`() async throws {
        let server = try MailServer()
        var mail = mail
        mail.message = Array("Subject: Hi\n\n.\nMAIL FROM:<evil@example.org>\r.\r\n..\r\n".utf8)
        _ = try await submission(server).submit(mail)
        #expect(server.mails == ["Subject: Hi\r\n\r\n..\r\nMAIL FROM:<evil@example.org>\r\n..\r\n...\r\n.\r\n"])
    }

    @Test(arguments: [
        ("RCPT", "550 5.1.1 no such user", 550, true), ("RCPT", "450 4.2.0 try later", 450, false),
        ("RCPT", "421 4.3.2 closing", 421, false),
        ("MAIL", "553 5.1.8 sender refused", 553, true), ("MAIL", "452 4.3.1 full", 452, false),
        ("DATA", "554 5.7.1 no", 554, true), ("DATA", "451 4.3.0 later", 451, false),
        ("end of data", "554 5.7.1 spam", 554, true), ("end of data", "451 4.7.1 greylisted", 451, false),
        ("MAIL", "530 5.7.0 authentication required", 530, false), ("greeting", "554 no service", 554, false),
        ("greeting", "421 busy", 421, false),
        ("EHLO", "550 who are you", 550, false),
    ])
    func `a refusal is permanent or not, and quotes the server`(stage: String, reply: String, code: Int, isPermanent: Bool) async throws {
        let server = try MailServer(stage == "EHLO" ? [stage: reply, "HELO": reply] : [stage: reply])
        let failure = await #expect(throws: SMTPFailure.self) { try await submission(server).submit(mail) }
        #expect(failure?.replyCode == code)
        #expect(failure?.isPermanent == isPermanent)
        #expect(failure?.sentence.contains(reply) == true)
    }

    @Test func `one refused recipient of two is a failure, and the mail is not sent`() async throws {
        let server = try MailServer(["RCPT TO:<ghost": "550 5.1.1 no such user"])
        var mail = mail
        mail.recipients = ["cleo@example.net", "ghost@example.net"]
        let failure = await #expect(throws: SMTPFailure.self) { try await submission(server).submit(mail) }
        #expect(failure?.isPermanent == true)
        #expect(server.mails.isEmpty)
    }

    @Test func `a mail after a refused one goes through`() async throws {
        let server = try MailServer(["RCPT TO:<ghost": "550 5.1.1 no such user"])
        let submission = try submission(server)
        var ghost = mail
        ghost.recipients = ["ghost@example.net"]
        _ = await #expect(throws: SMTPFailure.self) { try await submission.submit(ghost) }
        _ = try await submission.submit(mail)
        _ = try await submission.submit(mail)
        #expect(server.mails.count == 2)
    }

    @Test func `a refusal that is the first word on a kept connection is about the mail`() async throws {
        let server = try MailServer(["MAIL FROM:<ben": "553 5.1.8 sender refused"])
        let submission = try submission(server)
        _ = try await submission.submit(mail)
        let failure = await #expect(throws: SMTPFailure.self) {
            try await submission.submit(MailEnvelope(from: "ben@example.org", recipients: mail.recipients, message: mail.message))
        }
        #expect(server.commands.filter { $0.hasPrefix("EHLO") }.count == 1)
        #expect(failure?.isPermanent == true)
    }

    @Test func `a kept connection that the server gave up meanwhile is replaced`() async throws {
        let closed = AsyncStream<Void>.makeStream()
        let server = try Listener { connection in
            connection.send("220 ready\r\n")
            while let command = connection.line(), command != "DATA" { connection.send("250 ok\r\n") }
            connection.send("354 go on\r\n")
            _ = connection.bytes(through: "\r\n.\r\n")
            connection.send("250 taken\r\n421 idle for too long\r\n")
            connection.close()
            closed.continuation.yield()
        }
        let submission = SMTPSubmission(server: try SMTPServer(parsing: "smtp://127.0.0.1:\(server.port)"), deadline: 20)
        for number in 1...3 {
            #expect(try await submission.submit(mail) == "250 taken")
            for await _ in closed.stream { break }
            #expect(server.connectionCount == number)
        }
    }

    @Test func `a mail that is cancelled on its way is not ended as though it were whole`() async throws {
        let begun = AsyncStream<Void>.makeStream()
        let ended = AsyncStream<Bool>.makeStream()
        let server = try Listener { connection in
            connection.send("220 ready\r\n")
            while let command = connection.line(), command != "DATA" { connection.send("250 ok\r\n") }
            connection.send("354 go on\r\n")
            _ = connection.bytes(1)
            begun.continuation.yield()
            ended.continuation.yield(connection.bytes(through: "\r\n.\r\n") != nil)
        }
        let submission = SMTPSubmission(server: try SMTPServer(parsing: "smtp://127.0.0.1:\(server.port)"), deadline: 20)
        // More than the system keeps for a server that does not read.
        let long = Array(String(repeating: String(repeating: "y", count: 76) + "\r\n", count: 400_000).utf8)
        let mail = MailEnvelope(from: mail.from, recipients: mail.recipients, message: mail.message + long)
        let sending = Task { try await submission.submit(mail) }
        for await _ in begun.stream { break }
        sending.cancel()
        let result = await sending.result
        for await isWhole in ended.stream {
            #expect(!isWhole)
            break
        }
        guard case .failure = result else { return #expect(Bool(false), "it was sent") }
    }

    @Test func `user and password are used, and stay out of the failure when refused`() async throws {
        let server = try MailServer(["AUTH": "535 5.7.8 bad credentials"], capabilities: ["AUTH PLAIN"])
        let failure = await #expect(throws: SMTPFailure.self) { try await submission(server, user: "ana:s%2Fcret@").submit(mail) }
        #expect(failure?.replyCode == 535)
        #expect(failure?.isPermanent == false)
        #expect(failure?.sentence.contains("KALENDS_SMTP_URL") == true)
        #expect(failure?.sentence.contains("s/cret") == false)
    }

    @Test func `accepted credentials lead to a sent mail`() async throws {
        let server = try MailServer(capabilities: ["AUTH PLAIN"])
        _ = try await submission(server, user: "ana:s%2Fcret@").submit(mail)
        #expect(server.commands.contains("AGFuYQBzL2NyZXQ="))
        #expect(server.mails.count == 1)
    }

    @Test func `required encryption that the server lacks sends nothing, neither mail nor password`() async throws {
        let server = try MailServer(capabilities: ["AUTH PLAIN"])
        let failure = await #expect(throws: SMTPFailure.self) {
            try await submission(server, user: "ana:s@", query: "?starttls=required").submit(mail)
        }
        #expect(failure?.isPermanent == false)
        #expect(!server.commands.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
    }

    @Test(arguments: [("", true), ("?starttls=opportunistic", true), ("?starttls=none", false)])
    func `offered encryption is taken unless switched off`(query: String, isTaken: Bool) async throws {
        let server = try MailServer(["STARTTLS": "454 4.7.0 not now"], capabilities: ["STARTTLS"])
        _ = try? await submission(server, query: query).submit(mail)
        #expect(server.commands.contains("STARTTLS") == isTaken)
    }

    @Test func `a handshake that fails is temporary and sends no mail in the clear`() async throws {
        let server = try MailServer(["STARTTLS": "220 go ahead"], capabilities: ["STARTTLS"])
        let failure = await #expect(throws: SMTPFailure.self) { try await submission(server).submit(mail) }
        #expect(failure?.isPermanent == false)
        #expect(server.mails.isEmpty)
    }

    @Test func `nobody listening is temporary`() async throws {
        let port = try MailServer().port
        let submission = SMTPSubmission(server: try SMTPServer(parsing: "smtp://127.0.0.1:\(port)"))
        let failure = await #expect(throws: SMTPFailure.self) { try await submission.submit(mail) }
        #expect(failure?.isPermanent == false)
        #expect(failure?.replyCode == nil)
    }

    @Test func `a server that falls silent is given up at the deadline`() async throws {
        let server = try Listener { $0.waitForClose() }
        let submission = SMTPSubmission(server: try SMTPServer(parsing: "smtp://127.0.0.1:\(server.port)"), deadline: 0.2)
        let failure = await #expect(throws: SMTPFailure.self) { try await submission.submit(mail) }
        #expect(failure?.isPermanent == false)
        #expect(failure?.sentence.contains("within") == true)
    }

    @Test(
        arguments: [
            ("ana@example.org", []), ("ana@example.org", ["cleo"]), ("ana@example.org", ["a@b>\r\nRCPT TO:<c@d"]),
            ("ana @x", ["cleo@example.net"]),
            ("<ana@x>", ["cleo@example.net"]), ("", ["cleo@example.net"]), ("@x", ["cleo@example.net"]), ("a@", ["cleo@example.net"]),
        ] as [(String, [String])])
    func `an envelope that no server could take is refused before connecting`(from: String, recipients: [String]) async throws {
        let server = try MailServer()
        let failure = await #expect(throws: SMTPFailure.self) {
            try await submission(server).submit(MailEnvelope(from: from, recipients: recipients, message: mail.message))
        }
        #expect(failure?.isPermanent == true)
        #expect(server.commands.isEmpty)
    }

    @Test func `many mails at once all arrive once`() async throws {
        let server = try MailServer()
        let submission = try submission(server)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                var mail = mail
                mail.message = Array("Subject: \(number)\r\n\r\nHello\r\n".utf8)
                let each = mail
                group.addTask { _ = try? await submission.submit(each) }
            }
        }
        #expect(server.mails.count == 40)
        #expect(Set(server.mails).count == 40)
    }
}
