/// A single value on both sides: its declared type, how it is read from JSON and how it is written.
public struct ValueShape<Value: Sendable>: Sendable {
    /// The declared type.
    public let type: ValueType

    typealias Read = @Sendable (_ json: JSONValue, _ existing: Value?, _ path: JSONPath, _ reading: inout ShapeReading) -> Value?
    let read: Read
    let write: @Sendable (Value, WritingStyle) -> JSONValue

    init(_ type: ValueType, read: @escaping Read, write: @escaping @Sendable (Value, WritingStyle) -> JSONValue) {
        self.type = type
        self.read = read
        self.write = write
    }

    /// The same on the wire, another type of ours. Where `to` answers nil the value is refused with the remedy, an imperative without a
    /// full stop: `write an amount of whole cents`.
    public func mapped<Other: Sendable>(
        to: @escaping @Sendable (Value) -> Other?, from: @escaping @Sendable (Other) -> Value, remedy: String
    ) -> ValueShape<Other> {
        let (read, write) = (self.read, self.write)
        return ValueShape<Other>(type) { json, existing, path, reading in
            guard let value = read(json, existing.map(from), path, &reading) else { return nil }
            guard let other = to(value) else {
                reading.refuse(path, "cannot be taken", remedy: remedy)
                return nil
            }
            return other
        } write: { value, style in
            write(from(value), style)
        }
    }
}
