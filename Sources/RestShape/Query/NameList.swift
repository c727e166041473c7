/// The names of a `$select` or an `$expand`, each with where it starts.
struct NameList {
    private let scanner: QueryScanner
    private let definition: ObjectDefinition
    private let names: [(text: String, start: Int)]

    init(_ value: String, _ option: String, _ definition: ObjectDefinition, _ limits: QueryLimits) throws(QueryFault) {
        scanner = try QueryScanner(value, option: option, limits: limits)
        self.definition = definition
        var (names, start) = ([(text: String, start: Int)](), 0)
        for piece in value.split(separator: ",", omittingEmptySubsequences: false) {
            let blanks = piece.utf8.prefix { $0 == 0x20 }.count
            let name = String(decoding: Array(piece.utf8).dropFirst(blanks).prefix { $0 != 0x20 }, as: UTF8.self)
            let rest = piece.utf8.dropFirst(blanks + name.utf8.count)
            guard !name.isEmpty, rest.allSatisfy({ $0 == 0x20 }) else {
                throw scanner.fault(at: start + blanks, "a name is missing or has a blank in it", "write names with commas between them")
            }
            names.append((name, start + blanks))
            start += piece.utf8.count + 1
        }
        guard names.count <= limits.names else {
            throw scanner.fault(at: 0, "it has more than \(limits.names) names", "name fewer")
        }
        self.names = names
    }

    /// OData URL Conventions 4.01 section 5.1.4; nil for `*`, which is everything. Navigation properties may be named and come by
    /// `$expand`.
    func selection() throws(QueryFault) -> Selection? {
        var selection = Selection()
        for (text, start) in names where text != "*" {
            let path = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            try check(path[...], definition, start)
            selection.add(path[...])
        }
        return names.contains { $0.text == "*" } ? nil : selection
    }

    /// OData URL Conventions 4.01 section 5.1.3, names only; `*` is all of them.
    func navigations() throws(QueryFault) -> [String] {
        var wanted: [String] = []
        for (text, start) in names {
            if text == "*" {
                wanted = definition.navigations.map(\.name)
            } else if !definition.navigations.contains(where: { $0.name == text }) {
                let known = definition.navigations.map(\.name).joined(separator: ", ")
                let remedy = known.isEmpty ? "leave $expand out" : "use one of \(known), without anything in parentheses"
                throw scanner.fault(at: start, "'\(text.shortened(to: 60))' cannot be expanded", remedy)
            } else if !wanted.contains(text) {
                wanted.append(text)
            }
        }
        return wanted
    }

    private func check(_ path: ArraySlice<String>, _ definition: ObjectDefinition, _ start: Int) throws(QueryFault) {
        guard let name = path.first else { return }
        let rest = path.dropFirst()
        if rest.isEmpty, definition.navigations.contains(where: { $0.name == name }) { return }
        guard let property = definition.property(named: name), !property.traits.contains(.writeOnly) else {
            let lowercased = name.lowercased()
            let meant = definition.properties.first { $0.name.lowercased() == lowercased }
            let remedy = meant.map { "write \($0.name)" } ?? "check its spelling"
            throw scanner.fault(at: start, "'\(name.shortened(to: 60))' is not a property of \(definition.name)", remedy)
        }
        guard !rest.isEmpty else { return }
        guard let inner = property.type.object else {
            throw scanner.fault(at: start, "'\(name.shortened(to: 60))' has no properties", "leave the slash and what follows out")
        }
        try check(rest, inner, start)
    }
}

extension ValueType {
    /// The type's definition for objects and lists of objects; nil for others.
    var object: ObjectDefinition? {
        switch self {
        case .object(let definition): definition
        case .collection(let element, _): element.object
        default: nil
        }
    }
}
