/// One property of a type and the place in our model that it stands for.
public struct Property<Model: Sendable>: Sendable {
    /// What documents and queries need to know of it.
    public let definition: PropertyDefinition

    /// Reads a value that is there into the model; false when it was refused.
    let read: @Sendable (JSONValue, _ isFresh: Bool, inout Model, JSONPath, inout ShapeReading) -> Bool
    let write: @Sendable (Model, WritingStyle) -> JSONValue

    /// A property that always has a value.
    public init<Value>(
        _ name: String, _ shape: ValueShape<Value>, _ keyPath: any WritableKeyPath<Model, Value> & Sendable, _ traits: PropertyTraits = [],
        about: String = ""
    ) {
        self.init(
            name, shape, get: { $0[keyPath: keyPath] }, set: { $0[keyPath: keyPath] = $1 }, traits, about: about)
    }

    /// A property that may be null.
    public init<Value>(
        _ name: String, _ shape: ValueShape<Value>, _ keyPath: any WritableKeyPath<Model, Value?> & Sendable, _ traits: PropertyTraits = [],
        about: String = ""
    ) {
        self.init(
            nullable: name, shape, get: { $0[keyPath: keyPath] }, set: { $0[keyPath: keyPath] = $1 }, traits, about: about)
    }

    /// A property that always has a value, through closures.
    public init<Value>(
        _ name: String, _ shape: ValueShape<Value>, get: @escaping @Sendable (Model) -> Value,
        set: @escaping @Sendable (inout Model, Value) -> Void, _ traits: PropertyTraits = [], about: String = ""
    ) {
        definition = PropertyDefinition(name: name, type: shape.type, isNullable: false, traits: traits, about: about)
        read = { json, isFresh, model, path, reading in
            if json == .null {
                reading.refuse(path, "is null", remedy: "write a value or leave it out")
                return false
            }
            guard let value = shape.read(json, isFresh ? nil : get(model), path, &reading) else { return false }
            set(&model, value)
            return true
        }
        write = { model, style in shape.write(get(model), style) }
    }

    /// A property that may be null, through closures.
    public init<Value>(
        nullable name: String, _ shape: ValueShape<Value>, get: @escaping @Sendable (Model) -> Value?,
        set: @escaping @Sendable (inout Model, Value?) -> Void, _ traits: PropertyTraits = [], about: String = ""
    ) {
        definition = PropertyDefinition(name: name, type: shape.type, isNullable: true, traits: traits, about: about)
        read = { json, isFresh, model, path, reading in
            if json == .null {
                set(&model, nil)
                return true
            }
            guard let value = shape.read(json, isFresh ? nil : get(model), path, &reading) else { return false }
            set(&model, value)
            return true
        }
        write = { model, style in get(model).map { shape.write($0, style) } ?? .null }
    }

    /// A property that only we set; in requests it is passed over, whatever it holds.
    public static func readOnly<Value>(
        _ name: String, _ shape: ValueShape<Value>, get: @escaping @Sendable (Model) -> Value?, _ traits: PropertyTraits = [],
        isNullable: Bool = true, about: String = ""
    ) -> Property {
        let definition = PropertyDefinition(
            name: name, type: shape.type, isNullable: isNullable, traits: traits.union(.readOnly), about: about)
        return Property(definition: definition) { model, style in get(model).map { shape.write($0, style) } ?? .null }
    }

    private init(definition: PropertyDefinition, write: @escaping @Sendable (Model, WritingStyle) -> JSONValue) {
        self.definition = definition
        read = { _, _, _, _, _ in true }
        self.write = write
    }
}
