extension PosixZoneRule {
    /// Nil when the text is not a complete TZ string as RFC 9636 section 3.3.1 allows it.
    init?(_ text: some Sequence<UInt8>) {
        var parser = Parser(bytes: Array(text))
        guard let name = parser.name(), let west = parser.seconds(hours: 24) else { return nil }
        standard = LocalTimeType(offset: -west, isDaylightSaving: false, abbreviation: name)
        guard !parser.isAtEnd else {
            daylight = nil
            return
        }
        guard let daylightName = parser.name() else { return nil }
        var daylightOffset = -west + 3_600
        if !parser.isNext(",") {
            guard let west = parser.seconds(hours: 24) else { return nil }
            daylightOffset = -west
        }
        guard LocalTimeType.offsets.contains(daylightOffset) else { return nil }
        guard parser.take(","), let start = parser.change(), parser.take(","), let end = parser.change(), parser.isAtEnd else { return nil }
        let type = LocalTimeType(offset: daylightOffset, isDaylightSaving: true, abbreviation: daylightName)
        daylight = Daylight(type: type, start: start, end: end)
    }

    private struct Parser {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position == bytes.count }

        func isNext(_ character: Unicode.Scalar) -> Bool {
            position < bytes.count && bytes[position] == UInt8(ascii: character)
        }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard isNext(character) else { return false }
            position += 1
            return true
        }

        /// `CET`, or `<-03>` when it is not of letters alone.
        mutating func name() -> String? {
            let isQuoted = take("<")
            let name = bytes[position...].prefix { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): isQuoted
                default: false
                }
            }
            position = name.endIndex
            guard name.count >= 3, !isQuoted || take(">") else { return nil }
            return String(decoding: name, as: UTF8.self)
        }

        mutating func number(upTo limit: Int) -> Int? {
            let digits = bytes[position...].prefix { 48...57 ~= $0 }
            guard 1...3 ~= digits.count else { return nil }
            position = digits.endIndex
            let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
            return value <= limit ? value : nil
        }

        /// `[+-]hh[:mm[:ss]]` in seconds.
        mutating func seconds(hours limit: Int) -> Int64? {
            let isNegative = take("-")
            if !isNegative { _ = take("+") }
            guard let hours = number(upTo: limit) else { return nil }
            var (minutes, seconds) = (0, 0)
            if take(":") {
                guard let value = number(upTo: 59) else { return nil }
                minutes = value
                if take(":") {
                    guard let value = number(upTo: 59) else { return nil }
                    seconds = value
                }
            }
            let sum = Int64(hours * 3_600 + minutes * 60 + seconds)
            return isNegative ? -sum : sum
        }

        mutating func change() -> Change? {
            guard let day = day() else { return nil }
            guard take("/") else { return Change(day: day, time: 7_200) }
            guard let time = seconds(hours: 167) else { return nil }
            return Change(day: day, time: time)
        }

        private mutating func day() -> Change.Day? {
            if take("M") {
                guard let month = number(upTo: 12), month > 0, take("."), let week = number(upTo: 5), week > 0, take("."),
                    let weekday = number(upTo: 6)
                else { return nil }
                return .weekday(month: month, week: week, weekday: weekday)
            }
            if take("J") {
                guard let number = number(upTo: 365), number > 0 else { return nil }
                return .ordinary(number)
            }
            return number(upTo: 365).map { .counted($0) }
        }
    }
}
