import CivilTime
import Logging
import Synchronization
import Testing

@testable import WebShell

/// Nodes that count the requests of a minute together.
struct RequestPortionsTests {
    private let start = Instant(secondsSinceEpoch: 1_800_000_000)
    private let shared = PaperRequests()
    private let household = IPAddress("203.0.113.9")!.household

    private func node(_ perMinute: Int, capacity: Int = 100, patience: Duration = .seconds(60)) -> RequestPortions {
        RequestPortions(shared, perMinute: perMinute, capacity: capacity, patience: patience)
    }

    /// How many of some requests a node lets through.
    private func granted(_ count: Int, by node: RequestPortions, at now: Instant) async -> Int {
        var granted = 0
        for _ in 0..<count where await node.take(household, now: now, .quiet) == .granted { granted += 1 }
        return granted
    }

    @Test func `two nodes let through together what one would`() async {
        let (first, second) = (node(80), node(80))
        var count = 0
        for _ in 0..<100 {
            count += await granted(1, by: first, at: start)
            count += await granted(1, by: second, at: start)
        }
        #expect(count == 80)
        #expect(await first.take(household, now: start, .quiet) == .refused(.seconds(1)))
    }

    @Test func `a page asks once a portion, and a refusal is remembered until something comes back`() async {
        let node = node(80)
        #expect(await granted(200, by: node, at: start) == 80)
        // Eight portions, and the answer that there are no more.
        #expect(shared.count == 9)
        #expect(await granted(200, by: node, at: start + .seconds(1)) == 1)
        #expect(shared.count == 11)
    }

    @Test func `requests at the same moment wait for one portion`() async {
        let node = node(800)
        let granted = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<100 { group.addTask { await node.take(household, now: start, .quiet) == .granted } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(granted == 100 && shared.count == 1)
    }

    @Test func `somebody who comes now and then is not charged for what a portion holds besides`() async {
        let node = node(16)
        for step in 0..<60 {
            #expect(await node.take(household, now: start + .seconds(step * 6), .quiet) == .granted, "page \(step)")
        }
    }

    @Test func `what one node keeps unused is lost to the others until it comes back by itself`() async {
        let (first, second) = (node(80), node(80))
        #expect(await granted(1, by: first, at: start) == 1)
        #expect(await granted(100, by: second, at: start) == 70)
        // Eight have come back by themselves. Of the nine of its portion only two could not have been among them.
        #expect(await granted(100, by: first, at: start + .seconds(6)) == 10)
    }

    @Test(arguments: 1...8) func `over any time no more pass than a minute's, what comes back meanwhile and in five seconds`(_ seed: UInt64)
        async
    {
        var generator = Seeded(seed: seed)
        let nodes = [node(60), node(60), node(60)]
        var passed: [Int] = []
        for second in 0..<300 {
            var count = 0
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                count += await granted(1, by: nodes[Int.random(in: 0..<3, using: &generator)], at: start + .seconds(second))
            }
            passed.append(count)
        }
        for begin in passed.indices {
            var sum = 0
            for end in begin..<passed.count {
                sum += passed[end]
                #expect(sum <= 60 + (end - begin) + 5, "seconds \(begin) to \(end)")
            }
        }
    }

    @Test func `when nobody can be asked the node decides by itself for some seconds`() async {
        let node = node(80)
        shared.breakDown(true)
        #expect(await node.take(household, now: start, .quiet) == .unknown)
        #expect(await node.take(household, now: start + .seconds(4), .quiet) == .unknown)
        #expect(shared.count == 1)
        shared.breakDown(false)
        #expect(await node.take(household, now: start + .seconds(5), .quiet) == .granted)
    }

    @Test func `an answer that does not come is not waited for`() async {
        let node = node(80, patience: .milliseconds(1))
        shared.fallSilent()
        #expect(await node.take(household, now: start, .quiet) == .unknown)
        shared.speakAgain()
    }

    @Test func `memory stays bounded however many strangers come`() async {
        let node = node(8, capacity: 50)
        for number in 0..<500 { _ = await node.take(IPAddress("10.0.\(number / 250).\(number % 250)")!.household, now: start, .quiet) }
        #expect(node.count <= 50)
    }

    @Test(arguments: [("203.0.113.9", "203.0.113.9"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("::ffff:203.0.113.9", "203.0.113.9")])
    func `a household has a name`(_ address: String, _ name: String) {
        #expect("\(IPAddress(address)!.household)" == name)
    }
}

extension Logger {
    fileprivate static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// The shared count, on paper.
private final class PaperRequests: SharedRequests {
    private struct Book {
        var fullAt: [String: Int64] = [:]
        var count = 0
        var isBroken = false
        var isSilent = false
        var silenced: [CheckedContinuation<Void, Never>] = []
    }
    private struct Broken: Error {}

    private let book = Mutex(Book())

    /// How often it was asked.
    var count: Int { book.withLock { $0.count } }

    func breakDown(_ isBroken: Bool) { book.withLock { $0.isBroken = isBroken } }

    func fallSilent() { book.withLock { $0.isSilent = true } }

    func speakAgain() {
        let waiting = book.withLock { book in
            book.isSilent = false
            defer { book.silenced = [] }
            return book.silenced
        }
        for continuation in waiting { continuation.resume() }
    }

    func take(_ wanted: Int, of household: String, interval: Int64, givingBack givenBack: Int64, now: Int64) async throws -> Taken {
        await withCheckedContinuation { continuation in
            let isSilent = book.withLock { book in
                if book.isSilent { book.silenced.append(continuation) }
                return book.isSilent
            }
            if !isSilent { continuation.resume() }
        }
        return try book.withLock { book throws in
            book.count += 1
            if book.isBroken { throw Broken() }
            let full = max((book.fullAt[household] ?? 0) - givenBack, now)
            let count = min(wanted, max(0, Int((60_000_000 - (full - now)) / interval)))
            book.fullAt[household] = full + Int64(count) * interval
            return Taken(count: count, fullAt: full + Int64(count) * interval)
        }
    }
}

/// The same numbers for the same seed (SplitMix64).
private struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
