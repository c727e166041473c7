import Booking
import CivilTime
import TestSupport
import Testing

struct RuleBreakTests {
    private func check(_ ranges: [Span], off: [Span] = []) -> RuleBreak? {
        var appointment = Cast.appointment(of: Cast.coloring, at: at(60), with: Cast.benMember)
        appointment.postBuffer = .minutes(30)
        return RuleBreak.check(appointment, opening: OpeningTimes(ranges: ranges), timeOff: off)
    }

    @Test func `an appointment within its hours breaks no rule, whatever its buffers need`() {
        #expect(check([span(60, 120)]) == nil)
        #expect(check([span(0, 90), span(90, 200)]) == nil)
    }

    @Test func `an appointment that the hours no longer cover is outside`() {
        #expect(check([span(61, 500)]) == .outsideHours)
        #expect(check([span(0, 119)]) == .outsideHours)
        #expect(check([]) == .outsideHours)
    }

    @Test func `time off is told before hours, and touching it is no break`() {
        #expect(check([], off: [span(100, 500)]) == .duringTimeOff)
        #expect(check([span(0, 500)], off: [span(0, 60), span(120, 180)]) == nil)
    }
}
