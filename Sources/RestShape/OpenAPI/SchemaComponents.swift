/// The `components/schemas` of an OpenAPI 3.1 document (OpenAPI 3.1.1 section 4.7; JSON Schema 2020-12), made from definitions. The same
/// definitions give the same bytes.
///
/// An answer of type `bookingService` is described as `bookingService`, the body that makes one as `bookingServiceInput`, one that
/// changes one as `bookingServiceUpdate`: only the second has required properties.
public struct SchemaComponents: Sendable {
    /// For what a type is described.
    enum Use: String {
        case answer = ""
        case input = "Input"
        case update = "Update"
    }

    private var made: [String: JSONValue] = [:]

    /// No components yet.
    public init() {}

    /// Adds what an answer of that type looks like, with all that it refers to; answers the reference to it.
    public mutating func answer(_ definition: ObjectDefinition) -> JSONValue { object(definition, .answer) }

    /// Adds what a body looks like that makes something of that type; answers the reference to it.
    public mutating func input(_ definition: ObjectDefinition) -> JSONValue { object(definition, .input) }

    /// Adds what a body looks like that changes something of that type; answers the reference to it.
    public mutating func update(_ definition: ObjectDefinition) -> JSONValue { object(definition, .update) }

    /// Adds what a list of that type looks like; answers the reference to it.
    public mutating func collection(of definition: ObjectDefinition) -> JSONValue {
        let item = answer(definition)
        return add(definition.name + "Collection") { _ in
            [
                "type": "object", "required": ["value"],
                "properties": [
                    "@odata.context": ["type": "string"], "@odata.count": ["type": "integer", "minimum": 0],
                    "@odata.nextLink": ["type": "string", "format": "uri"], "value": ["type": "array", "items": item],
                ],
            ]
        }
    }

    /// Adds what an error body looks like; answers the reference to it.
    public mutating func error() -> JSONValue {
        add("graphError") { _ in
            let text: JSONValue = ["type": "string"]
            let code: JSONValue = ["type": "string", "enum": .list(GraphErrorCode.allCases.map { .text($0.rawValue) })]
            let detail: JSONValue = [
                "type": "object", "required": ["code", "message"], "properties": ["code": code, "message": text, "target": text],
            ]
            let inner: JSONValue = [
                "type": "object",
                "properties": ["date": ["type": "string", "format": "date-time"], "request-id": text, "client-request-id": text],
            ]
            let error: JSONValue = [
                "type": "object", "required": ["code", "message", "innerError"],
                "properties": [
                    "code": code, "message": text, "target": text, "details": ["type": "array", "items": detail], "innerError": inner,
                ],
            ]
            return ["type": "object", "required": ["error"], "properties": ["error": error]]
        }
    }

    /// Everything that was added, by name.
    public var schemas: JSONValue { .object(JSONObject(made.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })) }

    /// Makes a component unless it is there, and refers to it.
    mutating func add(_ name: String, _ make: (inout SchemaComponents) -> JSONValue) -> JSONValue {
        if made[name] == nil {
            made[name] = .null
            let component = make(&self)
            made[name] = component
        }
        return ["$ref": .text("#/components/schemas/" + name)]
    }
}
