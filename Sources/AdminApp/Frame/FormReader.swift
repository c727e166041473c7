import Booking
import CivilTime
import Operations
import Texts

/// Reads typed text as values, and collects what cannot be read, so that a form tells all its faults at once.
struct FormReader {
    let form: Query
    private(set) var faults: [FieldFault] = []

    init(_ form: Query) { self.form = form }

    mutating func fault(_ field: String, _ key: String, _ values: [String: String] = [:]) {
        faults.append(FieldFault(field: field, key: key, values: values))
    }

    /// Text as typed, without blanks at its ends and with line ends as LF.
    func text(_ name: String) -> String {
        var text = form[name].filter { $0 != "\r" }.map { $0 == "\r\n" ? "\n" : $0 }[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// A whole number from 0 to 1,000,000; `nil`, and a fault, for anything else.
    mutating func number(_ name: String, missing: String? = "textMissing", malformed: String = "numberMalformed") -> Int? {
        let text = text(name)
        if text.isEmpty {
            if let missing { fault(name, missing) }
            return nil
        }
        guard let number = Int(text), (0...1_000_000).contains(number) else {
            fault(name, malformed)
            return nil
        }
        return number
    }

    /// A date and a time of day of a zone's clock; `nil`, and a fault, when it cannot be read or does not exist.
    mutating func instant(date dateName: String, time timeName: String, in zone: Zone) -> Instant? {
        let date = date(dateName)
        let time = time(timeName)
        guard let date, let time else { return nil }
        switch zone.resolve(CivilDateTime(date, time)) {
        case .unique(let instant), .fold(let instant, _): return instant
        case .gap:
            fault(timeName, "timeImpossible")
            return nil
        }
    }

    mutating func date(_ name: String) -> CivilDate? {
        let text = text(name)
        if let date = CivilDate(typed: text) { return date }
        fault(name, text.isEmpty ? "dateMissing" : CivilDate(iso8601: text) == nil ? "dateMalformed" : "dateImpossible")
        return nil
    }

    mutating func time(_ name: String) -> TimeOfDay? {
        let text = text(name)
        if let time = TimeOfDay(iso8601: text) { return time }
        fault(name, text.isEmpty ? "timeMissing" : "timeMalformed")
        return nil
    }

    /// An amount of money in minor units: `45`, `45.50` or `45,5`.
    mutating func money(_ name: String, decimals: Int) -> Int? {
        let text = text(name).filter { $0 != " " }.map { $0 == "," ? "." : $0 }
        guard !text.isEmpty else { return nil }
        let halves = String(text).split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count <= 2, let whole = Int(halves[0]), (0...10_000_000).contains(whole) else {
            fault(name, "priceMalformed")
            return nil
        }
        let fraction = halves.count == 2 ? halves[1] : ""
        guard fraction.count <= decimals, fraction.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            fault(name, "priceMalformed")
            return nil
        }
        let padded = fraction + String(repeating: "0", count: decimals - fraction.count)
        let scale = (0..<decimals).reduce(1) { power, _ in power * 10 }
        return whole * scale + (Int(padded) ?? 0)
    }

    /// - Throws: `Invalid` when anything could not be read.
    func requireNoFaults() throws(Invalid) { if !faults.isEmpty { throw Invalid(faults) } }
}
