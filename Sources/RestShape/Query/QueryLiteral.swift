public import CivilTime

/// A value of a filter or of a property that it asks about (OData URL Conventions 4.01 section 5.1.1.14).
public enum QueryLiteral: Hashable, Sendable {
    /// `null`
    case null
    /// `true`, `false`
    case flag(Bool)
    /// `49.9`, `-3`; always finite.
    case number(Double)
    /// `'O''Neil'`
    case text(String)
    /// `2026-12-01T09:00:00Z`
    case instant(Instant)
    /// `'2026-12-01T09:00:00'`, compared with the `dateTime` of a `dateTimeTimeZone`.
    case civil(CivilDateTime)
    /// `2026-12-01`
    case date(CivilDate)
    /// `08:00:00`
    case time(TimeOfDay)
    /// `duration'PT30M'`, or `'PT30M'` beside a duration.
    case duration(Seconds)
    /// `'busy'` beside an enumeration, or with its name before.
    case member(String, of: EnumDefinition)

    /// Less than, equal or greater as -1, 0 and 1; nil for values of different types and where one is null.
    func compared(to other: QueryLiteral) -> Int? {
        switch (self, other) {
        case (.flag(let left), .flag(let right)): order(left ? 1 : 0, right ? 1 : 0)
        case (.number(let left), .number(let right)): order(left, right)
        case (.text(let left), .text(let right)): order(left, right)
        case (.instant(let left), .instant(let right)): order(left, right)
        case (.civil(let left), .civil(let right)): order(left, right)
        case (.date(let left), .date(let right)): order(left, right)
        case (.time(let left), .time(let right)): order(left, right)
        case (.duration(let left), .duration(let right)): order(left, right)
        case (.member(let left, let definition), .member(let right, _)):
            order(definition.order(of: left) ?? -1, definition.order(of: right) ?? -1)
        default: nil
        }
    }

    private func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int { left < right ? -1 : left == right ? 0 : 1 }
}

extension QueryLiteral: CustomStringConvertible {
    /// As it stands in a filter.
    public var description: String {
        switch self {
        case .null: "null"
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): JSONNumber(number)?.text ?? "null"
        case .text(let text): QueryLiteral.quoted(text)
        case .instant(let instant): ClockText.write(instant)
        case .civil(let moment): QueryLiteral.quoted(ClockText.write(moment))
        case .date(let date): date.description
        case .time(let time): String(ClockText.write(time).prefix(8))
        case .duration(let length): "duration'\(DurationText.write(length))'"
        case .member(let name, _): QueryLiteral.quoted(name)
        }
    }

    /// Quotes are doubled scalar by scalar: one that an accent follows is no character of its own.
    private static func quoted(_ text: String) -> String {
        var quoted = String.UnicodeScalarView("'".unicodeScalars)
        for scalar in text.unicodeScalars { quoted += scalar == "'" ? "''".unicodeScalars : String(scalar).unicodeScalars }
        return String(quoted) + "'"
    }
}
