import Booking
import CivilTime
import TestSupport
import Testing

struct SchedulingPolicyTests {
    private func faults(_ change: (inout SchedulingPolicy) -> Void) -> [SchedulingPolicy.Fault] {
        var policy = SchedulingPolicy()
        change(&policy)
        return policy.faults
    }

    @Test func `the usual policy may be stored`() { #expect(SchedulingPolicy().faults == []) }

    @Test func `B33 the maximum is at least 24 hours longer than the minimum`() {
        #expect(faults { ($0.minimumLeadTime, $0.maximumAdvance) = (.hours(24), .days(2)) } == [])
        #expect(faults { ($0.minimumLeadTime, $0.maximumAdvance) = (.hours(25), .days(2)) } == [.maximumTooClose])
        #expect(faults { ($0.minimumLeadTime, $0.maximumAdvance) = (.days(30), .days(30)) } == [.maximumTooClose])
    }

    @Test func `B34 a maximum of one day is allowed only without a minimum`() {
        #expect(faults { ($0.minimumLeadTime, $0.maximumAdvance) = (.zero, .days(1)) } == [])
        #expect(faults { ($0.minimumLeadTime, $0.maximumAdvance) = (.hours(1), .days(1)) } == [.maximumTooClose])
    }

    @Test func `B31 the maximum is 1 to 730 whole days`() {
        for days in [1, 730] { #expect(faults { ($0.minimumLeadTime, $0.maximumAdvance) = (.zero, .days(days)) } == []) }
        for length in [Seconds.zero, .hours(23), .hours(36), .days(731), .days(-3)] {
            #expect(faults { $0.maximumAdvance = length } == [.maximumAdvance])
        }
    }

    @Test func `B32 the minimum is 0 to 365 days in whole hours`() {
        #expect(faults { ($0.minimumLeadTime, $0.maximumAdvance) = (.days(365), .days(366)) } == [])
        for length in [Seconds.hours(-1), .minutes(90)] { #expect(faults { $0.minimumLeadTime = length } == [.minimumLeadTime]) }
        #expect(faults { ($0.minimumLeadTime, $0.maximumAdvance) = (.days(366), .days(730)) } == [.minimumLeadTime])
    }

    @Test func `the step is 5 minutes to 24 hours in whole minutes`() {
        for step in [Seconds.minutes(5), .minutes(7), .hours(24)] { #expect(faults { $0.timeSlotInterval = step } == []) }
        for step in [Seconds.zero, .minutes(4), .seconds(301), .hours(25)] { #expect(faults { $0.timeSlotInterval = step } == [.interval]) }
    }

    @Test func `the cancellation lead time is checked when there is one`() {
        for length in [nil, Seconds.zero, .days(365)] { #expect(faults { $0.cancellationLeadTime = length } == []) }
        for length in [Seconds.hours(-1), .minutes(30), .days(366)] {
            #expect(faults { $0.cancellationLeadTime = length } == [.cancellationLeadTime])
        }
    }

    @Test func `all faults are told at once, each with its field`() {
        let policy = SchedulingPolicy(
            timeSlotInterval: .zero, minimumLeadTime: .hours(-1), maximumAdvance: .zero, cancellationLeadTime: .hours(-1))
        #expect(policy.faults.map(\.field) == ["timeSlotInterval", "minimumLeadTime", "maximumAdvance", "cancellationLeadTime"])
        #expect(SchedulingPolicy.Fault.maximumTooClose.field == "maximumAdvance")
    }

    @Test func `a customer may change until the cancellation lead time, or the minimum lead time without one`() {
        #expect(SchedulingPolicy(minimumLeadTime: .hours(2)).lastChange(before: at(600)) == at(480))
        #expect(
            SchedulingPolicy(minimumLeadTime: .hours(2), cancellationLeadTime: .hours(24)).lastChange(before: at(600)) == at(600 - 1440))
        #expect(SchedulingPolicy(minimumLeadTime: .zero, maximumAdvance: .days(1)).lastChange(before: at(600)) == at(600))
    }

    @Test func `a service's rules count lead times from now`() {
        let rules = SlotRules(
            service: Cast.coloring,
            policy: SchedulingPolicy(timeSlotInterval: .minutes(15), minimumLeadTime: .hours(3), maximumAdvance: .days(30)), now: at(0))
        #expect(
            rules
                == SlotRules(
                    duration: .hours(1), preBuffer: .minutes(15), postBuffer: .minutes(30), step: .minutes(15), earliest: at(180),
                    latest: at(30 * 1440)))
    }
}
