/// A complex type or an entity, bound to a type of ours: one definition that reads, writes, is queried and documented.
public struct ObjectSchema<Model: Sendable>: Sendable {
    /// The same without our type.
    public let definition: ObjectDefinition
    /// The properties in their order.
    public let properties: [Property<Model>]

    let made: @Sendable () -> Model

    /// A schema. `base` names the abstract type that properties of this type are declared as, if they are. What `fresh` makes is what a
    /// body without any property would make. Each name stands once.
    public init(
        _ name: String, base: String? = nil, fresh: @escaping @Sendable () -> Model, properties: [Property<Model>],
        navigations: [NavigationDefinition] = []
    ) {
        let names = properties.map(\.definition.name) + navigations.map(\.name)
        precondition(Set(names).count == names.count, "A name stands twice in \(name).")
        definition = ObjectDefinition(name: name, base: base, properties: properties.map(\.definition), navigations: navigations)
        self.properties = properties
        made = fresh
    }

    /// Reads the body of a request that makes something. Unknown properties and values that do not fit are refused, annotations
    /// (`@odata.…`) and read-only properties passed over.
    public func create(from json: JSONValue) throws(ShapeFailure) -> Reading { try reading(json, onto: nil, fresh: made()) }

    /// The same onto a model that already has its key and what is usual.
    public func create(_ fresh: Model, from json: JSONValue) throws(ShapeFailure) -> Reading {
        try reading(json, onto: nil, fresh: fresh)
    }

    /// Reads the body of a request that changes something (PATCH, RFC 5789; OData Protocol 4.01 section 11.4.3): what is absent stays, null
    /// empties. The model that is handed in is left alone when the body is refused.
    public func update(_ model: Model, from json: JSONValue) throws(ShapeFailure) -> Reading {
        try reading(json, onto: model, fresh: model)
    }

    /// What a body came to.
    public struct Reading: Sendable {
        /// The model with what the body says.
        public let model: Model
        /// The properties that stood in the body and count, null ones too.
        public let given: Set<String>
    }

    private func reading(_ json: JSONValue, onto existing: Model?, fresh: Model) throws(ShapeFailure) -> Reading {
        var reading = ShapeReading()
        let outcome = read(json, existing: existing, fresh: fresh, path: .root, &reading)
        if let failure = reading.failure { throw failure }
        guard let outcome else { preconditionFailure("A body was refused without a reason.") }
        return outcome
    }
}
