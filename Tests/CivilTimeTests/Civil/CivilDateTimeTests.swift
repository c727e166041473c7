import CivilTime
import Testing

struct CivilDateTimeTests {
    @Test func `seconds or none are read and seconds are written`() throws {
        #expect(try civil("2026-11-21T09:30").description == "2026-11-21T09:30:00")
        #expect(try json(civil("2026-11-21T09:30:15")) == #""2026-11-21T09:30:15""#)
        #expect(throws: DecodingError.self) { try value(CivilDateTime.self, json: #""2026-11-21""#) }
    }

    @Test(arguments: ["2026-11-21", "2026-11-21 09:30", "2026-11-21T09:30:00Z", "2026-02-29T09:30", "2026-11-21T24:00"])
    func `anything else is refused`(text: String) {
        #expect(CivilDateTime(iso8601: text) == nil)
    }

    @Test func `lengths carry over midnight in both directions`() throws {
        #expect(try civil("2026-12-31T23:30").adding(.hours(1)) == civil("2027-01-01T00:30"))
        #expect(try civil("1970-01-01T00:00").adding(.seconds(-1)) == civil("1969-12-31T23:59:59"))
        #expect(try civil("9999-12-31T12:00").adding(.days(2)) == civil("9999-12-31T23:59:59"))
    }

    @Test func `a later date comes after any time of an earlier one`() throws {
        #expect(try civil("2026-01-01T23:00") < civil("2026-01-02T01:00"))
        #expect(try civil("2026-01-01T01:00") < civil("2026-01-01T23:00"))
    }
}
