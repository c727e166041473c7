import CalendarSync
import CivilTime
import Persistence
import Testing

@Suite(.everyEngine) struct ChannelStoreTests {
    private let database: Database

    init() throws { database = try Cast.database() }

    private func channel(_ id: String = "c-1", _ state: KeptChannel.State = .open, openedAt: Instant = morning) -> KeptChannel {
        KeptChannel(
            id: id, calendar: Cast.work.id, state: state, address: "https://booking.example.org/push/google", tokenHash: "hash-\(id)",
            resource: state == .open ? "r-1" : nil, openedAt: openedAt, expires: openedAt + .days(7),
            failure: state == .refused ? ProviderFailure(.misconfigured, "Not to us.") : nil)
    }

    @Test func `a channel comes back as stored, the newest first`() throws {
        var (old, new) = (channel("c-1"), channel("c-2", .opening, openedAt: morning + .hours(1)))
        try database.writeNow { transaction in
            try transaction.channels.insert(old)
            try transaction.channels.insert(new)
            try transaction.channels.insert(channel("c-3", .refused, openedAt: morning - .days(1)))
        }
        #expect(try database.readNow { try $0.channels.all(of: Cast.work.id) }.map(\.id) == ["c-2", "c-1", "c-3"])
        (old.state, old.heardAt) = (.retired, morning)
        (new.state, new.resource) = (.open, "r-2")
        try database.writeNow { transaction in
            try transaction.channels.update(old)
            try transaction.channels.update(new)
            try transaction.channels.hear("c-2", watching: "r-2", at: morning + .minutes(5))
        }
        new.heardAt = morning + .minutes(5)
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.channels.find("c-1") == old && transaction.channels.find("c-2") == new)
            #expect(try transaction.channels.find("c-3") == channel("c-3", .refused, openedAt: morning - .days(1)))
            #expect(try transaction.channels.all().count == 3 && transaction.channels.find("c-4") == nil)
        }
    }

    @Test func `what can say nothing any more is forgotten, with its calendar or at its end`() throws {
        try database.writeNow { (transaction: Transaction) throws in
            for (id, age) in [("c-1", 0), ("c-2", 8), ("c-3", 9)] {
                try transaction.channels.insert(channel(id, openedAt: morning - .days(age)))
            }
            #expect(try transaction.channels.deleteExpired(before: morning - .days(1)) == 1)
            try transaction.channels.delete("c-2")
        }
        #expect(try database.readNow { try $0.channels.all() }.map(\.id) == ["c-1"])
        try database.writeNow { try $0.accounts.delete(Cast.account.id) }
        #expect(try database.readNow { try $0.channels.all() }.isEmpty)
    }

    @Test func `a channel belongs to a calendar, and an open one knows what it watches`() throws {
        #expect(throws: StoreFailure.self) {
            var stray = channel()
            stray.calendar = "k-none"
            try database.writeNow { try $0.channels.insert(stray) }
        }
        #expect(throws: StoreFailure.self) {
            var blind = channel()
            blind.resource = nil
            try database.writeNow { try $0.channels.insert(blind) }
        }
    }

    @Test func `one at a time has the turn to renew, until it is given back or has run out`() throws {
        func take(_ holder: String, at now: Instant, _ subject: String = "s") throws -> Bool {
            try database.writeNow { try $0.grantRenewals.take(.google, subject, holder: holder, now: now, until: now + .seconds(45)) }
        }
        #expect(try take("one", at: morning))
        #expect(try !take("two", at: morning + .seconds(44)))
        #expect(try take("two", at: morning, "another"))
        try database.writeNow { try $0.grantRenewals.release(.google, "s", holder: "two") }
        #expect(try !take("two", at: morning + .seconds(44)))
        #expect(try take("two", at: morning + .seconds(45)))
        try database.writeNow { try $0.grantRenewals.release(.google, "s", holder: "one") }
        #expect(try !take("three", at: morning + .seconds(46)))
        try database.writeNow { try $0.grantRenewals.release(.google, "s", holder: "two") }
        #expect(try take("three", at: morning + .seconds(46)))
    }

    @Test func `a sign-in is spent once, and forgotten when it would be too old anyway`() throws {
        try database.writeNow { (transaction: Transaction) throws in
            #expect(try transaction.spentStates.spend(hash: "h", expires: morning))
            #expect(try !transaction.spentStates.spend(hash: "h", expires: morning + .hours(1)))
            #expect(try transaction.spentStates.spend(hash: "i", expires: morning + .hours(1)))
            #expect(try transaction.spentStates.deleteExpired(before: morning + .seconds(1)) == 1)
            #expect(try !transaction.spentStates.spend(hash: "i", expires: morning))
        }
    }

    @Test func `what a calendar cannot be used for is stored with it, and accounts are found by their sign-in`() throws {
        var work = Cast.work
        work.remote.limitation = "Only its free and busy times are shared."
        try database.writeNow { try $0.calendars.update(work) }
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.calendars.find(work.id) == work)
            #expect(try transaction.accounts.all(.caldav, user: "ben") == [Cast.account])
            #expect(try transaction.accounts.all(.google, user: "ben").isEmpty)
        }
    }
}
