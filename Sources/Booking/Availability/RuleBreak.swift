public import CivilTime

/// Why an existing appointment falls outside changed rules.
public enum RuleBreak: String, Hashable, Sendable, Codable {
    case outsideHours
    case duringTimeOff
    case personRemoved
    case personNotBookable
    case serviceRemoved
    case personNoLongerOffersService

    /// Whether an appointment's own time still lies within the hours and outside of time off.
    public static func check(_ appointment: Appointment, opening: OpeningTimes, timeOff: [Span]) -> RuleBreak? {
        if timeOff.contains(where: { $0.overlaps(appointment.span) }) { return .duringTimeOff }
        return opening.union.contains(appointment.span) ? nil : .outsideHours
    }
}
