/// One value of RDATE (RFC 5545 section 3.8.5.2), or one period of FREEBUSY: a start, and for a period its end or length.
public struct RecurrenceDate: Hashable, Sendable {
    /// When it begins, on the clock that the calendar names.
    public let start: EventTime
    /// How long it lasts.
    public let extent: Extent

    /// How long a time lasts.
    public enum Extent: Hashable, Sendable {
        /// As long as the event that names the date.
        case asEvent
        /// To its own end, exclusive (RFC 5545 section 3.3.9).
        case until(EventTime)
        /// For its own length (RFC 5545 section 3.3.9).
        case lasting(EventDuration)
    }

    /// A date, or a period with an end or a length.
    public init(start: EventTime, extent: Extent = .asEvent) {
        self.start = start
        self.extent = extent
    }

    init?(_ text: Substring, parameters property: Property) {
        let parts = text.split(separator: "/", maxSplits: 1)
        guard let first = parts.first, let start = EventTime(String(first), parameters: property) else { return nil }
        guard parts.count == 2 else {
            self.init(start: start)
            return
        }
        if let duration = EventDuration(String(parts[1])) {
            self.init(start: start, extent: .lasting(duration))
        } else if let end = EventTime(String(parts[1]), parameters: property) {
            self.init(start: start, extent: .until(end))
        } else {
            return nil
        }
    }

    /// Every value of a list property, and the texts that cannot be read.
    static func list(_ property: Property) -> (dates: [RecurrenceDate], unreadable: [String]) {
        var (dates, unreadable): ([RecurrenceDate], [String]) = ([], [])
        for text in property.value.split(separator: ",") where !text.utf8.allSatisfy(\.isBlank) {
            if let date = RecurrenceDate(text, parameters: property) {
                dates.append(date)
            } else {
                unreadable.append(String(text.prefix(40)))
            }
        }
        return (dates, unreadable)
    }
}
