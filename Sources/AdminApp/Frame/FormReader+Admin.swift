import CivilTime
import Operations
import Texts
import WebShell

extension FormReader {
    /// Text as typed, without blanks at its ends and with line ends as LF; its length is the use case's to judge.
    func typed(_ field: String) -> String { form[field].replacingLineEnds.trimmingWhitespace }

    /// A whole number from 0 to 1,000,000; `nil`, and a fault, for anything else.
    /// - Parameter missing: the fault of an empty field; `nil`: it may be empty.
    mutating func whole(_ field: String, missing: String? = "textMissing", malformed: String = "numberMalformed") -> Int? {
        let text = typed(field)
        if text.isEmpty {
            if let missing { fault(field, missing) }
            return nil
        }
        guard let number = Int(text), (0...1_000_000).contains(number) else {
            fault(field, malformed)
            return nil
        }
        return number
    }

    /// A date within the years that the admin app shows; `nil`, and a fault, for anything else.
    mutating func day(_ field: String) -> CivilDate? {
        let text = typed(field)
        if let date = CivilDate(typed: text) { return date }
        if text.isEmpty {
            fault(field, "dateMissing")
        } else if CivilDate(iso8601: text) == nil {
            fault(field, "dateMalformed")
        } else {
            fault(field, "yearOutOfRange", ["first": "1990", "last": "2200"])
        }
        return nil
    }

    /// A time of day; `nil`, and a fault, for anything else.
    mutating func clock(_ field: String) -> TimeOfDay? {
        let text = typed(field)
        if let time = TimeOfDay(iso8601: text) { return time }
        fault(field, text.isEmpty ? "timeMissing" : "timeMalformed")
        return nil
    }

    /// A date and a time of day of a zone's clock; `nil`, and a fault, when it cannot be read or does not exist.
    mutating func instant(date dateField: String, time timeField: String, in zone: Zone) -> Instant? {
        let date = day(dateField)
        let time = clock(timeField)
        guard let date, let time else { return nil }
        switch zone.resolve(CivilDateTime(date, time)) {
        case .unique(let instant), .fold(let instant, _): return instant
        case .gap:
            fault(timeField, "timeImpossible")
            return nil
        }
    }

    /// - Parameter others: what is wrong with the values besides; told only when something could not be read, as whoever stores the values
    ///   says it otherwise.
    /// - Throws: `Invalid` when anything could not be read, with all faults at once.
    func requireNoFaults(telling others: @autoclosure () -> [FieldFault] = []) throws(Invalid) {
        guard !faults.isEmpty else { return }
        let unread = Set(faults.map(\.field))
        throw Invalid(faults + others().filter { !unread.contains($0.field) })
    }
}

extension String {
    /// Every line end as LF.
    var replacingLineEnds: String { String(map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 }) }
}
