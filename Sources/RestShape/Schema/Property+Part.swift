extension Property {
    /// The same property, of something that has the model as a part: types that have more than one of the API's are made of its properties.
    public func within<Whole: Sendable>(_ part: any WritableKeyPath<Whole, Model> & Sendable) -> Property<Whole> {
        let (read, write) = (self.read, self.write)
        return Property<Whole>(definition: definition) { json, isFresh, whole, path, reading in
            read(json, isFresh, &whole[keyPath: part], path, &reading)
        } write: { whole, style in
            write(whole[keyPath: part], style)
        }
    }

    private init(
        definition: PropertyDefinition, read: @escaping @Sendable (JSONValue, Bool, inout Model, JSONPath, inout ShapeReading) -> Bool,
        write: @escaping @Sendable (Model, WritingStyle) -> JSONValue
    ) {
        self.definition = definition
        self.read = read
        self.write = write
    }
}
