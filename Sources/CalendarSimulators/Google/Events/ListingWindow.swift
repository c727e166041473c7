import CivilTime

/// `timeMin` and `timeMax` of a listing: by end and by start, both exclusive.
struct ListingWindow: Hashable, Sendable {
    var start: Instant?
    var end: Instant?

    private init() {}

    /// All time.
    static var everything: ListingWindow { ListingWindow() }

    init(_ parameters: FormFields) throws(GoogleRefusal) {
        start = try Self.instant(parameters["timeMin"], "timeMin")
        end = try Self.instant(parameters["timeMax"], "timeMax")
        if let start, let end, start >= end { throw .emptyTime }
    }

    static func instant(_ text: String?, _ name: String) throws(GoogleRefusal) -> Instant? {
        guard let text else { return nil }
        guard let instant = Instant(rfc3339: text) else { throw .invalid("Bad Request", parameter: name) }
        return instant
    }

    func contains(_ resource: JSONValue, _ clock: Zone) -> Bool {
        guard start != nil || end != nil else { return true }
        guard let first = EventTime(stored: resource["start"]), let last = EventTime(stored: resource["end"]) else { return true }
        if let start, last.instant(in: clock) <= start { return false }
        if let end, first.instant(in: clock) >= end { return false }
        return true
    }
}

extension FormFields {
    /// A parameter of type boolean.
    func flag(_ name: String) throws(GoogleRefusal) -> Bool? {
        switch self[name] {
        case nil: return nil
        case "true", "True": return true
        case "false", "False": return false
        default: throw .invalid("Invalid boolean value.", parameter: name)
        }
    }

    /// A parameter that is a positive number.
    func count(_ name: String) throws(GoogleRefusal) -> Int? {
        guard let text = self[name] else { return nil }
        guard let count = Int(text), count > 0 else { throw .invalid("Invalid value.", parameter: name) }
        return count
    }
}
