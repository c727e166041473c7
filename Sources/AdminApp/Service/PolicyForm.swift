import Booking
import CivilTime
import Texts
import WebShell

/// The five fields of a scheduling policy (B31–B34, B60), for a business and for a service that has its own.
struct PolicyForm: Sendable {
    var timeSlotInterval: Field
    var minimumLeadTime: Field
    var maximumAdvance: Field
    var cancellationLeadTime: Field
    var allowStaffSelection: Field

    init(_ policy: SchedulingPolicy, _ fields: FormFields) {
        timeSlotInterval = fields.number("timeSlotInterval", Int(policy.timeSlotInterval.count / 60), unit: "unitMinutes")
        minimumLeadTime = fields.number("minimumLeadTime", Int(policy.minimumLeadTime.count / 3_600), unit: "unitHours")
        maximumAdvance = fields.number("maximumAdvance", Int(policy.maximumAdvance.count / 86_400), unit: "unitDays")
        cancellationLeadTime = fields.number(
            "cancellationLeadTime", policy.cancellationLeadTime.map { Int($0.count / 3_600) }, unit: "unitHours", required: false)
        allowStaffSelection = fields.check("allowStaffSelection", policy.allowStaffSelection)
    }

    static func read(_ reader: inout FormReader, prefix: String) -> SchedulingPolicy {
        // An empty or unreadable number is told as one out of its range: that sentence names the field.
        let interval = reader.whole("\(prefix)timeSlotInterval", missing: "interval", malformed: "interval") ?? 0
        let least = reader.whole("\(prefix)minimumLeadTime", missing: "minimumLeadTime", malformed: "minimumLeadTime") ?? 0
        let most = reader.whole("\(prefix)maximumAdvance", missing: "maximumAdvance", malformed: "maximumAdvance") ?? 0
        let cancellation = reader.whole("\(prefix)cancellationLeadTime", missing: nil, malformed: "cancellationLeadTime")
        return SchedulingPolicy(
            timeSlotInterval: .minutes(interval), minimumLeadTime: .hours(least), maximumAdvance: .days(most),
            cancellationLeadTime: cancellation.map { .hours($0) }, allowStaffSelection: reader.form.contains("\(prefix)allowStaffSelection")
        )
    }
}
