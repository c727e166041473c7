import CivilTime
import Testing

/// Small files written byte by byte, and damaged ones.
struct TZifTests {
    /// A version 2 file whose second block has the given changes; `types` are (offset, daylight, index of the name in `names`).
    private func tzif(
        version: Character = "2", changes: [(Int64, UInt8)] = [], types: [(Int32, UInt8, UInt8)] = [(0, 0, 0)],
        names: String = "AAA\0BBB\0",
        leapSeconds: Int = 0, footer: String = ""
    ) -> [UInt8] {
        func header(_ counts: [Int]) -> [UInt8] {
            Array("TZif\(version)".utf8) + [UInt8](repeating: 0, count: 15) + counts.flatMap { bytes(UInt32($0)) }
        }
        let data =
            changes.flatMap { bytes($0.0) } + changes.map(\.1) + types.flatMap { bytes($0.0) + [$0.1, $0.2] } + Array(names.utf8)
            + [UInt8](repeating: 0, count: leapSeconds * 12)
        return header([0, 0, 0, 0, 1, 1]) + [0, 0, 0, 0, 0, 0, 0]
            + header([0, 0, leapSeconds, changes.count, types.count, names.utf8.count])
            + data + Array("\n\(footer)\n".utf8)
    }

    private func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    private func offsets(_ zone: Zone, at seconds: [Int64]) -> [Int] {
        seconds.map { zone.offset(at: Instant(secondsSinceEpoch: $0)) }
    }

    @Test(arguments: ["2", "3", "4"] as [Character])
    func `versions 2 to 4 are read with 64-bit times`(version: Character) throws {
        let late: Int64 = 1 << 40
        let file = tzif(version: version, changes: [(100, 1), (late, 0)], types: [(60, 0, 0), (120, 1, 4)])
        let zone = try Zone(name: "X", tzif: file)
        #expect(offsets(zone, at: [99, 100, late - 1, late]) == [60, 120, 120, 60])
        #expect(zone.abbreviation(at: Instant(secondsSinceEpoch: 100)) == "BBB")
    }

    @Test func `version 1 is read with 32-bit times`() throws {
        let header = Array("TZif".utf8) + [UInt8](repeating: 0, count: 16) + [0, 0, 0, 1, 2, 4].flatMap { bytes(UInt32($0)) }
        let data = bytes(Int32(-5)) + [1] + bytes(Int32(60)) + [0, 0] + bytes(Int32(120)) + [1, 0] + Array("AAA\0".utf8)
        #expect(offsets(try Zone(name: "X", tzif: header + data), at: [-6, -5]) == [60, 120])
    }

    @Test func `before the first change the first standard time holds`() throws {
        let zone = try Zone(name: "X", tzif: tzif(changes: [(0, 0)], types: [(120, 1, 0), (60, 0, 4)]))
        #expect(offsets(zone, at: [-1, 0]) == [60, 120])
    }

