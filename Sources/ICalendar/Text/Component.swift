/// What stands between BEGIN and END: properties and components within, in the order of the source, nothing left out.
public struct Component: Hashable, Sendable {
    /// The name in upper case, such as `VEVENT`.
    public let name: String
    public var properties: [Property]
    public var components: [Component]

    public init(_ name: String, properties: [Property] = [], components: [Component] = []) {
        self.name = name.asciiUppercased
        self.properties = properties
        self.components = components
    }

    /// The first property of that name: where a property stands twice by mistake, the first one counts.
    public func first(_ name: String) -> Property? {
        let name = name.asciiUppercased
        return properties.first { $0.name == name }
    }

    /// Every property of that name.
    public func all(_ name: String) -> [Property] {
        let name = name.asciiUppercased
        return properties.filter { $0.name == name }
    }

    /// Puts the property in the place of the first one of its name and removes the others; appends it if there is none.
    public mutating func set(_ property: Property) {
        replace(property.name, with: [property])
    }

    /// Puts the properties in the place of the first one of that name and removes the others; appends them if there is none.
    public mutating func replace(_ name: String, with replacements: [Property]) {
        let name = name.asciiUppercased
        let place = properties.firstIndex { $0.name == name } ?? properties.endIndex
        properties.removeAll { $0.name == name }
        properties.insert(contentsOf: replacements, at: place)
    }

    /// Removes every property of that name.
    public mutating func remove(_ name: String) {
        replace(name, with: [])
    }
}
