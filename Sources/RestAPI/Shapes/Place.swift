import RestShape

/// Graph's `location`.
struct Place: Hashable, Sendable {
    var displayName: String?
    var address: PhysicalAddress?
    var coordinates: Coordinates?
    var emailAddress: String?
    var uri: String?
    var uniqueID: String?
    var uniqueIDType: String?

    static let schema = ObjectSchema<Place>(
        "location", fresh: { Place() },
        properties: [
            Property("address", .object(PhysicalAddress.schema), \.address),
            Property("coordinates", .object(Coordinates.schema), \.coordinates),
            Property("displayName", .string(maxLength: 500), \.displayName),
            Property("locationEmailAddress", .string(maxLength: 254, form: .emailAddress), \.emailAddress),
            .readOnly("locationType", .enumeration(GraphEnums.locationType), get: { _ in "default" }),
            Property("locationUri", .string(maxLength: 2000), \.uri),
            Property("uniqueId", .string(maxLength: 500), \.uniqueID),
            Property("uniqueIdType", .enumeration(GraphEnums.locationUniqueIdType), \.uniqueIDType),
        ])

    static let shape = ValueShape<Place>.object(schema)

    /// What people are told: the name, or else the address in one line.
    var text: String {
        if let displayName, !displayName.isEmpty { return displayName }
        return address?.lines.joined(separator: ", ") ?? ""
    }

    /// The parts that were stored for a text, or the text as a name.
    static func of(_ text: String, stored: Place?) -> Place? {
        if let stored, stored.text == text { return stored }
        return text.isEmpty ? nil : Place(displayName: text)
    }
}

/// Graph's `outlookGeoCoordinates`; degrees and metres.
struct Coordinates: Hashable, Sendable {
    var accuracy: Double?
    var altitude: Double?
    var altitudeAccuracy: Double?
    var latitude: Double?
    var longitude: Double?

    static let schema = ObjectSchema<Coordinates>(
        "outlookGeoCoordinates", fresh: { Coordinates() },
        properties: [
            Property("accuracy", .double(0...1e9), \.accuracy),
            Property("altitude", .double(-1e9...1e9), \.altitude),
            Property("altitudeAccuracy", .double(0...1e9), \.altitudeAccuracy),
            Property("latitude", .double(-90...90), \.latitude),
            Property("longitude", .double(-180...180), \.longitude),
        ])
}
