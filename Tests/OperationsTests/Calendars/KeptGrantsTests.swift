import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import Persistence
import Synchronization
import TestSupport
import Testing

@testable import Operations

/// Tokens of accounts: renewed once over all nodes, kept before they are used, and lost only where the provider says so.
struct KeptGrantsTests {
    let world: World

    init() throws { world = try World() }

    private var grants: KeptGrants {
        KeptGrants(.google, database: world.database, secretKey: world.kalends.secretKey, clock: world.clock.reading)
    }

    private final class Renewals: Sendable {
        private let number = Mutex(0)

        var count: Int { number.withLock { $0 } }

        func next() -> Int {
            number.withLock { number in
                number += 1
                return number
            }
        }
    }

    @Test func `of many that need it at once one renews, and all get what it brought`() async throws {
        let account = try await world.signIn()
        let stored = try world.grant(of: account.id)
        world.clock.advance(by: .hours(2))
        let renewals = Renewals()
        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 {
                // Each as another node has it.
                group.addTask {
                    try await grants.grant(of: account.user, stored: stored, refused: nil) { (held) async throws(ProviderFailure) in
                        var fresh = held
                        fresh.accessToken = "fresh-\(renewals.next())"
                        fresh.expires = world.clock.now + .hours(1)
                        return fresh
                    }.accessToken
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(renewals.count == 1 && Set(outcomes) == ["fresh-1"] && outcomes.count == 8)
        #expect(try world.grant(of: account.id).accessToken == "fresh-1")
    }

    @Test func `a token that is refused before its time is renewed once, also for whoever has the old one in hand`() async throws {
        let account = try await world.connectGoogle()
        let before = try world.grant(of: account.id)
        world.google.advance(by: .hours(2))
        _ = world.asked("/token")
        try await world.poll()
        #expect(world.asked("/token") == 1)
        let after = try world.grant(of: account.id)
        #expect(after.accessToken != before.accessToken && after.refreshToken == before.refreshToken)
        let late = try await grants.grant(of: account.user, stored: before, refused: before.accessToken) {
            (_) async throws(ProviderFailure) in throw ProviderFailure(.invalidAnswer, "renewed a second time")
        }
        #expect(late == after)
    }

    @Test func `a refresh token that is replaced is kept, and the next renewal goes on with it`() async throws {
        world.google.change { world, _ in world.settings.rotatesRefreshTokens = true }
        let account = try await world.connectGoogle()
        var seen = [try world.grant(of: account.id).refreshToken]
        for _ in 0..<3 {
            world.clock.advance(by: .hours(2))
            try await world.run()
            seen.append(try world.grant(of: account.id).refreshToken)
        }
        #expect(Set(seen).count == 4)
        #expect(try world.account(account.id).refusedSince == nil && world.calendar(World.email).failure == nil)
    }

    @Test func `whoever had the turn and died loses it after a while`() async throws {
        let account = try await world.signIn()
        let stored = try world.grant(of: account.id)
        world.clock.advance(by: .hours(2))
        let now = world.clock.now
        try await world.database.write { transaction in
            _ = try transaction.grantRenewals.take(.google, account.user, holder: "dead", now: now, until: now + KeptGrants.turn)
        }
        world.clock.advance(by: KeptGrants.turn)
        let fresh = try await grants.grant(of: account.user, stored: stored, refused: nil) { (held) async throws(ProviderFailure) in
            var fresh = held
            fresh.accessToken = "fresh"
            fresh.expires = now + .hours(1)
            return fresh
        }
        #expect(fresh.accessToken == "fresh")
    }

    @Test func `a renewal that was overtaken by a new sign-in does not put the old grant back`() async throws {
        let account = try await world.signIn()
        let stored = try world.grant(of: account.id)
        world.clock.advance(by: .hours(2))
        let got = try await grants.grant(of: account.user, stored: stored, refused: nil) { [world] (held) async throws(ProviderFailure) in
            do { try await world.signIn(account: account.id) } catch { throw ProviderFailure(.invalidAnswer, "\(error)") }
            var fresh = held
            fresh.accessToken = "of the old grant"
            fresh.expires = world.clock.now + .hours(1)
            return fresh
        }
        #expect(try got == world.grant(of: account.id) && got.accessToken != "of the old grant")
    }

    @Test func `only a grant that is gone marks the account as refused`() async throws {
        let account = try await world.connectGoogle()
        for (status, reason) in [(503, "backend"), (429, "slow_down"), (401, "invalid_client"), (400, "unauthorized_client")] {
            world.clock.advance(by: .hours(2))
            world.fault(SimulatedFault(.refuse, method: "token", status: status, reason: reason))
            try await world.run()
            #expect(try world.account(account.id).refusedSince == nil, "\(reason)")
            #expect(try world.calendar(World.email).failure != nil, "\(reason)")
            world.clock.advance(by: .hours(1))
            try await world.run()
            #expect(try world.calendar(World.email).failure == nil, "\(reason)")
        }
        try world.edit(.revokeAccess(subject: account.user))
        world.clock.advance(by: .hours(2))
        try await world.run()
        #expect(try world.account(account.id).refusedSince == world.clock.now)
        #expect(try world.calendar(World.email).failure?.failure.sentence.contains("Connect the account again") == true)
        #expect(try world.history("account:\(account.id)").last?.action == "credentials-refused")
    }

    @Test func `a right that is missing is the calendar's trouble, not the sign-in's`() async throws {
        let account = try await world.connectGoogle()
        world.fault(SimulatedFault(.refuse, method: "events.list", status: 403, reason: "insufficientPermissions"))
        try await world.poll()
        #expect(try world.account(account.id).refusedSince == nil)
        #expect(try world.calendar(World.email).failure?.failure.kind == .forbidden)
    }

    @Test func `a limit is waited out, by everything that the account has to read`() async throws {
        try await world.connectGoogle()
        world.fault(SimulatedFault(.refuse, method: "events.list", status: 403, reason: "rateLimitExceeded", retryAfter: "600"))
        try await world.poll()
        _ = world.asked("events")
        world.clock.advance(by: .minutes(9))
        try await world.run()
        #expect(world.asked("events") == 0)
        world.clock.advance(by: .minutes(3))
        try await world.run()
        #expect(world.asked("events") > 0)
        #expect(try world.calendar(World.email).failure == nil)
    }

    @Test func `a sync token that ran out leads to a whole listing and to nothing twice`() async throws {
        try await world.connectGoogle()
        try world.addEvent(monday(12), monday(13))
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.poll()
        try world.edit(.expireSyncTokens(calendar: World.email))
        let gone = try world.addEvent(monday(15), monday(16))
        try world.edit(.deleteEvent(calendar: World.email, event: gone))
        try await world.poll()
        let (taken, free) = (try await world.isOffered(monday(12)), try await world.isOffered(monday(15)))
        #expect(!taken && free)
        #expect(try world.conflicts().isEmpty && world.events().count == 2)
        #expect(try world.link(booked)?.state == .synced)
        #expect(try world.read { try $0.remoteItems.versions(calendar: try $0.calendars.all()[0].id).count } == 2)
    }
}
