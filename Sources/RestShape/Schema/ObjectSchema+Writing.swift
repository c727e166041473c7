extension ObjectSchema {
    /// Writes a model: annotations, the type where a property's declared type does not tell it, the properties in their order, and what was
    /// expanded. Of a selection only what it names; properties that are left to single reads are absent from lists.
    public func write(
        _ model: Model, _ style: WritingStyle, selection: Selection? = nil, annotations: JSONObject = JSONObject(),
        expanded: JSONObject = JSONObject()
    ) -> JSONValue {
        var members = annotations
        if definition.base != nil { members["@odata.type"] = .text(definition.odataType) }
        for property in properties where isWritten(property.definition, style) {
            guard let part = selection.part(property.definition.name) else { continue }
            members[property.definition.name] = part.trim(property.write(model, style))
        }
        for (name, value) in expanded { members[name] = value }
        return .object(members)
    }

    /// One property of a model as a query sees it: with everything that an answer may leave out. Nil when there is no such property, or
    /// it is never told.
    public func value(of name: String, in model: Model) -> JSONValue? {
        guard let place = definition.place(of: name), !definition.properties[place].traits.contains(.writeOnly) else { return nil }
        return properties[place].write(model, .complete)
    }

    private func isWritten(_ property: PropertyDefinition, _ style: WritingStyle) -> Bool {
        !property.traits.contains(.writeOnly) && (style.isSingle || !property.traits.contains(.singleOnly))
    }
}
