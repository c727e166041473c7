extension ValueShape {
    /// A value as a JSON text from which `restored` makes the same value again.
    public func stored(_ value: Value) -> String { write(value, .complete).serialized }

    /// A value that was stored; nil for a text that is none, or not any more.
    public func restored(_ text: String) -> Value? {
        var reading = ShapeReading()
        guard let json = try? JSONValue(parsing: text), let value = read(json, nil, .root, &reading) else { return nil }
        return reading.failure == nil ? value : nil
    }
}
