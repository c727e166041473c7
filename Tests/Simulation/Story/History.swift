import CalendarSimulators
import CivilTime
import TestSupport

/// What a history starts from, and the acts of which it consists; all drawn from one number.
struct History: Sendable {
    let seed: UInt64
    /// When it begins: an ordinary week, or two days before a change of the clocks.
    let start: Instant
    let google: GoogleSettings
    let caldav: CalDAVSettings
    /// Whether Ana's calendar is at Google; otherwise at the CalDAV server.
    let anaIsAtGoogle: Bool
    /// Of Ben's accounts, which is connected first.
    let first: Int
    /// Whether accounts that were disconnected are connected again in the end.
    let reconnects: Bool
    /// Seeds of what people decide at the end.
    let ending: UInt64
    var acts: [Act]

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed &* 0x2545_F491_4F6C_DD1D &+ 1)
        self.seed = seed
        let starts = ["2026-11-20T08:00:00Z", "2027-03-26T08:00:00Z", "2027-10-29T07:00:00Z"]
        start = Instant(rfc3339: random.pick(starts)) ?? Cast.morning
        google = Self.google(&random)
        caldav = Self.caldav(&random)
        anaIsAtGoogle = random.oneIn(2)
        first = random.int(0...1)
        reconnects = random.oneIn(2)
        ending = random.next()
        var acts: [Act] = []
        if random.oneIn(2) { acts.append(Act(kind: .crowd, seed: random.next())) }
        for _ in 0..<random.int(1...3) { acts.append(Act(kind: .book, seed: random.next())) }
        acts.append(Act(kind: .work, seed: random.next()))
        for _ in 0..<random.int(12...44) { acts.append(Act.drawn(&random)) }
        self.acts = acts
    }

    private static func google(_ random: inout SeededGenerator) -> GoogleSettings {
        var settings = GoogleSettings()
        settings.requestsRemembered = 0
        settings.rewritesTexts = random.oneIn(2)
        settings.rotatesRefreshTokens = random.oneIn(3)
        settings.largestPage = random.pick([3, 2_500, 2_500])
        settings.visibilityDelay = random.pick([0, 0, 20])
        settings.clockSkew = random.pick([0, 0, 600, -600])
        return settings
    }

    private static func caldav(_ random: inout SeededGenerator) -> CalDAVSettings {
        var settings = CalDAVSettings()
        settings.tagAnswer = random.pick([.strong, .strong, .weak, .none])
        settings.hasWeakTags = random.oneIn(6)
        settings.tagsAreHashes = random.oneIn(4)
        settings.rewritesData = random.oneIn(3)
        settings.ignoresIfNoneMatch = random.oneIn(6)
        settings.keepsTrash = random.oneIn(3)
        settings.acceptsForeignTokens = random.oneIn(6)
        settings.offersTokens = !random.oneIn(5)
        settings.largestPage = random.pick([2, 1_000])
        settings.listingDelay = random.pick([0, 0, 20])
        return settings
    }
}
