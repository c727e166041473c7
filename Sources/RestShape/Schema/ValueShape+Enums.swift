extension ValueShape where Value: Hashable {
    /// A member of an enumeration in any case of letters; the members that we have, each with its value. All names must be declared.
    ///
    /// `unknownFutureValue`, which a client sends back that was not told the real member, leaves the value as it is.
    public static func enumeration(_ definition: EnumDefinition, _ members: KeyValuePairs<String, Value>) -> ValueShape {
        precondition(members.allSatisfy { definition.members.contains($0.key) }, "A member of \(definition.name) is not declared.")
        let values = Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
        let names = Dictionary(members.map { ($0.value, $0.key) }) { first, _ in first }
        let remedy = "write one of " + members.map(\.key).joined(separator: ", ")
        return ValueShape(.enumeration(definition)) { json, existing, path, reading in
            let member = json.string.flatMap(definition.member(named:))
            if member == EnumDefinition.unknownFutureValue, let existing { return existing }
            guard let value = member.flatMap({ values[$0] }) else {
                reading.refuseText(json, path, "a known member of \(definition.name)", remedy: remedy)
                return nil
            }
            return value
        } write: { value, style in
            guard let name = names[value] else { return .text(EnumDefinition.unknownFutureValue) }
            return .text(style.includesUnknownMembers ? name : definition.known(name))
        }
    }
}

extension ValueShape where Value: RawRepresentable<String> & CaseIterable & Hashable {
    /// A member of an enumeration whose cases have the names of the members.
    public static func enumeration(_ definition: EnumDefinition) -> ValueShape {
        let known = ValueShape<String>.enumeration(definition)
        return known.mapped(
            to: { Value(rawValue: $0) }, from: \.rawValue,
            remedy: "write one of " + Value.allCases.map(\.rawValue).joined(separator: ", "))
    }
}

extension ValueShape where Value == String {
    /// A member of an enumeration by its declared name.
    public static func enumeration(_ definition: EnumDefinition) -> ValueShape {
        ValueShape(.enumeration(definition)) { json, existing, path, reading in
            let member = json.string.flatMap(definition.member(named:))
            if member == EnumDefinition.unknownFutureValue, let existing { return existing }
            guard let member, member != EnumDefinition.unknownFutureValue else {
                let remedy = "write one of " + definition.values.joined(separator: ", ")
                reading.refuseText(json, path, "a known member of \(definition.name)", remedy: remedy)
                return nil
            }
            return member
        } write: { name, style in
            .text(style.includesUnknownMembers ? name : definition.known(name))
        }
    }
}
