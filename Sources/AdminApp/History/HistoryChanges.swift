import Booking
import CivilTime
import FoundationEssentials
import Persistence
import Texts
import WebShell

/// What an entry of the history changed, fact by fact, in words.
struct HistoryChanges: Sendable {
    struct Line: Hashable, Sendable {
        var name: String
        /// `nil` where the fact is too long, or too much of a list, to be told in a line.
        var before: String?
        var after: String?
    }

    let lines: [Line]

    /// Counters and names that nobody typed.
    private static let machinery: Set = [
        "id", "business", "resource", "revision", "sequence", "updatedAt", "createdAt", "uid", "feedToken",
        "awaitsConfirmationSince",
    ]
    /// Lengths of time.
    private static let lengths: Set = [
        "duration", "preBuffer", "postBuffer", "timeSlotInterval", "minimumLeadTime", "maximumAdvance", "cancellationLeadTime",
    ]
    /// Told as a whole, whatever is within.
    private static let wholes: Set = ["hours", "overrides", "span"]
    private static let longest = 120

    /// - Parameter zone: in which times are told.
    init(_ entry: HistoryEntry, texts: Texts, zone: Zone) {
        guard let before = Self.facts(entry.before), let after = Self.facts(entry.after) else {
            lines = []
            return
        }
        var (told, others) = ([Line](), false)
        for key in Set(before.keys).union(after.keys).sorted() where before[key] ?? .null != after[key] ?? .null {
            let name = key.split(separator: ".").last.map(String.init) ?? key
            let label = "adminHistory.field\(name.prefix(1).uppercased())\(name.dropFirst())"
            guard texts.has(label) else {
                others = true
                continue
            }
            let values = [before[key], after[key]].map { Self.text($0 ?? .null, name, texts, zone) }
            let isTold = values.allSatisfy { $0 != nil }
            told.append(Line(name: texts[label], before: isTold ? values[0] : nil, after: isTold ? values[1] : nil))
        }
        lines = told.isEmpty && others ? [Line(name: texts["adminHistory.fieldOther"])] : told
    }

    /// The facts by name, those of inner ones behind a dot.
    private static func facts(_ json: String?) -> [String: JSONValue]? {
        guard let json, let value = try? JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)), case .facts(let facts) = value else {
            return nil
        }
        return flat(facts)
    }

    private static func flat(_ facts: [String: JSONValue], _ prefix: String = "") -> [String: JSONValue] {
        var all: [String: JSONValue] = [:]
        for (key, value) in facts where !machinery.contains(key) {
            if case .facts(let inner) = value, !wholes.contains(key) {
                all.merge(flat(inner, "\(prefix)\(key).")) { first, _ in first }
            } else {
                all[prefix + key] = value
            }
        }
        return all
    }

    private static func text(_ value: JSONValue, _ name: String, _ texts: Texts, _ zone: Zone) -> String? {
        switch value {
        case .null: texts["adminHistory.nothing"]
        case .flag(let flag): texts[flag ? "adminHistory.yes" : "adminHistory.no"]
        case .whole(let number) where lengths.contains(name): texts.duration(Seconds(number))
        case .text(let text) where name == "inputType": AnswerInputType(rawValue: text).map { texts[$0.key] }
        case .text(let text) where text.isEmpty: texts["adminHistory.nothing"]
        case .text(let text): text.count <= longest && !text.contains(where: \.isNewline) ? "“\(text)”" : nil
        case .facts(let facts) where name == "span": span(facts).map { texts.when($0, in: zone) }
        case .list(let names) where name == "closing" || name == "options": list(names, texts)
        case .whole, .number, .list, .facts: nil
        }
    }

    private static func span(_ facts: [String: JSONValue]) -> Span? {
        guard case .whole(let start) = facts["start"], case .whole(let end) = facts["end"] else { return nil }
        return Span(validating: Instant(secondsSinceEpoch: start), end: Instant(secondsSinceEpoch: end))
    }

    private static func list(_ values: [JSONValue], _ texts: Texts) -> String {
        let names = values.compactMap { if case .text(let name) = $0 { "“\(name)”" } else { nil } }
        return names.isEmpty ? texts["adminHistory.nothing"] : names.joined(separator: ", ")
    }
}
