import Booking
import CivilTime
import Persistence
import Testing

@Suite(.everyEngine) struct PeopleStoreTests {
    private let database: Database

    init() throws { database = try Cast.database() }

    @Test func `a user comes back as stored and is found by address in any letter case`() throws {
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.users.find(Cast.ana.id) == Cast.ana)
            #expect(try transaction.users.find(email: "ANA@example.ORG") == Cast.ana)
            #expect(try transaction.users.find(email: "dario@example.org") == nil)
            #expect(try transaction.users.all() == [Cast.ana])
        }
    }

    @Test func `two users cannot share an address`() throws {
        var twin = Cast.ana
        twin.id = "u-twin"
        twin.email = "ana@EXAMPLE.org"
        #expect(throws: StoreFailure.unique(constraint: "users.email_folded")) { try database.writeNow { try $0.users.insert(twin) } }
    }

    @Test func `an update changes the row, and of a missing row it throws`() throws {
        var ana = Cast.ana
        ana.role = .viewer
        ana.passwordHash = nil
        try database.writeNow { try $0.users.update(ana) }
        #expect(try database.readNow { try $0.users.find(ana.id) } == ana)
        ana.id = "u-nobody"
        #expect(throws: StoreFailure.missing(table: "users", key: "u-nobody")) { try database.writeNow { try $0.users.update(ana) } }
    }

    @Test func `a deleted user takes sessions and links along and leaves the person`() throws {
        try database.writeNow { transaction in
            try transaction.sessions.insert(session("t1"))
            try transaction.passwordLinks.insert(PasswordLink(tokenHash: "p1", user: Cast.ana.id, purpose: .reset, expiresAt: morning))
            try transaction.users.delete(Cast.ana.id)
        }
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.users.count() == 0)
            #expect(try transaction.sessions.find(tokenHash: "t1") == nil)
            #expect(try transaction.passwordLinks.find(tokenHash: "p1") == nil)
            #expect(try transaction.staff.find(Cast.anaMember.id)?.user == nil)
            #expect(try transaction.staff.find(Cast.anaMember.id)?.name == "Ana")
        }
    }

    @Test func `sessions are listed by last use and all but one can be ended`() throws {
        try database.writeNow { transaction in
            for (number, token) in ["t1", "t2", "t3"].enumerated() { try transaction.sessions.insert(session(token, lastSeen: number)) }
            try transaction.sessions.touch(tokenHash: "t1", at: morning + .hours(9))
        }
        #expect(try database.readNow { try $0.sessions.all(of: Cast.ana.id).map(\.tokenHash) } == ["t1", "t3", "t2"])
        try database.writeNow { try $0.sessions.deleteAll(of: Cast.ana.id, except: "t2") }
        #expect(try database.readNow { try $0.sessions.all(of: Cast.ana.id) } == [session("t2", lastSeen: 1)])
        try database.writeNow { try $0.sessions.deleteAll(of: Cast.ana.id) }
        #expect(try database.readNow { try $0.sessions.all(of: Cast.ana.id) }.isEmpty)
    }

    @Test func `expired sessions go and others stay`() throws {
        try database.writeNow { transaction in
            try transaction.sessions.insert(session("old", expires: -1))
            try transaction.sessions.insert(session("new", expires: 0))
            #expect(try transaction.sessions.deleteExpired(before: morning) == 1)
            try transaction.sessions.delete(tokenHash: "unknown")
        }
        #expect(try database.readNow { try $0.sessions.all(of: Cast.ana.id).map(\.tokenHash) } == ["new"])
    }

    @Test func `a password link can be used up once`() throws {
        let link = PasswordLink(tokenHash: "p1", user: Cast.ana.id, purpose: .invitation, expiresAt: morning)
        try database.writeNow { transaction in
            try transaction.passwordLinks.insert(link)
            #expect(try transaction.passwordLinks.find(tokenHash: "p1") == link)
            #expect(try transaction.passwordLinks.delete(tokenHash: "p1"))
            #expect(try transaction.passwordLinks.delete(tokenHash: "p1") == false)
            try transaction.passwordLinks.insert(link)
            try transaction.passwordLinks.deleteAll(of: Cast.ana.id)
            #expect(try transaction.passwordLinks.find(tokenHash: "p1") == nil)
        }
    }

    private func session(_ token: String, lastSeen: Int = 0, expires: Int = 60) -> Session {
        Session(
            tokenHash: token, user: Cast.ana.id, createdAt: morning, lastSeenAt: morning + .minutes(lastSeen),
            expiresAt: morning + .minutes(expires),
            userAgent: "Browser", address: "203.0.113.7")
    }
}
