public import CivilTime

/// The text of a length of time: `PT30M`, `P1DT2H` (ISO 8601; OData 4.01 ABNF, `duration`).
public enum DurationText {
    /// Reads ISO 8601 with weeks, days, hours, minutes and seconds, and also `0:30:00` and `1 day, 0:30:00`, which is how Python's
    /// `str(timedelta)` and therefore Microsoft's Python client writes it. Nil for anything else: for years and months, whose length nobody
    /// knows, and for parts of a second.
    public static func read(_ text: some StringProtocol) -> Seconds? {
        iso(text) ?? clock(text)
    }

    /// `P1DT2H30M`, `PT45S`, `-PT5M`; `PT0S` for no time at all.
    public static func write(_ length: Seconds) -> String {
        let total = length.count.magnitude
        var text = length < .zero ? "-P" : "P"
        if total >= 86_400 { text += "\(total / 86_400)D" }
        let (hours, minutes, seconds) = (total / 3_600 % 24, total / 60 % 60, total % 60)
        if hours + minutes + seconds > 0 || total == 0 { text += "T" }
        if hours > 0 { text += "\(hours)H" }
        if minutes > 0 { text += "\(minutes)M" }
        if seconds > 0 || total == 0 { text += "\(seconds)S" }
        return text
    }

    /// The ISO form as a regular expression, for whoever writes one.
    static let pattern =
        "^-?P([0-9]{1,9}W|[0-9]{1,9}D|([0-9]{1,9}D)?T([0-9]{1,9}H([0-9]{1,9}M)?([0-9]{1,9}S)?|[0-9]{1,9}M([0-9]{1,9}S)?|[0-9]{1,9}S))$"

    private static func iso(_ text: some StringProtocol) -> Seconds? {
        var scanner = TextScanner(text)
        let isNegative = scanner.take("-")
        guard scanner.take("P") else { return nil }
        var (total, hasParts, isTime) = (0, false, false)
        // What may still come: the units in their order.
        var units: [(StaticString, Int)] = [("W", 604_800), ("D", 86_400)]
        while !scanner.isAtEnd {
            if !isTime, scanner.take("T") {
                (isTime, hasParts, units) = (true, false, [("H", 3_600), ("M", 60), ("S", 1)])
            }
            guard let number = scanner.number(digits: 9) else { return nil }
            if isTime, scanner.take(".") || scanner.take(",") {
                guard let fraction = scanner.digits(), fraction.allSatisfy({ $0 == "0" }), units.last?.1 == 1 else { return nil }
                units = [("S", 1)]
            }
            guard let index = units.firstIndex(where: { scanner.take($0.0) }) else { return nil }
            total += number * units[index].1
            units.removeFirst(index + 1)
            hasParts = true
        }
        guard hasParts else { return nil }
        return Seconds(Int64(isNegative ? -total : total))
    }

    private static func clock(_ text: some StringProtocol) -> Seconds? {
        var scanner = TextScanner(text)
        var days = 0
        let comma = text.utf8.firstIndex(of: UInt8(ascii: ","))
        if comma != nil {
            let isNegative = scanner.take("-")
            guard let number = scanner.number(digits: 9), scanner.take(" day") else { return nil }
            _ = scanner.take("s")
            guard scanner.take(", ") else { return nil }
            days = isNegative ? -number : number
        }
        guard let hours = scanner.number(digits: 2), hours < 24, scanner.take(":"), let minutes = scanner.number(exactly: 2), minutes < 60,
            scanner.take(":"), let seconds = scanner.number(exactly: 2), seconds < 60, skipZeros(&scanner), scanner.isAtEnd
        else { return nil }
        return Seconds(Int64(days * 86_400 + hours * 3_600 + minutes * 60 + seconds))
    }

    private static func skipZeros(_ scanner: inout TextScanner) -> Bool {
        guard scanner.take(".") else { return true }
        return scanner.digits().map { $0.allSatisfy { $0 == "0" } } ?? false
    }
}
