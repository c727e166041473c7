import RestShape

/// Graph's `phone`.
struct Phone: Hashable, Sendable {
    var number: String?
    var type: String?
    var language: String?
    var region: String?

    static let schema = ObjectSchema<Phone>(
        "phone", fresh: { Phone() },
        properties: [
            Property("language", .string(maxLength: 40), \.language),
            Property("number", .string(maxLength: 40), \.number),
            Property("region", .string(maxLength: 40), \.region),
            Property("type", .enumeration(GraphEnums.phoneType), \.type),
        ])

    static let list = ValueShape<[Phone]>.collection(of: .object(schema), maxCount: 20)
}
