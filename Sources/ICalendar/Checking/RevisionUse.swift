import CivilTime

/// Changed occurrences that contradict one another (RFC 5546 section 2.1.5): of each no more is kept than numbers.
struct RevisionUse: Sendable {
    /// The newest that was seen so far of one occurrence.
    private struct Newest {
        let line: Int
        var sequence: Int
        var stamp: Instant?
        /// What those say that have this DTSTAMP, and those without one.
        var stamped: UInt64?
        var unstamped: UInt64?
        /// The line of one that differs from the others.
        var stampedLine: Int?
        var unstampedLine: Int?

        var contradictingLine: Int? {
            if let line = stampedLine ?? unstampedLine { return line }
            if let stamped, let unstamped, stamped != unstamped { return line }
            return nil
        }
    }

    private let zones: ZoneDatabase
    private var newest: [UInt64: Newest] = [:]
    /// No more occurrences than these are compared, so that the memory of a check stays small.
    private static let maximumOccurrences = 200_000

    init(zones: ZoneDatabase) {
        self.zones = zones
    }

    mutating func take(_ component: Component) {
        guard component.name == "VEVENT", component.first("RECURRENCE-ID") != nil, let event = try? CalendarEvent(component),
            let recurrenceID = event.recurrenceID
        else { return }
        let name = fingerprintNumber("\(event.uid)\n\(text(of: recurrenceID))")
        let line = component.sourceLine ?? 0
        let facts = UInt64(bitPattern: Int64(TimeFacts(of: event).hashValue))
        guard var held = newest[name] else {
            guard newest.count < Self.maximumOccurrences else { return }
            newest[name] = Newest(
                line: line, sequence: event.sequence, stamp: event.stamp, stamped: event.stamp == nil ? nil : facts,
                unstamped: event.stamp == nil ? facts : nil)
            return
        }
        if event.sequence > held.sequence { held = Newest(line: held.line, sequence: event.sequence) }
        guard event.sequence == held.sequence else { return }
        if let stamp = event.stamp {
            if held.stamp.map({ stamp > $0 }) ?? true { (held.stamp, held.stamped, held.stampedLine) = (stamp, facts, nil) }
            if stamp == held.stamp, held.stamped != facts { held.stampedLine = line }
        } else {
            if held.unstamped.map({ $0 != facts }) ?? false { held.unstampedLine = line }
            held.unstamped = held.unstamped ?? facts
        }
        newest[name] = held
    }

    /// The same for one instant however it is written, as far as its zone is known.
    private func text(of time: EventTime) -> String {
        if case .zoned(let civil, let tzid) = time {
            return zones.zone(tzid: tzid)?.instant(of: civil).calendarText ?? "\(tzid) \(time.text)"
        }
        return time.text
    }

    /// One for each occurrence of which two revisions contradict one another.
    var findings: [Finding] {
        newest.values.compactMap(\.contradictingLine).sorted().map { Revisions.finding(line: $0) }
    }
}
