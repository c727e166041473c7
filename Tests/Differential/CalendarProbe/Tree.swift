import ICalendar

/// A component in the form in which the tests exchange it.
struct Tree: Codable {
    struct Line: Codable {
        let name: String
        let parameters: [[String]]
        /// The raw value.
        let value: String
        /// The value as TEXT.
        let text: String

        init(_ property: Property) {
            name = property.name
            parameters = property.parameters.map { [$0.name] + $0.values }
            value = property.value
            text = property.text
        }

        /// Made of its text where the raw value is empty.
        var property: Property {
            let parameters = parameters.map { Parameter($0.first ?? "", values: Array($0.dropFirst())) }
            return value.isEmpty
                ? Property(name, parameters: parameters, text: text) : Property(name: name, parameters: parameters, value: value)
        }
    }

    let name: String
    let properties: [Line]
    let components: [Tree]

    init(_ component: Component) {
        name = component.name
        properties = component.properties.map(Line.init)
        components = component.components.map(Tree.init)
    }

    var component: Component {
        Component(name, properties: properties.map(\.property), components: components.map(\.component))
    }
}
