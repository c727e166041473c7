extension ObjectSchema {
    /// Reads an object onto what is there, or onto a fresh one that must then have all that is required; nil when something was refused.
    func read(
        _ json: JSONValue, existing: Model?, fresh: @autoclosure () -> Model, path: JSONPath, _ reading: inout ShapeReading
    ) -> Reading? {
        guard let members = json.members else {
            reading.refuse(json, path, remedy: "write an object in braces")
            return nil
        }
        var (model, given, isWhole) = (existing ?? fresh(), Set<String>(), true)
        for (name, value) in members where !isAnnotation(name) {
            let place = path.member(name)
            guard let index = definition.place(of: name) else {
                refuseUnknown(name, place, &reading)
                isWhole = false
                continue
            }
            let property = properties[index]
            if property.definition.traits.contains(.readOnly) { continue }
            if property.read(value, existing == nil, &model, place, &reading) {
                given.insert(name)
            } else {
                isWhole = false
            }
        }
        if existing == nil, !hasRequired(members, path, &reading) { isWhole = false }
        return isWhole ? Reading(model: model, given: given) : nil
    }

    /// `@odata.type`, `startDateTime@odata.type` (OData JSON Format 4.01 section 4.6).
    private func isAnnotation(_ name: String) -> Bool { name.contains("@odata.") }

    private func hasRequired(_ members: JSONObject, _ path: JSONPath, _ reading: inout ShapeReading) -> Bool {
        var hasAll = true
        for property in definition.properties where property.traits.contains(.requiredOnCreate) && members[property.name] == nil {
            reading.refuse(path.member(property.name), "is missing", remedy: "add it to the body")
            hasAll = false
        }
        return hasAll
    }

    private func refuseUnknown(_ name: String, _ place: JSONPath, _ reading: inout ShapeReading) {
        if definition.navigations.contains(where: { $0.name == name }) {
            return reading.refuse(place, "cannot be set here", remedy: "leave it out and use the address that ends in /\(name)")
        }
        let lowercased = name.lowercased()
        let meant = definition.properties.first { $0.name.lowercased() == lowercased }
        let remedy = meant.map { "write \($0.name)" } ?? "leave it out or check its spelling"
        reading.refuse(place, "is not a property of \(definition.name)", remedy: remedy)
    }
}
