import CivilTime

extension ValueShape where Value == DateTimeTimeZone {
    /// Graph's `dateTimeTimeZone`. The offset is the zone's business, so `dateTime` has none; `Z` is let pass where the zone is UTC.
    /// Zones that `knows` does not know are refused.
    public static func dateTimeTimeZone(knows: @escaping @Sendable (String) -> Bool) -> ValueShape {
        let civil = ValueShape<CivilDateTime>.civilDateTime
        let zone = ValueShape<String>.string(1...80, form: .line).mapped(
            to: { knows($0) ? $0 : nil }, from: { $0 }, remedy: "write a time zone such as Europe/Berlin or UTC")
        let schema = ObjectSchema<DateTimeTimeZone>(
            "dateTimeTimeZone", fresh: { DateTimeTimeZone(CivilDateTime(.first, .midnight), timeZone: "UTC") },
            properties: [
                Property("dateTime", civil, \.dateTime, [.requiredOnCreate], about: "A time on the clock of the zone."),
                Property("timeZone", zone, \.timeZone, [.requiredOnCreate], about: "An IANA or Windows name."),
            ])
        let plain = object(schema)
        return ValueShape(plain.type) { json, existing, path, reading in
            plain.read(withoutZulu(json), existing, path, &reading)
        } write: { value, style in
            plain.write(value, style)
        }
    }

    /// `Z` says the same as the zone UTC, and many programs write both.
    private static func withoutZulu(_ json: JSONValue) -> JSONValue {
        guard case .object(var members) = json, let text = members["dateTime"]?.string, text.hasSuffix("Z"),
            members["timeZone"]?.string?.uppercased() == "UTC"
        else { return json }
        members["dateTime"] = .text(String(text.dropLast()))
        return .object(members)
    }
}
