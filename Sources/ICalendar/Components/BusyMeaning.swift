/// Whether an event closes its time for booking, and why.
public enum BusyMeaning: Hashable, Sendable {
    /// The time is closed.
    case busy(BusyReason)
    /// The time stays open.
    case free(FreeReason)

    /// Why an event takes its time.
    public enum BusyReason: Hashable, Sendable {
        /// Events take their time unless they say otherwise (RFC 5545 section 3.8.2.7).
        case opaque
        /// STATUS:TENTATIVE (RFC 5545 section 3.8.1.11), Microsoft’s mark, or the owner’s own answer (section 3.2.12).
        case tentative
        /// The owner is away.
        case outOfOffice
        /// The owner works at another place.
        case workingElsewhere
        /// Time that somebody keeps free of meetings.
        case focusTime
        /// A period of a VFREEBUSY.
        case freeBusy
        /// The time or the rule is not understood, and unknown means busy.
        case notUnderstood
    }

    /// Why an event takes no time.
    public enum FreeReason: Hashable, Sendable {
        /// TRANSP:TRANSPARENT (RFC 5545 section 3.8.2.7).
        case transparent
        /// STATUS:CANCELLED (RFC 5545 section 3.8.1.11), or METHOD:CANCEL (RFC 5546 section 3.2.5).
        case cancelled
        /// The owner of the calendar refused the invitation.
        case declined
        /// Outlook's own mark says free where TRANSP says nothing else.
        case markedFree
        /// The event only says where somebody works.
        case workingLocation
        /// A birthday from an address book.
        case birthday
    }

    /// Whether the event closes its time.
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
        case .busy(.focusTime): "The event keeps time free of meetings, which counts as busy."
        case .busy(.freeBusy): "The calendar publishes this time as busy."
        case .busy(.notUnderstood): "The time or the repetition of the event is not understood, which counts as busy."
        case .free(.transparent): "The event is shown as free."
        case .free(.cancelled): "The event is cancelled."
        case .free(.declined): "The invitation was declined."
        case .free(.markedFree): "The event is marked free in Outlook."
        case .free(.workingLocation): "The event only says where somebody works."
        case .free(.birthday): "The event is a birthday."
        }
    }

    /// The one place that decides, the first row that applies:
    ///
    /// | fact | meaning |
    /// | --- | --- |
    /// | STATUS:CANCELLED, METHOD:CANCEL | free |
    /// | every answer of the owner is DECLINED | free |
    /// | working location, birthday | free |
    /// | TRANSP:TRANSPARENT | free |
    /// | Microsoft's mark FREE | free |
    /// | out of office, by purpose or mark | busy |
    /// | focus time | busy |
    /// | Microsoft's mark WORKINGELSEWHERE | busy |
    /// | tentative, by mark, STATUS or all of the owner's answers | busy |
    /// | anything else, whole days too | busy |
    ///
    /// Cancelled and declined come first, as neither changes TRANSP.
    public static func of(_ facts: BusyFacts) -> BusyMeaning {
        if facts.status == .cancelled { return .free(.cancelled) }
        if !facts.ownAnswers.isEmpty, facts.ownAnswers.allSatisfy({ $0 == .declined }) { return .free(.declined) }
        if facts.purpose == .workingLocation { return .free(.workingLocation) }
        if facts.purpose == .birthday { return .free(.birthday) }
        if facts.isTransparent { return .free(.transparent) }
        if facts.mark == .free { return .free(.markedFree) }
        if facts.purpose == .outOfOffice || facts.mark == .outOfOffice { return .busy(.outOfOffice) }
        if facts.purpose == .focusTime { return .busy(.focusTime) }
        if facts.mark == .workingElsewhere { return .busy(.workingElsewhere) }
        if facts.mark == .tentative || (facts.mark == nil && facts.status == .tentative) { return .busy(.tentative) }
        if !facts.ownAnswers.isEmpty, facts.ownAnswers.allSatisfy({ $0 == .tentative }) { return .busy(.tentative) }
        return .busy(.opaque)
    }

    /// The meaning of an event for the owner of the addresses.
    public static func of(_ event: CalendarEvent, ownAddresses: Set<String>) -> BusyMeaning {
        of(BusyFacts(event, ownAddresses: ownAddresses))
    }
}

/// Why an event takes its time.
public typealias BusyReason = BusyMeaning.BusyReason
/// Why an event takes no time.
public typealias FreeReason = BusyMeaning.FreeReason
