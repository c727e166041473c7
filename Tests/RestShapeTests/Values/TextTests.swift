import CivilTime
import RestShape
import Testing

struct DurationTextTests {
    @Test(arguments: [
        ("PT30M", 1_800), ("P1D", 86_400), ("P1DT2H30M", 95_400), ("PT0S", 0), ("-PT5M", -300), ("P2W", 1_209_600), ("PT1.000S", 1),
        ("PT36H", 129_600), ("0:30:00", 1_800), ("1 day, 0:30:00", 88_200), ("2 days, 1:00:00", 176_400), ("-1 day, 23:30:00", -1_800),
        ("0:00:01.000000", 1), ("PT1H5S", 3_605), ("P0D", 0), ("PT90M", 5_400),
    ])
    func `durations are read as ISO 8601 and as Python writes them`(text: String, seconds: Int64) {
        #expect(DurationText.read(text)?.count == seconds)
    }

    @Test(arguments: [
        "", "P", "PT", "P1DT", "P1Y", "P1M", "30M", "PT5", "PT5M1H", "P1D1D", "PT0.5S", "PT1.5H", "PT1.", "P1.0D", "1:00", "24:00:00",
        "0:60:00",
        "0:00:60", "0:00:00.5", "1 day 0:00:00", "day, 0:00:00", "1 days,0:00:00", "0:00:00 ", "P9999999999D", "pt5m", "PTT5M", "0:00:00.",
    ])
    func `anything else is no duration`(text: String) {
        #expect(DurationText.read(text) == nil)
    }

    @Test func `what is written is read again`() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<5_000 {
            let bound = Int64.random(in: 1...1_000_000_000, using: &generator)
            let length = Seconds(Int64.random(in: -bound...bound, using: &generator))
            #expect(DurationText.read(DurationText.write(length)) == length)
        }
        let written = [0, 45, 1_800, 86_400, 95_400, -300].map { DurationText.write(Seconds($0)) }
        #expect(written == ["PT0S", "PT45S", "PT30M", "P1D", "P1DT2H30M", "-PT5M"])
    }
}

struct ClockTextTests {
    @Test func `times are read short and long, and written with seven digits`() {
        #expect(ClockText.time("08:00") == ClockText.time("08:00:00.0000000"))
        #expect(ClockText.time("08:00:15.9").map(ClockText.write) == "08:00:15.0000000")
        #expect(ClockText.civil("2026-12-01T09:00:00.123").map(ClockText.write) == "2026-12-01T09:00:00.0000000")
        for text in ["8:00", "24:00", "08:00.5", "08:00:00.", "08:00:00.x", "", "08:00:00.0000000000000"] {
            #expect(ClockText.time(text) == nil)
        }
    }

    @Test func `instants are read with any offset and written in UTC`() {
        for text in ["2026-12-01T09:00:00Z", "2026-12-01T10:00:00.5+01:00", "2026-12-01T09:00Z", "2026-12-01T10:00+01:00"] {
            #expect(ClockText.instant(text).map(ClockText.write) == "2026-12-01T09:00:00Z")
        }
        for text in ["2026-12-01T09:00:00", "2026-12-01", "2026-12-01T09:00", "2026-12-01T09:00:0Z", ""] {
            #expect(ClockText.instant(text) == nil)
        }
        #expect(ClockText.write(Instant(secondsSinceEpoch: .min)) == "0001-01-01T00:00:00Z")
        #expect(ClockText.write(Instant(secondsSinceEpoch: .max)) == "9999-12-31T23:59:59Z")
    }
}

struct StringFormTests {
    /// Texts of a few characters that matter, short enough that many of them are in form.
    @Test func `check and pattern of each form say the same`() throws {
        let forms: [(StringForm, [String])] = [
            (.any, ["a", "\u{0}", "\n", "ü"]), (.line, ["a", "\u{0}", "\u{1F}", "\u{7F}", "🎈", "\n"]),
            (.emailAddress, ["a", "@", ".", " ", "ü", ",", "<"]), (.webAddress, ["https://", "http://", "a", " ", "\"", "/", "\u{301}"]),
            (.currencyCode, ["E", "U", "R", "x", "É"]), (.color, ["#", "#1A7F5A", "00", "Aa0", "g", "Ａ"]),
        ]
        var generator = SeededGenerator(seed: 9)
        for (form, alphabet) in forms {
            let pattern = try Regex(form.pattern).matchingSemantics(.unicodeScalar)
            var (accepted, refused) = (0, 0)
            for _ in 0..<3_000 {
                let text = (0..<Int.random(in: 0...6, using: &generator)).map { _ in alphabet.randomElement(using: &generator)! }.joined()
                let isAccepted = form.accepts(text)
                #expect(isAccepted == (text.wholeMatch(of: pattern) != nil), "\(form.pattern): \(text.debugDescription)")
                if isAccepted { accepted += 1 } else { refused += 1 }
            }
            #expect(accepted > 20 && refused > 20, "\(form.pattern)")
        }
    }
}
