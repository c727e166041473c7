public import CivilTime
public import Texts

/// Reads the fields of a form into values and collects what is wrong with them, field by field.
///
/// A getter that fails notes the fault and gives back a harmless value; read everything, then ask `faults`.
public struct FormReader: Sendable {
    public let form: Query
    public private(set) var faults: [FieldFault] = []

    public init(_ form: Query) { self.form = form }

    public mutating func fault(_ field: String, _ key: String, _ values: [String: String] = [:]) {
        faults.append(FieldFault(field: field, key: key, values: values))
    }

    public mutating func add(_ more: [FieldFault]) { faults += more }

    /// A text without blanks around it.
    /// - Parameter missing: the fault of an empty one; `nil`: it may be empty.
    public mutating func text(_ field: String, limit: Int = 200, missing: String? = nil, tooLong: String = "textTooLong") -> String {
        let text = form[field].trimmingWhitespace
        if text.isEmpty, let missing { fault(field, missing) }
        if text.count > limit { fault(field, tooLong, ["limit": String(limit)]) }
        return text
    }

    /// A whole number, or `nil` for an empty field.
    public mutating func number(
        _ field: String, in range: ClosedRange<Int>, malformed: String = "numberMalformed", outside: String = "numberOutOfRange"
    )
        -> Int?
    {
        let text = form[field].trimmingWhitespace
        guard !text.isEmpty else { return nil }
        guard let number = Int(text) else {
            fault(field, malformed)
            return nil
        }
        guard range.contains(number) else {
            fault(field, outside, ["minimum": String(range.lowerBound), "maximum": String(range.upperBound)])
            return nil
        }
        return number
    }

    /// A length of time typed in whole minutes, or `nil` for an empty field.
    public mutating func minutes(_ field: String, malformed: String = "durationMalformed") -> Seconds? {
        let text = form[field].trimmingWhitespace
        guard !text.isEmpty else { return nil }
        guard let minutes = Int(text), abs(minutes) <= 1_000_000 else {
            fault(field, malformed)
            return nil
        }
        return .minutes(minutes)
    }

    /// A date, or `nil` for an empty field.
    public mutating func date(_ field: String) -> CivilDate? {
        let text = form[field].trimmingWhitespace
        guard !text.isEmpty else { return nil }
        guard let date = CivilDate(iso8601: text) else {
            fault(field, "dateMalformed")
            return nil
        }
        return date
    }

    /// A time of day, or `nil` for an empty field.
    public mutating func time(_ field: String) -> TimeOfDay? {
        let text = form[field].trimmingWhitespace
        guard !text.isEmpty else { return nil }
        guard let time = TimeOfDay(iso8601: text) else {
            fault(field, "timeMalformed")
            return nil
        }
        return time
    }

    /// An amount in minor units of a currency, typed as "45", "45.50" or "45,50"; `nil` for an empty field.
    public mutating func amount(_ field: String, decimals: Int = 2) -> Int? {
        let text = form[field].trimmingWhitespace
        guard !text.isEmpty else { return nil }
        guard let amount = Self.minorUnits(text, decimals: decimals) else {
            fault(field, "priceMalformed")
            return nil
        }
        return amount
    }

    /// Whether a box is ticked.
    public func flag(_ field: String) -> Bool { form.contains(field) && form[field] != "0" }

    static func minorUnits(_ text: String, decimals: Int) -> Int? {
        let halves = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard halves.count <= 2, !halves[0].isEmpty, halves[0].count <= 9,
            halves.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } })
        else {
            return nil
        }
        var fraction = halves.count == 2 ? String(halves[1]) : ""
        while fraction.count > decimals, fraction.last == "0" { fraction.removeLast() }
        guard fraction.count <= decimals else { return nil }
        fraction += String(repeating: "0", count: decimals - fraction.count)
        return Int(halves[0] + fraction)
    }
}

extension String {
    /// Without blanks and line ends around it.
    public var trimmingWhitespace: String { String(self[...].trimmingBlanks) }
}
