import Booking
import CivilTime
import Persistence
import Testing

@Suite(.everyEngine) struct MailStoreTests {
    private let database: Database
    private let bytes: [UInt8] = [0, 13, 10, 255, 65]

    init() throws { database = try Cast.database() }

    private func mail(_ id: String, createdAt: Instant = morning, appointment: Appointment.ID? = "p-1") -> QueuedMail {
        QueuedMail(
            id: id, to: "cleo@example.org", toName: "Cleo", from: "studio@example.org", fromName: "Studio", subject: "Your booking",
            kind: "confirmation", appointment: appointment, messageID: "<\(id)@example.org>", createdAt: createdAt)
    }

    @Test func `a mail comes back as stored, byte for byte`() throws {
        try database.writeNow { try $0.mails.insert(mail("m1"), message: bytes) }
        #expect(try database.readNow { try $0.mails.find("m1") } == mail("m1"))
        #expect(try database.readNow { try $0.mails.message("m1") } == bytes)
        #expect(try database.readNow { try $0.mails.message("none") } == nil)
    }

    @Test func `lists are filtered, paged, counted and led by the latest`() throws {
        try database.writeNow { transaction in
            try transaction.mails.insert(mail("m1"), message: bytes)
            try transaction.mails.insert(mail("m2", createdAt: morning + .hours(1), appointment: nil), message: [])
            try transaction.mails.insert(mail("m3", createdAt: morning + .hours(2)), message: bytes)
            try transaction.mails.markSent("m3", at: morning, reply: "250 ok")
        }
        func ids(_ state: QueuedMail.State?, _ appointment: Appointment.ID?, limit: Int = 9, offset: Int = 0) throws -> ([String], Int) {
            let (rows, total) = try database.readNow {
                try $0.mails.list(state: state, appointment: appointment, limit: limit, offset: offset)
            }
            return (rows.map(\.id), total)
        }
        #expect(try ids(nil, nil) == (["m3", "m2", "m1"], 3))
        #expect(try ids(.waiting, nil, limit: 1, offset: 1) == (["m1"], 2))
        #expect(try ids(nil, "p-1") == (["m3", "m1"], 2))
        #expect(try ids(.failed, "p-1") == ([], 0))
    }

    @Test func `what became of a mail is noted, and it can wait again`() throws {
        try database.writeNow { transaction in
            try transaction.mails.insert(mail("m1"), message: bytes)
            try transaction.mails.noteAttempt("m1", at: morning, reply: "451 later")
            try transaction.mails.markFailed("m1", at: morning + .hours(1), reply: "550 no such user")
        }
        var expected = mail("m1")
        (expected.state, expected.attempts, expected.lastTriedAt, expected.lastReply) = (
            .failed, 2, morning + .hours(1), "550 no such user"
        )
        #expect(try database.readNow { try $0.mails.find("m1") } == expected)
        try database.writeNow { transaction in
            try transaction.mails.requeue("m1", newMessage: [1])
            try transaction.mails.requeue("m1")
            try transaction.mails.markSent("m1", at: morning + .hours(2), reply: "250 ok")
        }
        (expected.state, expected.attempts, expected.lastReply) = (.sent, 3, "250 ok")
        (expected.sentAt, expected.lastTriedAt) = (morning + .hours(2), morning + .hours(2))
        #expect(try database.readNow { try $0.mails.find("m1") } == expected)
        #expect(try database.readNow { try $0.mails.message("m1") } == [1])
    }

    @Test func `an unknown mail cannot be marked`() throws {
        #expect(throws: StoreFailure.missing(table: "mails", key: "none")) {
            try database.writeNow { try $0.mails.markSent("none", at: morning, reply: "") }
        }
    }
}
