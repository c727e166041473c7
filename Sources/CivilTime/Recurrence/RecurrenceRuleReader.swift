/// Reads the parts of a rule's text (RFC 5545 section 3.3.10), each at most once and in any order.
struct RecurrenceRuleReader {
    typealias Failure = RecurrenceRule.Failure

    var scanner: RuleScanner
    private var seen: UInt32 = 0

    private var frequency: RecurrenceRule.Frequency?
    private var interval = 1
    private var count: Int?
    private var until: RecurrenceRule.Until?
    private var weekStart = Weekday.monday
    private var skip = RecurrenceRule.Skip.omit
    private var namesCalendar = false
    var parts = RecurrenceParts()

    init(_ bytes: UnsafeRawBufferPointer) {
        scanner = RuleScanner(bytes)
    }

    consuming func rule() throws(Failure) -> RecurrenceRule {
        guard scanner.bytes.count <= 10_000 else { throw .malformed("its length") }
        while scanner.startPart() { try part() }
        guard let frequency else { throw .malformed("FREQ") }
        return try RecurrenceRule(
            frequency: frequency, interval: interval, count: count, until: until, weekStart: weekStart, skip: skip,
            namesCalendar: namesCalendar, parts: parts)
    }

    private mutating func part() throws(Failure) {
        let name = scanner.word()
        guard scanner.take("="), !scanner.isAtPartEnd else { throw damage }
        switch name {
        case "FREQ":
            try once(0)
            frequency = try frequencyValue()
        case "INTERVAL":
            try once(1)
            interval = try positiveNumber()
        case "COUNT":
            try once(2)
            count = try positiveNumber()
        case "UNTIL":
            try once(3)
            until = try untilValue()
        case "BYMONTH":
            try once(4)
            try months()
        case "BYWEEKNO":
            try once(5)
            parts.weekNumbers = try signedSet(upTo: 53)
        case "BYYEARDAY":
            try once(6)
            parts.yearDays = try signedList()
        case "BYMONTHDAY":
            try once(7)
            parts.monthDays = try signedSet(upTo: 31)
        case "BYDAY":
            try once(8)
            try days()
        case "BYHOUR":
            try once(9)
            parts.hours = UInt32(truncatingIfNeeded: try set(upTo: 23))
        case "BYMINUTE":
            try once(10)
            parts.minutes = try set(upTo: 59)
        case "BYSECOND":
            try once(11)
            parts.seconds = try set(upTo: 60)
        case "BYSETPOS":
            try once(12)
            parts.positions = try signedList()
        case "WKST":
            try once(13)
            weekStart = try weekStartValue()
        case "RSCALE":
            try once(14)
            try calendar()
        case "SKIP":
            try once(15)
            skip = try skipValue()
        default: throw name.isEmpty ? damage : .notUnderstood(name.text)
        }
        guard scanner.isAtPartEnd else { throw damage }
    }

    private mutating func once(_ part: UInt32) throws(Failure) {
        guard seen & 1 << part == 0 else { throw damage }
        seen |= 1 << part
    }

    private mutating func frequencyValue() throws(Failure) -> RecurrenceRule.Frequency {
        switch scanner.word() {
        case "SECONDLY": .secondly
        case "MINUTELY": .minutely
        case "HOURLY": .hourly
        case "DAILY": .daily
        case "WEEKLY": .weekly
        case "MONTHLY": .monthly
        case "YEARLY": .yearly
        default: throw damage
        }
    }

    private mutating func calendar() throws(Failure) {
        guard scanner.word() == "GREGORIAN", scanner.isAtPartEnd else { throw .notUnderstood(scanner.partText) }
        namesCalendar = true
    }

    private mutating func skipValue() throws(Failure) -> RecurrenceRule.Skip {
        switch scanner.word() {
        case "OMIT": .omit
        case "BACKWARD": .backward
        case "FORWARD": .forward
        default: throw damage
        }
    }

    private mutating func weekStartValue() throws(Failure) -> Weekday {
        guard let index = scanner.weekday() else { throw damage }
        return Weekday.allCases[index]
    }

    /// `20261224`, `20261224T090000` or `20261224T090000Z`.
    private mutating func untilValue() throws(Failure) -> RecurrenceRule.Until {
        guard let year = scanner.fixed(4), let month = scanner.fixed(2), let day = scanner.fixed(2),
            let date = CivilDate(year: year, month: month, day: day)
        else {
            throw damage
        }
        guard scanner.take("T") else { return .date(date) }
        guard let hour = scanner.fixed(2), let minute = scanner.fixed(2), let second = scanner.fixed(2), second <= 60,
            let time = TimeOfDay(hour: hour, minute: minute, second: min(second, 59))
        else { throw damage }
        let civil = CivilDateTime(date, time)
        return scanner.take("Z") ? .instant(Instant(secondsSinceEpoch: civil.secondsAsUTC)) : .local(civil)
    }

    var damage: Failure { .malformed(scanner.partText) }
}
