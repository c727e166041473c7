import CivilTime
import Testing

struct InstantTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-21T09:00:00Z", 1_795_251_600), ("2026-11-21t09:00:00.999z", 1_795_251_600),
        ("2026-11-21T10:00:00+01:00", 1_795_251_600), ("2026-11-21T03:30:00-05:30", 1_795_251_600),
        ("0001-01-01T00:00:00Z", -62_135_596_800), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func `an RFC 3339 text is an instant`(text: String, seconds: Int64) {
        #expect(Instant(rfc3339: text)?.secondsSinceEpoch == seconds)
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T09:00:00", "2026-11-21T09:00Z", "2026-11-21 09:00:00Z", "2026-02-29T09:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T09:60:00Z", "2026-11-21T09:00:00.Z", "2026-11-21T09:00:00+24:00", "2026-11-21T09:00:00+0100", "2026-11-21T09:00:00Zx",
        "0000-01-01T00:00:00Z", "２026-11-21T09:00:00Z",
    ])
    func `anything else is not`(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func `a description can be read back`() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<10_000 {
            let instant = Instant(secondsSinceEpoch: .random(in: -62_135_596_800...253_402_300_799, using: &random))
            #expect(Instant(rfc3339: instant.description) == instant)
        }
    }

    @Test func `an instant outside the years 1 to 9999 is described by its seconds`() {
        #expect(Instant(secondsSinceEpoch: 253_402_300_800).description == "@253402300800")
    }

    @Test func `arithmetic goes both ways and stops at the end`() throws {
        let nine = try instant("2026-11-21T09:00:00Z")
        var moved = nine
        moved += .hours(1)
        #expect(moved - nine == .hours(1))
        moved -= .hours(2)
        #expect(moved == nine - .hours(1))
        #expect(Instant(secondsSinceEpoch: .max) + .days(1) == Instant(secondsSinceEpoch: .max))
    }

    @Test func `an instant is a bare integer in JSON`() throws {
        #expect(try json(Instant(secondsSinceEpoch: 5)) == "5")
        #expect(try value(Instant.self, json: "5") == Instant(secondsSinceEpoch: 5))
    }
}
