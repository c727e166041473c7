/// What stands between BEGIN and END (RFC 5545 section 3.6): properties and components within, in the order of the source, nothing left
/// out.
///
/// The standard puts the properties of a component before the components within; a text that mixes them is read in that order. A component
/// that was read keeps its bytes, and makes properties of them when they are asked for: ``first(_:)`` is cheaper than ``properties``.
public struct Component: Sendable {
    private enum Body: Sendable {
        case made([Property])
        case read(SourceLines)
    }

    /// The name in upper case, such as `VEVENT`.
    public let name: String
    private var body: Body
    /// The components within, in the order of the source.
    public var components: [Component]
    /// The line of the source on which the component begins, from 1; nil for one that was made. It plays no part in equality.
    public let sourceLine: Int?

    /// A component of one's own; the name may be in any case.
    public init(_ name: String, properties: [Property] = [], components: [Component] = []) {
        self.name = name.asciiUppercased
        body = .made(properties)
        self.components = components
        sourceLine = nil
    }

    /// A component that was read; the name is in upper case.
    init(upperName: String, reading lines: SourceLines, components: [Component], line: Int) {
        name = upperName
        body = lines.lines.isEmpty ? .made([]) : .read(lines)
        self.components = components
        sourceLine = line
    }

    /// About how many bytes the component has as a text.
    var size: Int {
        let own =
            switch body {
            case .made(let properties): properties.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
            case .read(let lines): lines.bytes.count
            }
        return components.reduce(own) { $0 + $1.size }
    }

    /// The properties in the order of the source.
    public var properties: [Property] {
        get {
            switch body {
            case .made(let properties): properties
            case .read(let lines): lines.properties
            }
        }
        _modify {
            var properties = self.properties
            body = .made([])
            yield &properties
            body = .made(properties)
        }
        set { body = .made(newValue) }
    }

    /// The first property of that name: where a property stands twice by mistake, the first one counts.
    public func first(_ name: String) -> Property? {
        let name = name.asciiUppercased
        switch body {
        case .made(let properties): return properties.first { $0.name == name }
        case .read(let lines): return lines.first(name)
        }
    }

    /// Every property of that name.
    public func all(_ name: String) -> [Property] {
        let name = name.asciiUppercased
        switch body {
        case .made(let properties): return properties.filter { $0.name == name }
        case .read(let lines): return lines.all(name)
        }
    }

    /// Puts the property in the place of the first one of its name and removes the others; appends it if there is none.
    public mutating func set(_ property: Property) {
        replace(property.name, with: [property])
    }

    /// Puts the properties in the place of the first one of that name and removes the others; appends them if there is none.
    public mutating func replace(_ name: String, with replacements: [Property]) {
        let name = name.asciiUppercased
        var properties = self.properties
        let place = properties.firstIndex { $0.name == name } ?? properties.endIndex
        properties.removeAll { $0.name == name }
        properties.insert(contentsOf: replacements, at: place)
        self.properties = properties
    }

    /// Removes every property of that name.
    public mutating func remove(_ name: String) {
        replace(name, with: [])
    }
}

extension Component: Hashable {
    /// Equal in name, properties and components within, in their order; where they stood in a source plays no part.
    public static func == (lhs: Component, rhs: Component) -> Bool {
        lhs.name == rhs.name && lhs.properties == rhs.properties && lhs.components == rhs.components
    }

    /// Hashes what equality compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(properties)
        hasher.combine(components)
    }
}