    @Test(arguments: [
        // Quoted names, and a change that a time of more than a day moves to the next one.
        ("<+03>-3<+04>,M3.4.4/50,M10.4.4/50", "2026-03-27T23:00:00Z", 10_800, 14_400),
        // A negative time moves the change to the day before.
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -7_200, -3_600),
        // Day 60 is always 1 March, also in a leap year.
        ("AAA0BBB,J60/0,J300/0", "2028-03-01T00:00:00Z", 0, 3_600),
        // Day 59 counted from 0 is 29 February in a leap year.
        ("AAA0BBB,59/0,300/0", "2028-02-29T00:00:00Z", 0, 3_600),
        // The southern hemisphere, and a daylight offset of its own.
        ("AAA-10BBB-10:30,M10.1.0/2,M4.1.0/2", "2026-10-03T16:00:00Z", 36_000, 37_800),
        ("AAA5BBB,M11.1.0/-167,M3.1.0/167", "2026-10-25T06:00:00Z", -18_000, -14_400),
    ])
    func `the rule at the end decides where the table stops`(rule: String, change: String, before: Int, after: Int) throws {
        let zone = try Zone(name: "X", tzif: tzif(version: "3", footer: rule))
        let change = try instant(change)
        #expect(zone.offset(at: change - .seconds(1)) == before)
        #expect(zone.offset(at: change) == after)
        #expect(zone.nextTransition(after: change - .seconds(1)) == change)
    }

    @Test func `daylight time all year round never changes`() throws {
        let zone = try Zone(name: "X", tzif: tzif(version: "3", footer: "EST3EDT4,0/0,J365/23"))
        let century = Span(try instant("2000-01-01T00:00:00Z"), try instant("2100-01-01T00:00:00Z"))
        #expect(zone.transitions(in: century).isEmpty)
        #expect(zone.isDaylightSaving(at: try instant("2026-01-01T03:00:00Z")))
        #expect(zone.offset(at: century.start) == -14_400)
    }

    @Test func `a change of the year before last may be the last there was`() throws {
        // The end of an ordinary year falls a day after the next year's start, the end of a leap year hours before it.
        let zone = try Zone(name: "X", tzif: tzif(version: "3", footer: "AAA3BBB2,0/02,365/25"))
        let start = try instant("2028-01-01T05:00:00Z")
        #expect(zone.offset(at: start - .seconds(1)) == -10_800)
        #expect(zone.offset(at: start) == -7_200)
        #expect(zone.nextTransition(after: try instant("2027-07-01T00:00:00Z")) == start)
        #expect(zone.nextTransition(after: start) == (try instant("2028-01-02T03:00:00Z")))
        // The same in the other direction: an end late in December, before the year that it belongs to.
        let early = try Zone(name: "X", tzif: tzif(version: "3", footer: "AAA0BBB,J365/167,0/-167"))
        for year in 2026...2033 {
            let changes = early.transitions(in: Span(try instant("\(year)-01-03T00:00:00Z"), try instant("\(year + 1)-01-03T00:00:00Z")))
            #expect(changes == [try instant("\(year)-01-06T23:00:00Z"), try instant("\(year)-12-25T00:00:00Z")])
        }
    }

    @Test func `two changes an hour apart are both seen`() throws {
        let zone = try Zone(name: "X", tzif: tzif(changes: [(100_000, 1), (103_600, 0)], types: [(0, 0, 0), (7_200, 1, 4)]))
        let time = Zone.utc.civil(at: Instant(secondsSinceEpoch: 104_000))
        #expect(zone.resolve(time) == .unique(Instant(secondsSinceEpoch: 104_000)))
        let early = Zone.utc.civil(at: Instant(secondsSinceEpoch: 108_000))
        #expect(zone.resolve(early) == .fold(earlier: Instant(secondsSinceEpoch: 100_800), later: Instant(secondsSinceEpoch: 108_000)))
    }

    @Test func `what contradicts the format throws`() {
        #expect(throws: ZoneError.notZoneData) { try Zone(name: "X", tzif: []) }
        #expect(throws: ZoneError.notZoneData) { try Zone(name: "X", tzif: Array("<!DOCTYPE html>".utf8)) }
        #expect(throws: ZoneError.countsLeapSeconds) { try Zone(name: "X", tzif: tzif(leapSeconds: 1)) }
        let broken: [[UInt8]] = [
            tzif(changes: [(5, 0), (5, 0)]), tzif(changes: [(5, 1)]), tzif(changes: [(.min, 0)]), tzif(types: []), tzif(types: [(0, 2, 0)]),
            tzif(types: [(0, 0, 8)]), tzif(types: [(100_000, 0, 0)]), tzif(names: "AAA"), tzif(version: "!"),
        ]
        for file in broken { #expect(throws: ZoneError.self) { try Zone(name: "X", tzif: file) } }
    }

    @Test(arguments: [
        "A", "AAA", "AAA25", "AAA0BBB", "AAA0BBB,M3.5.0", "AAA0BBB,M3.5.0,M13.1.0", "AAA0BBB,M3.6.0,M10.5.0", "AAA0BBB,M3.5.7,M10.5.0",
        "AAA0BBB,J0,J5", "AAA0BBB,J1,366", "AAA0BBB,M3.5.0/168,M10.5.0", "<AAA0", "AAA0:60", "AAA0 ", "AAA0BBB,M3.5.0,M10.5.0x",
    ])
    func `a rule that can't be read throws`(rule: String) {
        #expect(throws: ZoneError.malformed("its rule for far years is unreadable")) { try Zone(name: "X", tzif: tzif(footer: rule)) }
    }

    @Test func `a file cut off anywhere throws`() {
        let file = tzif(changes: [(100, 1), (200, 0)], types: [(60, 0, 0), (120, 1, 4)], footer: "AAA0BBB,M3.5.0,M10.5.0")
        for length in 0..<file.count {
            #expect(throws: ZoneError.self) { try Zone(name: "X", tzif: Array(file[..<length])) }
        }
    }

    @Test func `any damage either throws or gives a zone that answers`() throws {
        let file = tzif(changes: [(100, 1), (200, 0)], types: [(60, 0, 0), (120, 1, 4)], footer: "AAA0BBB,M3.5.0,M10.5.0")
        let time = try civil("2026-03-29T02:30")
        for seed in UInt64(0)..<20_000 {
            var random = SeededGenerator(seed: seed)
            var damaged = file
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                damaged[Int.random(in: 0..<file.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            guard let zone = try? Zone(name: "X", tzif: damaged) else { continue }
            let instant = zone.instant(of: time)
            #expect(abs(instant.secondsSinceEpoch - 1_774_751_400) < 100_000, "seed \(seed)")
        }
    }
}
