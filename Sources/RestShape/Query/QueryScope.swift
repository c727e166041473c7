/// What a query looks into: an item, and the variables of the lambdas around.
struct QueryScope {
    /// A value on the way of a path.
    enum Value {
        case scalar(QueryLiteral)
        case list([JSONValue], of: ValueType)
        case object(JSONValue, ObjectDefinition)

        init(_ json: JSONValue, _ type: ValueType) {
            switch (type, json) {
            case (.collection(let element, _), .list(let elements)): self = .list(elements, of: element)
            case (.object(let definition), .object): self = .object(json, definition)
            default: self = .scalar(QueryType.value(json, type))
            }
        }

        /// A value as it is compared; objects are not null and no more is known of them.
        var literal: QueryLiteral {
            switch self {
            case .scalar(let literal): literal
            case .list, .object: .flag(true)
            }
        }
    }

    let definition: ObjectDefinition
    /// A property of the item, as an answer would tell it.
    let value: (String) -> JSONValue?
    private var variables: [String: Value] = [:]

    init(_ definition: ObjectDefinition, value: @escaping (String) -> JSONValue?) {
        self.definition = definition
        self.value = value
    }

    func binding(_ variable: String, to json: JSONValue, _ type: ValueType) -> QueryScope {
        var scope = self
        scope.variables[variable] = Value(json, type)
        return scope
    }

    /// Where a path leads; a property of what is null is null.
    subscript(_ path: QueryPath) -> Value {
        var rest = path.names[...]
        var reached: Value
        if let variable = path.variable {
            reached = variables[variable] ?? .scalar(.null)
        } else {
            guard let name = rest.popFirst(), let property = definition.property(named: name) else { return .scalar(.null) }
            reached = Value(value(name) ?? .null, property.type)
        }
        for name in rest {
            guard case .object(let json, let definition) = reached, let property = definition.property(named: name) else {
                return .scalar(.null)
            }
            reached = Value(json[name] ?? .null, property.type)
        }
        guard path.isCount else { return reached }
        guard case .list(let elements, _) = reached else { return .scalar(.null) }
        return .scalar(.number(Double(elements.count)))
    }
}
