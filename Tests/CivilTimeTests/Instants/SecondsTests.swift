import CivilTime
import Testing

struct SecondsTests {
    @Test func `units multiply up to seconds`() {
        #expect(Seconds.minutes(2) == Seconds(120))
        #expect(Seconds.hours(-1) == -Seconds(3_600))
        #expect(Seconds.days(2) == Seconds.hours(24) * 2)
        #expect(Seconds.minutes(1) - .seconds(61) < .zero)
    }

    @Test func `sums and products stop at the end instead of trapping`() {
        let most = Seconds(.max)
        let least = Seconds(.min)
        #expect(most + .seconds(1) == most)
        #expect(least - .seconds(1) == least)
        #expect(-least == most)
        #expect(Seconds.days(.max) == most)
        #expect(Seconds.days(.min) == least)
        #expect(least * -1 == most)
    }

    @Test func `a length is a bare integer in JSON`() throws {
        #expect(try json(Seconds.minutes(90)) == "5400")
        #expect(try value(Seconds.self, json: "-60") == .minutes(-1))
    }
}
