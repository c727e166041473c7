/// What is wrong with one field of a form, as a key of the catalogue's area `fault`, so that every language can say it.
public struct FieldFault: Error, Hashable, Sendable {
    /// The field's name, as in the form or request.
    public let field: String
    /// The entry's name within the area `fault`, such as `nameMissing`, without the area.
    public let key: String
    /// What the entry's placeholders stand for.
    public let values: [String: String]

    /// - Parameter key: with or without the area: `fault.nameMissing` is `nameMissing`.
    public init(field: String, key: String, values: [String: String] = [:]) {
        self.field = field
        self.key = key.hasPrefix("fault.") ? String(key.dropFirst(6)) : key
        self.values = values
    }

    /// The fault for a person: what is wrong with the field's content, and the remedy.
    public func sentence(in texts: Texts) -> String { texts("fault.\(key)", values) }
}
