import RestShape

/// Graph's `physicalAddress`.
struct PhysicalAddress: Hashable, Sendable {
    var city: String?
    var countryOrRegion: String?
    var postalCode: String?
    var state: String?
    var street: String?

    static let schema = ObjectSchema<PhysicalAddress>(
        "physicalAddress", fresh: { PhysicalAddress() },
        properties: [
            Property("city", .string(maxLength: 120), \.city),
            Property("countryOrRegion", .string(maxLength: 120), \.countryOrRegion),
            Property("postalCode", .string(maxLength: 40), \.postalCode),
            Property("state", .string(maxLength: 120), \.state),
            Property("street", .string(maxLength: 500), \.street),
        ])

    /// As it is written on an envelope, a line each.
    var lines: [String] {
        let place = [postalCode, city].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
        return [street, place, state, countryOrRegion].compactMap { $0 }.filter { !$0.isEmpty }
    }

    /// The parts that were stored for a text, or the text as a street.
    static func of(_ text: String, stored: PhysicalAddress?) -> PhysicalAddress? {
        if let stored, stored.lines.joined(separator: "\n") == text { return stored }
        return text.isEmpty ? nil : PhysicalAddress(street: text)
    }
}
