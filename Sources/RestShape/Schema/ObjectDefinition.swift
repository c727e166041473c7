/// A complex type or an entity without ours: what documents and queries need to know of it.
public struct ObjectDefinition: Sendable {
    /// Without namespace: `bookingAppointment`.
    public let name: String
    /// The abstract type that properties are declared as, such as `bookingCustomerBase`; answers then say the real one.
    public let base: String?
    /// The properties in their order.
    public let properties: [PropertyDefinition]
    /// What leads to other entities and is fetched with `$expand`.
    public let navigations: [NavigationDefinition]

    private let places: [String: Int]

    init(name: String, base: String?, properties: [PropertyDefinition], navigations: [NavigationDefinition]) {
        self.name = name
        self.base = base
        self.properties = properties
        self.navigations = navigations
        places = Dictionary(properties.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    /// The property of that name in exactly this case of letters; nil when there is none.
    public func property(named name: String) -> PropertyDefinition? { place(of: name).map { properties[$0] } }

    func place(of name: String) -> Int? { places[name] }

    /// The value of `@odata.type` (OData JSON Format 4.01 section 4.6.3).
    public var odataType: String { "#" + ObjectDefinition.namespace + "." + name }

    /// The namespace of every type of the API.
    public static let namespace = "microsoft.graph"
}

/// One property of a type.
public struct PropertyDefinition: Sendable {
    /// As it stands in JSON.
    public let name: String
    /// Its declared type.
    public let type: ValueType
    /// Whether null may stand there.
    public let isNullable: Bool
    /// What else holds for it.
    public let traits: PropertyTraits
    /// A sentence for the documentation; empty for none.
    public let about: String
}

/// A property that leads to other entities.
public struct NavigationDefinition: Hashable, Sendable {
    /// As it stands in JSON and in `$expand`.
    public let name: String
    /// The type that it leads to, without namespace.
    public let target: String
    /// Whether it leads to many.
    public let isCollection: Bool

    /// A property that leads to many entities, or to one.
    public init(_ name: String, to target: String, isCollection: Bool = true) {
        self.name = name
        self.target = target
        self.isCollection = isCollection
    }
}
