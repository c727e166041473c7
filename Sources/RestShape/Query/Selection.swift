/// What an answer shall have of each item: the names of `$select`, with paths into complex properties.
public struct Selection: Hashable, Sendable {
    /// The properties that are wanted, each as a whole (nil) or in parts.
    public private(set) var parts: [String: Selection?] = [:]

    /// Nothing yet.
    init() {}

    /// Adds a property by its path; the whole wins over a part.
    mutating func add(_ path: ArraySlice<String>) {
        guard let name = path.first else { return }
        let rest = path.dropFirst()
        if rest.isEmpty {
            parts[name] = .some(nil)
        } else if let known = parts[name] {
            guard var part = known else { return }
            part.add(rest)
            parts[name] = .some(part)
        } else {
            var part = Selection()
            part.add(rest)
            parts[name] = .some(part)
        }
    }

    /// True when the property is wanted, as a whole or in parts.
    public func contains(_ name: String) -> Bool { parts[name] != nil }

    /// What is left of a value, in each element of a list alike; annotations stay.
    func trimmed(_ json: JSONValue) -> JSONValue {
        switch json {
        case .list(let elements): return .list(elements.map(trimmed))
        case .object(let members):
            var kept = JSONObject()
            for (name, value) in members {
                if name.hasPrefix("@") { kept[name] = value }
                if let part = parts[name] { kept[name] = part?.trimmed(value) ?? value }
            }
            return .object(kept)
        default: return json
        }
    }
}

extension Selection? {
    /// What is wanted of a property: nil when nothing is.
    func part(_ name: String) -> SelectedPart? {
        guard let self else { return SelectedPart(selection: nil) }
        return self.parts[name].map(SelectedPart.init)
    }
}

/// A property as a whole, or a part of it.
struct SelectedPart {
    let selection: Selection?

    func trim(_ json: JSONValue) -> JSONValue { selection?.trimmed(json) ?? json }
}
