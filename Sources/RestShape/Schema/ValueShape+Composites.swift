extension ValueShape {
    /// An object of a schema. In a change, properties that are absent stay as they are (OData Protocol 4.01 section 11.4.3).
    public static func object(_ schema: ObjectSchema<Value>) -> ValueShape {
        ValueShape(.object(schema.definition)) { json, existing, path, reading in
            schema.read(json, existing: existing, fresh: schema.made(), path: path, &reading)?.model
        } write: { value, style in
            schema.write(value, style)
        }
    }

    /// A list of at most so many values; a change replaces it as a whole (OData Protocol 4.01 section 11.4.3).
    public static func collection<Element>(of element: ValueShape<Element>, maxCount: Int) -> ValueShape where Value == [Element] {
        ValueShape(.collection(element.type, maxCount: maxCount)) { json, _, path, reading in
            guard let elements = json.elements else {
                reading.refuse(json, path, remedy: "write a list in brackets")
                return nil
            }
            guard elements.count <= maxCount else {
                reading.refuse(path, "has \(elements.count) elements", remedy: "write at most \(maxCount)")
                return nil
            }
            var values: [Element] = []
            for (index, item) in elements.enumerated() {
                guard let value = element.read(item, nil, path.element(index), &reading) else { continue }
                values.append(value)
            }
            return values.count == elements.count ? values : nil
        } write: { values, style in
            .list(values.map { element.write($0, style) })
        }
    }
}
