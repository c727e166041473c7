import Booking
import HTTPTypes
import RestShape
import Texts
import WebShell

/// The page about the API: every operation and every type, from the same table that serves it.
struct ReferencePage: Page {
    static let template = "reference"

    struct Operation: Sendable {
        let method: String
        let path: String
        let summary: String
        /// `nil` where anybody may ask.
        let scope: String?
        let role: String?
        let sends: String?
        let answers: String?
    }

    struct Chapter: Sendable {
        let name: String
        let operations: [Operation]
    }

    struct PropertyRow: Sendable {
        let name: String
        let type: String
        let notes: String
    }

    struct TypeRow: Sendable {
        let name: String
        let properties: [PropertyRow]
    }

    var title = ""
    let chapters: [Chapter]
    let types: [TypeRow]

    init(_ routes: [APIRoute]) {
        chapters = OpenAPIDocument.chapters(of: routes).map { name in
            Chapter(name: name, operations: routes.filter { $0.chapter == name }.map(Self.operation))
        }
        var seen: [String: ObjectDefinition] = [:]
        for route in routes { route.definitions.forEach { Self.gather($0, &seen) } }
        types = seen.values.filter { !$0.properties.isEmpty }.sorted { $0.name < $1.name }.map { definition in
            TypeRow(
                name: definition.name,
                properties: definition.properties.map { PropertyRow(name: $0.name, type: $0.type.words, notes: Self.notes($0)) })
        }
    }

    func titled(_ texts: Texts) -> ReferencePage {
        var page = self
        page.title = texts["api.title"]
        return page
    }

    private static func operation(_ route: APIRoute) -> Operation {
        let (sends, answers) = (route.sent?.name, route.answered)
        return Operation(
            method: route.method.rawValue, path: "/v1.0" + route.path.description, summary: route.summary,
            scope: route.isPublic ? nil : route.scope.rawValue, role: route.isPublic || route.role == .viewer ? nil : route.role.rawValue,
            sends: sends, answers: answers)
    }

    private static func gather(_ definition: ObjectDefinition, _ seen: inout [String: ObjectDefinition]) {
        guard seen[definition.name] == nil else { return }
        seen[definition.name] = definition
        for property in definition.properties {
            if let inner = property.type.inner { gather(inner, &seen) }
        }
    }

    private static func notes(_ property: PropertyDefinition) -> String {
        var notes = property.about.isEmpty ? [] : [property.about]
        if property.traits.contains(.readOnly) { notes.append("Read-only.") }
        if property.traits.contains(.requiredOnCreate) { notes.append("Required.") }
        if property.traits.contains(.singleOnly) { notes.append("Only where one item is read by its id.") }
        if property.traits.contains(.storedOnly) { notes.append("Kept and answered; nothing acts on it.") }
        return notes.joined(separator: " ")
    }
}

extension APIRoute {
    /// The type of what a request carries.
    var sent: ObjectDefinition? {
        switch body {
        case .none: nil
        case .input(let definition), .update(let definition): definition
        }
    }

    /// What an answer carries, in words.
    fileprivate var answered: String? {
        switch result {
        case .nothing: nil
        case .item(let definition, _): definition.name
        case .list(let definition): "\(definition.name)[]"
        case .number: "integer"
        }
    }

    fileprivate var definitions: [ObjectDefinition] {
        switch result {
        case .item(let definition, _), .list(let definition): [sent, definition].compactMap { $0 }
        case .nothing, .number: [sent].compactMap { $0 }
        }
    }
}

extension ValueType {
    /// The type as the API's documentation names it.
    var words: String {
        switch self {
        case .string: "String"
        case .int32: "Int32"
        case .double: "Double"
        case .boolean: "Boolean"
        case .duration: "Duration"
        case .dateTimeOffset: "DateTimeOffset"
        case .date: "Date"
        case .timeOfDay: "TimeOfDay"
        case .civilDateTime: "String"
        case .enumeration(let definition): definition.name + ": " + definition.members.joined(separator: ", ")
        case .object(let definition): definition.name
        case .collection(let element, _): element.words + "[]"
        }
    }

    /// The type of objects within.
    var inner: ObjectDefinition? {
        switch self {
        case .object(let definition): definition
        case .collection(let element, _): element.inner
        default: nil
        }
    }
}
