/// What people read, in one language. A copy costs nothing: all copies share one catalogue.
public struct Texts: Sendable {
    public let language: Language
    private let catalogue: Catalogue

    /// The texts of a language by its BCP 47 code; English when there is no catalogue for it.
    public init(language code: String) {
        language = Language.named(code) ?? .english
        catalogue = .english
    }

    /// The entry of a key, `area.name`; an unknown key is its own text, so that a slip is seen and a page still stands.
    public subscript(_ key: String) -> String { catalogue.entries[key] ?? key }

    /// The entry with its `{placeholders}` replaced; values are taken as they are and never looked into.
    public func callAsFunction(_ key: String, _ values: [String: String]) -> String { Placeholders.fill(self[key], values) }

    /// The entry `key|one` or `key|other`, whichever the number asks for, with `{count}` and the other placeholders replaced.
    public func count(_ key: String, _ number: Int, _ values: [String: String] = [:]) -> String {
        let form = number == 1 ? "one" : "other"
        return Placeholders.fill(self["\(key)|\(form)"], values.merging(["count": self.number(number)]) { given, _ in given })
    }

    /// Whether the catalogue holds the key, `area.name` or `area.name|one`.
    public func has(_ key: String) -> Bool { catalogue.entries[key] != nil }

    /// Every key, sorted; those of counted entries with their `|one` and `|other`.
    public var keys: [String] { catalogue.entries.keys.sorted() }

    /// The entries by area and name, for templates (`{{t.booking.chooseTime}}`); counted entries are left out, as they need a number.
    public var tree: [String: [String: String]] { catalogue.tree }
}

/// A language's entries, flat for look-ups and as a tree for templates.
struct Catalogue: Sendable {
    let entries: [String: String]
    let tree: [String: [String: String]]

    static let english = Catalogue(areas: englishAreas)

    init(areas: [String: [String: String]]) {
        var entries: [String: String] = [:]
        for (area, texts) in areas {
            for (name, text) in texts { entries["\(area).\(name)"] = text }
        }
        self.entries = entries
        tree = areas.mapValues { texts in texts.filter { name, _ in !name.contains("|") } }
    }
}
