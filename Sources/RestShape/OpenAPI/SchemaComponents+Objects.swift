extension SchemaComponents {
    mutating func object(_ definition: ObjectDefinition, _ use: Use) -> JSONValue {
        add(definition.name + use.rawValue) { $0.described(definition, use) }
    }

    private mutating func described(_ definition: ObjectDefinition, _ use: Use) -> JSONValue {
        var properties = JSONObject()
        if definition.base != nil { properties["@odata.type"] = ["type": "string", "const": .text(definition.odataType)] }
        for property in definition.properties where use != .answer || !property.traits.contains(.writeOnly) {
            properties[property.name] = described(property, use)
        }
        if use == .answer {
            for navigation in definition.navigations { properties[navigation.name] = described(navigation) }
        }
        var schema: JSONObject = ["type": "object", "properties": .object(properties)]
        let required = required(definition, use)
        if !required.isEmpty { schema["required"] = .list(required.map { .text($0) }) }
        if use != .answer {
            schema["patternProperties"] = ["@odata\\.": [:]]
            schema["additionalProperties"] = false
        }
        return .object(schema)
    }

    private func required(_ definition: ObjectDefinition, _ use: Use) -> [String] {
        switch use {
        case .answer: definition.base == nil ? [] : ["@odata.type"]
        case .input: definition.properties.filter { $0.traits.contains(.requiredOnCreate) }.map(\.name)
        case .update: []
        }
    }

    private mutating func described(_ property: PropertyDefinition, _ use: Use) -> JSONValue {
        let value = property.type.schema(use == .answer || property.traits.contains(.readOnly) ? .answer : .input, &self)
        guard case .object(var schema) = property.isNullable ? SchemaComponents.orNull(value) : value else { return value }
        let sentences = [property.about, property.traits.contains(.singleOnly) ? "Only where one item is read by its id." : ""]
        let about = ([schema["description"]?.string ?? ""] + sentences).filter { !$0.isEmpty }.joined(separator: " ")
        if !about.isEmpty { schema["description"] = .text(about) }
        if property.traits.contains(.readOnly) { schema["readOnly"] = true }
        if property.traits.contains(.writeOnly) { schema["writeOnly"] = true }
        return .object(schema)
    }

    /// Where a navigation leads its own address describes.
    private func described(_ navigation: NavigationDefinition) -> JSONValue {
        let target: JSONValue = ["type": "object", "description": .text("A \(navigation.target); only with $expand.")]
        return navigation.isCollection
            ? ["type": "array", "items": target, "readOnly": true] : ["anyOf": [target, ["type": "null"]], "readOnly": true]
    }

    /// The same or null. A list of types does where nothing but the type is said of null.
    static func orNull(_ value: JSONValue) -> JSONValue {
        guard case .object(var schema) = value, let type = schema["type"], schema["enum"] == nil else {
            return ["anyOf": [value, ["type": "null"]]]
        }
        schema["type"] = [type, "null"]
        return .object(schema)
    }
}
