public import CivilTime

extension ValueShape where Value == Seconds {
    /// A length of time within bounds. Read as `DurationText` says, written as ISO 8601.
    public static func duration(_ bounds: ClosedRange<Seconds>) -> ValueShape {
        ValueShape(.duration(bounds.lowerBound.count...bounds.upperBound.count)) { json, _, path, reading in
            let form = "write a duration such as PT30M or P1D"
            guard let text = json.string, let length = DurationText.read(text) else {
                reading.refuseText(json, path, "a duration", remedy: form)
                return nil
            }
            guard bounds.contains(length) else {
                let limits = "\(DurationText.write(bounds.lowerBound)) to \(DurationText.write(bounds.upperBound))"
                reading.refuse(path, "is \(DurationText.write(length))", remedy: "write a duration from \(limits)")
                return nil
            }
            return length
        } write: { length, _ in
            .text(DurationText.write(length))
        }
    }
}

extension ValueShape where Value == Instant {
    /// A point in time, written in UTC with `Z`.
    public static var dateTimeOffset: ValueShape {
        text(.dateTimeOffset, "a point in time", "2026-12-01T09:00:00Z", read: { ClockText.instant($0) }, write: { ClockText.write($0) })
    }
}

extension ValueShape where Value == CivilDate {
    /// A date such as `2026-12-01`.
    public static var date: ValueShape {
        text(.date, "a date", "2026-12-01", read: { CivilDate(iso8601: $0) }, write: \.description)
    }
}

extension ValueShape where Value == TimeOfDay {
    /// A time on the clock, written `08:00:00.0000000`.
    public static var timeOfDay: ValueShape {
        text(.timeOfDay, "a time on the clock", "08:00:00", read: { ClockText.time($0) }, write: { ClockText.write($0) })
    }
}

extension ValueShape where Value == CivilDateTime {
    /// A date and a time on the clock without offset, written with seven digits after the seconds.
    public static var civilDateTime: ValueShape {
        text(
            .civilDateTime, "a date and time without offset", "2026-12-01T09:00:00", read: { ClockText.civil($0) },
            write: { ClockText.write($0) })
    }
}

extension ValueShape {
    /// A value that has one text.
    static func text(
        _ type: ValueType, _ name: String, _ example: String, read: @escaping @Sendable (String) -> Value?,
        write: @escaping @Sendable (Value) -> String
    ) -> ValueShape {
        ValueShape(type) { json, _, path, reading in
            guard let text = json.string, let value = read(text) else {
                reading.refuseText(json, path, name, remedy: "write \(name) such as \(example)")
                return nil
            }
            return value
        } write: { value, _ in
            .text(write(value))
        }
    }
}

extension ShapeReading {
    /// Refuses a text that is not what it should be, or what is no text.
    mutating func refuseText(_ json: JSONValue, _ path: JSONPath, _ name: String, remedy: String) {
        guard let text = json.string else { return refuse(json, path, remedy: remedy) }
        refuse(path, "is '\(text.shortened(to: 60))', not \(name)", remedy: remedy)
    }
}
