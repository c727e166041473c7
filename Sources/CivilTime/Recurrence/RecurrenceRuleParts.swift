/// The `NAME=VALUE` parts of a rule's text, each name once.
struct RecurrenceRuleParts {
    typealias Failure = RecurrenceRule.Failure

    private var values: [String: String] = [:]

    private static let known: Set<String> = [
        "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST",
    ]

    init(_ text: String) throws(Failure) {
        guard text.utf8.count <= 10_000 else { throw .malformed("its length") }
        // Some programs end the rule with a semicolon; an empty part says nothing.
        for part in text.uppercased().split(separator: ";") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else { throw .malformed(String(part)) }
            let name = String(sides[0])
            guard RecurrenceRuleParts.known.contains(name) else { throw .notUnderstood(name) }
            guard values.updateValue(String(sides[1]), forKey: name) == nil else { throw .malformed(name) }
        }
    }

    func frequency() throws(Failure) -> RecurrenceRule.Frequency {
        guard let value = values["FREQ"] else { throw .malformed("FREQ") }
        if let frequency = RecurrenceRule.Frequency(rawValue: value) { return frequency }
        guard ["HOURLY", "MINUTELY", "SECONDLY"].contains(value) else { throw .malformed("FREQ=\(value)") }
        throw .notUnderstood("FREQ=\(value)")
    }

    /// A positive number of at most nine digits.
    func number(_ name: String) throws(Failure) -> Int? {
        guard let value = values[name] else { return nil }
        guard let number = unsigned(value, digits: 9), number > 0 else { throw .malformed("\(name)=\(value)") }
        return number
    }

    func numbers(_ name: String, within range: ClosedRange<Int>, orNegative: Bool) throws(Failure) -> [Int] {
        try list(name) { item in
            guard let number = signed(item, digits: 3), range.contains(abs(number)), orNegative || number > 0 else { return nil }
            return number
        }
    }

    func days() throws(Failure) -> [RecurrenceRule.Day] {
        try list("BYDAY") { item in
            guard let weekday = weekday(item.suffix(2)) else { return nil }
            let ordinal = item.dropLast(2)
            guard !ordinal.isEmpty else { return RecurrenceRule.Day(weekday) }
            guard let number = signed(ordinal, digits: 2), 1...53 ~= abs(number) else { return nil }
            return RecurrenceRule.Day(weekday, ordinal: number)
        }
    }

    func weekStart() throws(Failure) -> Weekday {
        guard let value = values["WKST"] else { return .monday }
        guard let weekday = weekday(value[...]) else { throw .malformed("WKST=\(value)") }
        return weekday
    }

    /// `20261224`, `20261224T090000` or `20261224T090000Z`.
    func until() throws(Failure) -> RecurrenceRule.Until? {
        guard let value = values["UNTIL"] else { return nil }
        var reader = DigitReader(value)
        guard let year = reader.number(digits: 4), let month = reader.number(digits: 2), let day = reader.number(digits: 2),
            let date = CivilDate(year: year, month: month, day: day)
        else { throw .malformed("UNTIL=\(value)") }
        if reader.isAtEnd { return .date(date) }
        guard reader.take("T"), let hour = reader.number(digits: 2), let minute = reader.number(digits: 2),
            let second = reader.number(digits: 2), let time = TimeOfDay(hour: hour, minute: minute, second: min(second, 59)), second <= 60
        else { throw .malformed("UNTIL=\(value)") }
        let civil = CivilDateTime(date, time)
        if reader.isAtEnd { return .local(civil) }
        guard reader.take("Z"), reader.isAtEnd else { throw .malformed("UNTIL=\(value)") }
        return .instant(Instant(secondsSinceEpoch: civil.secondsAsUTC))
    }

    /// The items between commas, without repetitions.
    private func list<Item: Hashable>(_ name: String, item read: (Substring) -> Item?) throws(Failure) -> [Item] {
        guard let value = values[name] else { return [] }
        var (items, seen) = ([Item](), Set<Item>())
        for text in value.split(separator: ",", omittingEmptySubsequences: false) {
            guard let item = read(text) else { throw .malformed("\(name)=\(value)") }
            if seen.insert(item).inserted { items.append(item) }
        }
        return items
    }

    private func weekday(_ text: Substring) -> Weekday? {
        let names: [Substring] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        return names.firstIndex(of: text).map { Weekday.allCases[$0] }
    }

    private func signed(_ text: Substring, digits: Int) -> Int? {
        let isNegative = text.hasPrefix("-")
        let number = unsigned(isNegative || text.hasPrefix("+") ? text.dropFirst() : text, digits: digits)
        return isNegative ? number.map { -$0 } : number
    }

    private func unsigned(_ text: some StringProtocol, digits: Int) -> Int? {
        guard 1...digits ~= text.utf8.count, text.utf8.allSatisfy({ 48...57 ~= $0 }) else { return nil }
        return Int(text)
    }
}
