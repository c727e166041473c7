import CivilTime
import RestShape

/// What a client prefers (RFC 7240; OData Protocol 4.01 section 8.2.8).
struct Preferences: Sendable {
    /// Whether a change answers with what came of it; `nil` for as is usual.
    var wantsRepresentation: Bool?
    /// The zone in which times are told; UTC otherwise.
    var zone: Zone?
    /// `Prefer: include-unknown-enum-members`
    var includesUnknownMembers = false
    /// Items a page, 1...1000.
    var pageSize: Int?
    /// What was understood, as it is told back.
    private(set) var applied: [String] = []

    init() {}

    /// - Throws: `GraphError` for a zone that nobody knows; whatever else is not understood is passed over, as the standard wants.
    init(_ fields: [String], zones: ZoneDatabase) throws(GraphError) {
        for field in fields {
            for piece in field.prefix(2_000).split(separator: ",") {
                let preference = piece.prefix { $0 != ";" }
                let halves = preference.split(separator: "=", maxSplits: 1).map { Self.bare($0) }
                guard let name = halves.first?.lowercased() else { continue }
                try take(name, halves.count > 1 ? halves[1] : "", zones)
            }
        }
    }

    private mutating func take(_ name: String, _ value: String, _ zones: ZoneDatabase) throws(GraphError) {
        switch name {
        case "return" where value == "representation" || value == "minimal":
            wantsRepresentation = value == "representation"
            applied.append("return=\(value)")
        case "outlook.timezone":
            guard let known = zones.zone(tzid: value) else {
                throw GraphError(
                    .invalidRequest, "Prefer: outlook.timezone names no zone that is known here: write one such as Europe/Berlin or UTC.",
                    target: "Prefer")
            }
            zone = known
            applied.append("outlook.timezone=\"\(known.name)\"")
        case "include-unknown-enum-members":
            includesUnknownMembers = true
            applied.append(name)
        case "odata.maxpagesize", "maxpagesize":
            guard let size = Int(value), size > 0 else { return }
            pageSize = min(size, Listings.longest)
            applied.append("\(name)=\(min(size, Listings.longest))")
        default: return
        }
    }

    private static func bare(_ text: Substring) -> String {
        var text = text
        while let first = text.first, first == " " || first == "\t" || first == "\"" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" || last == "\"" { text.removeLast() }
        return String(text)
    }
}
