import CivilTime

extension ValueType {
    /// The JSON Schema of a value; objects and enumerations become components of their own.
    func schema(_ use: SchemaComponents.Use, _ components: inout SchemaComponents) -> JSONValue {
        switch self {
        case .string(let rule): rule.schema
        case .int32(let bounds):
            [
                "type": "integer", "format": "int32", "minimum": .whole(Int(bounds.lowerBound)), "maximum": .whole(Int(bounds.upperBound)),
            ]
        case .double(let bounds, let digits): ValueType.number(bounds, digits)
        case .boolean: ["type": "boolean"]
        case .duration(let bounds):
            [
                "type": "string", "format": "duration", "pattern": .text(DurationText.pattern),
                "description": .text(ValueType.span(bounds)),
            ]
        case .dateTimeOffset: ["type": "string", "format": "date-time"]
        case .date: ["type": "string", "format": "date"]
        case .timeOfDay: ["type": "string", "pattern": .text("^\(ValueType.time)$")]
        case .civilDateTime:
            ["type": "string", "pattern": .text("^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T\(ValueType.time)$")]
        case .enumeration(let definition):
            use == .answer ? components.enumeration(definition) : ["type": "string", "enum": .list(definition.values.map { .text($0) })]
        case .object(let definition): components.object(definition, use)
        case .collection(let element, let maxCount):
            ["type": "array", "maxItems": .whole(maxCount), "items": element.schema(use, &components)]
        }
    }

    private static let time = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,12})?)?"

    private static func span(_ bounds: ClosedRange<Int64>) -> String {
        let (least, most) = (DurationText.write(Seconds(bounds.lowerBound)), DurationText.write(Seconds(bounds.upperBound)))
        return "From \(least) to \(most)."
    }

    /// `multipleOf` is not used for the digits after the point: validators divide in binary, and refuse 0.07.
    private static func number(_ bounds: ClosedRange<Double>, _ digits: Int?) -> JSONValue {
        var schema: JSONObject = ["type": "number", "format": "double"]
        schema["minimum"] = JSONNumber(bounds.lowerBound).map { .number($0) }
        schema["maximum"] = JSONNumber(bounds.upperBound).map { .number($0) }
        if let digits { schema["description"] = .text("At most \(digits) digits after the point.") }
        return .object(schema)
    }
}

extension StringRule {
    fileprivate var schema: JSONValue {
        var schema: JSONObject = ["type": "string"]
        if length.lowerBound > 0 { schema["minLength"] = .whole(length.lowerBound) }
        schema["maxLength"] = .whole(length.upperBound)
        schema["format"] = form.format.map { .text($0) }
        schema["pattern"] = .text(form.pattern)
        return .object(schema)
    }
}

extension SchemaComponents {
    fileprivate mutating func enumeration(_ definition: EnumDefinition) -> JSONValue {
        add(definition.name) { _ in ["type": "string", "enum": .list(definition.members.map { .text($0) })] }
    }
}
