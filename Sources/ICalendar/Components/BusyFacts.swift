/// What decides whether an event closes its time for booking, whatever format or interface told it.
public struct BusyFacts: Hashable, Sendable {
    /// What an event is for, where its source says so. iCalendar does not; Google's interface does (`eventType`).
    public enum Purpose: Hashable, Sendable {
        /// Anything that the source does not single out.
        case ordinary
        /// Where somebody works on a day.
        case workingLocation
        /// A birthday from an address book, which takes no time.
        case birthday
        /// Its owner is away.
        case outOfOffice
        /// Its owner keeps the time free of meetings.
        case focusTime
    }

    /// Microsoft's own mark, which says more than TRANSP.
    public enum Mark: Hashable, Sendable {
        /// The words of `X-MICROSOFT-CDO-BUSYSTATUS`: FREE, TENTATIVE, BUSY, OOF, WORKINGELSEWHERE.
        case free, tentative, busy, outOfOffice, workingElsewhere
    }

    /// STATUS (RFC 5545 section 3.8.1.11); nil if absent or unknown.
    public var status: EventStatus?
    /// The answers (RFC 5545 section 3.2.12) of those attendees who are the owner of the calendar; nil for none or an unknown word.
    public var ownAnswers: [ParticipationStatus?]
    /// TRANSP (RFC 5545 section 3.8.2.7).
    public var isTransparent: Bool
    /// Microsoft's mark; nil without one.
    public var mark: Mark?
    /// What the event is for, where its source says so.
    public var purpose: Purpose

    /// Facts from any source; what it does not say stays at its default, which means busy.
    public init(
        status: EventStatus? = nil, ownAnswers: [ParticipationStatus?] = [], isTransparent: Bool = false, mark: Mark? = nil,
        purpose: Purpose = .ordinary
    ) {
        self.status = status
        self.ownAnswers = ownAnswers
        self.isTransparent = isTransparent
        self.mark = mark
        self.purpose = purpose
    }

    /// The facts of an event for the owner of the addresses, which may be written with or without `mailto:` and in any case.
    public init(_ event: CalendarEvent, ownAddresses: Set<String>) {
        let addresses = Set(ownAddresses.map(Party.canonical))
        let attendees = addresses.isEmpty ? [] : event.attendees.filter { addresses.contains($0.address) }
        self.init(
            status: event.status, ownAnswers: attendees.map(\.participationStatus), isTransparent: event.isTransparent,
            mark: Mark(event.component))
    }
}

extension BusyFacts.Mark {
    /// The intended status counts where the actual one is missing: it is what the invitation will become. Hotmail's calendar had a
    /// spelling of its own.
    fileprivate init?(_ component: Component) {
        let names = ["X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS", "X-MICROSOFT-CDO-INTENDEDSTATUS"]
        switch names.lazy.compactMap({ component.first($0) }).first?.value.trimmed.asciiUppercased {
        case "FREE": self = .free
        case "TENTATIVE": self = .tentative
        case "BUSY": self = .busy
        case "OOF", "OUTOFOFFICE": self = .outOfOffice
        case "WORKINGELSEWHERE": self = .workingElsewhere
        default: return nil
        }
    }
}
