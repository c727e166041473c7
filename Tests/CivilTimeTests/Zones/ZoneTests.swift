import CivilTime
import Testing

struct ZoneTests {
    @Test func `a zone knows its offset, name and daylight time`() throws {
        let berlin = try zone("Europe/Berlin")
        let (winter, summer) = (try instant("2026-01-15T12:00:00Z"), try instant("2026-07-15T12:00:00Z"))
        #expect([berlin.offset(at: winter), berlin.offset(at: summer)] == [3_600, 7_200])
        #expect([berlin.abbreviation(at: winter), berlin.abbreviation(at: summer)] == ["CET", "CEST"])
        #expect([berlin.isDaylightSaving(at: winter), berlin.isDaylightSaving(at: summer)] == [false, true])
        #expect(try berlin.civil(at: summer) == civil("2026-07-15T14:00"))
        #expect(try berlin.date(at: instant("2026-07-15T22:30:00Z")) == date("2026-07-16"))
    }

    @Test func `local mean time comes before the first change`() throws {
        #expect(try zone("Europe/Berlin").offset(at: instant("1800-01-01T00:00:00Z")) == 3_208)
    }

    @Test(arguments: [("2100-07-01T00:00:00Z", 7_200), ("2100-12-01T00:00:00Z", 3_600), ("9999-07-01T00:00:00Z", 7_200)])
    func `the rule at the end of the file covers far years`(time: String, offset: Int) throws {
        #expect(try zone("Europe/Berlin").offset(at: instant(time)) == offset)
    }

    @Test func `the changes of a year are found in order`() throws {
        let year = Span(try instant("2026-01-01T00:00:00Z"), try instant("2027-01-01T00:00:00Z"))
        let changes = try ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"].map(instant)
        #expect(try zone("Europe/Berlin").transitions(in: year) == changes)
        #expect(try zone("Asia/Tokyo").nextTransition(after: year.start) == nil)
        #expect(try zone("Europe/Berlin").transitions(in: Span(changes[0], changes[1])) == [changes[0]])
    }

    @Test func `the ends of time are answered and not trapped on`() throws {
        let berlin = try zone("Europe/Berlin")
        for end in [Instant(secondsSinceEpoch: .min), Instant(secondsSinceEpoch: .max)] {
            #expect(abs(berlin.offset(at: end)) < 86_400)
            #expect([CivilDate.first, .last].contains(berlin.date(at: end)))
        }
        #expect(berlin.nextTransition(after: Instant(secondsSinceEpoch: .max)) == nil)
        #expect(berlin.nextTransition(after: Instant(secondsSinceEpoch: .max - 1)) == nil)
        #expect(berlin.instant(of: CivilDateTime(.last, .midnight)) > berlin.startOfDay(.first))
    }

    @Test func `fixed zones are named by their offset`() throws {
        #expect(Zone.fixed(offset: -12_600).name == "UTC-03:30")
        #expect(Zone.fixed(offset: 0) == .utc)
        #expect(try Zone.fixed(offset: 7_200).civil(at: instant("2026-01-01T23:00:00Z")) == civil("2026-01-02T01:00"))
    }
}
