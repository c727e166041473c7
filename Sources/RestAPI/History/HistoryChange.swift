import Persistence
import RestShape

/// One fact that something changed, in the words of Graph's `modifiedProperty`.
struct HistoryChange: Hashable, Sendable {
    /// The facts within others behind a dot: `policy.minimumLeadTime`.
    var name: String
    /// JSON; `nil` where there was nothing.
    var before: String?
    var after: String?

    static let schema = ObjectSchema<HistoryChange>(
        "historyChange", fresh: { HistoryChange(name: "") },
        properties: [
            .readOnly("displayName", .string(maxLength: 500), get: { $0.name }, isNullable: false),
            .readOnly("newValue", .string(maxLength: 1 << 20), get: { $0.after }, about: "JSON; null where there is nothing any more."),
            .readOnly("oldValue", .string(maxLength: 1 << 20), get: { $0.before }, about: "JSON; null where there was nothing."),
        ])

    /// What differs between the facts of an entry, by name.
    /// - Throws: `StoreFailure.corrupt` for facts that are no JSON.
    static func all(of entry: HistoryEntry) throws -> [HistoryChange] {
        let (before, after) = (try facts(entry.before, entry), try facts(entry.after, entry))
        return Set(before.keys).union(after.keys).sorted().compactMap { name in
            before[name] == after[name] ? nil : HistoryChange(name: name, before: before[name], after: after[name])
        }
    }

    private static func facts(_ text: String?, _ entry: HistoryEntry) throws -> [String: String] {
        guard let text else { return [:] }
        guard let json = try? JSONValue(parsing: text, limits: JSONLimits(bytes: 1 << 26, depth: 200, values: 5_000_000)) else {
            throw StoreFailure.corrupt("the facts of entry \(entry.id) of the history cannot be read")
        }
        var facts: [String: String] = [:]
        func gather(_ json: JSONValue, _ name: String) {
            guard let members = json.members else {
                // Null is nothing, as what is left out.
                if json != .null { facts[name] = json.serialized }
                return
            }
            for (member, value) in members where !isSecret(member) { gather(value, name.isEmpty ? member : "\(name).\(member)") }
        }
        gather(json, "")
        return facts
    }

    /// The history holds no secrets; what has such a name is not told all the same.
    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return ["token", "secret", "password", "hash"].contains { name.contains($0) }
    }
}
