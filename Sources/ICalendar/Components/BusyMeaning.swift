/// Whether an event closes its time for booking, and why.
public enum BusyMeaning: Hashable, Sendable {
    case busy(BusyReason)
    case free(FreeReason)

    public enum BusyReason: Hashable, Sendable {
        /// Events take their time unless they say otherwise (RFC 5545 section 3.8.2.7).
        case opaque
        case tentative
        case outOfOffice
        case workingElsewhere
        /// A period of a VFREEBUSY.
        case freeBusy
        /// The time or the rule is not understood, and unknown means busy.
        case notUnderstood
    }

    public enum FreeReason: Hashable, Sendable {
        case transparent
        case cancelled
        /// The owner of the calendar refused the invitation.
        case declined
        /// Outlook's own mark says free where TRANSP says nothing else.
        case markedFree
    }

    public var isBusy: Bool {
        if case .busy = self { true } else { false }
    }

    /// The meaning for a person.
    public var sentence: String {
        switch self {
        case .busy(.opaque): "The event is shown as busy."
        case .busy(.tentative): "The event is tentative, which counts as busy."
        case .busy(.outOfOffice): "The event is marked out of office, which counts as busy."
        case .busy(.workingElsewhere): "The event is marked working elsewhere, which counts as busy."
        case .busy(.freeBusy): "The calendar publishes this time as busy."
        case .busy(.notUnderstood): "The time or the repetition of the event is not understood, which counts as busy."
        case .free(.transparent): "The event is shown as free."
        case .free(.cancelled): "The event is cancelled."
        case .free(.declined): "The invitation was declined."
        case .free(.markedFree): "The event is marked free in Outlook."
        }
    }

    /// The one place that decides. Cancelled and declined come first, as neither changes TRANSP; then the standard's TRANSP, then
    /// Outlook's mark, then STATUS.
    public static func of(_ event: CalendarEvent, ownAddresses: Set<String>) -> BusyMeaning {
        if event.status == .cancelled { return .free(.cancelled) }
        let addresses = Set(ownAddresses.map(Party.canonical))
        let ownAnswers = event.attendees.filter { addresses.contains($0.address) }.map(\.participationStatus)
        if !ownAnswers.isEmpty, ownAnswers.allSatisfy({ $0 == .declined }) { return .free(.declined) }
        if event.isTransparent { return .free(.transparent) }
        switch outlookStatus(of: event.component) {
        case "FREE": return .free(.markedFree)
        case "OOF": return .busy(.outOfOffice)
        case "WORKINGELSEWHERE": return .busy(.workingElsewhere)
        case "TENTATIVE": return .busy(.tentative)
        default: return event.status == .tentative ? .busy(.tentative) : .busy(.opaque)
        }
    }

    /// The intended status counts where the actual one is missing: it is what the invitation will become.
    private static func outlookStatus(of component: Component) -> String? {
        let property = component.first("X-MICROSOFT-CDO-BUSYSTATUS") ?? component.first("X-MICROSOFT-CDO-INTENDEDSTATUS")
        return property?.value.trimmed.asciiUppercased
    }
}

public typealias BusyReason = BusyMeaning.BusyReason
public typealias FreeReason = BusyMeaning.FreeReason
