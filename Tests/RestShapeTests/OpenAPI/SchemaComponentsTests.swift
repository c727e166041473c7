import RestShape
import Testing

struct SchemaComponentsTests {
    private func components() -> SchemaComponents {
        var components = SchemaComponents()
        _ = components.update(Visit.schema.definition)
        _ = components.collection(of: Visit.schema.definition)
        _ = components.input(Visit.schema.definition)
        _ = components.error()
        return components
    }

    @Test func `every type that is referred to is there, sorted by name`() {
        let names = components().schemas.members?.names
        #expect(
            names == [
                "answerInputType", "bookingPriceType", "bookingStaffRole", "dateTimeTimeZone", "dateTimeTimeZoneInput", "graphError",
                "guest",
                "guestInput", "place", "placeInput", "visit", "visitCollection", "visitInput", "visitUpdate",
            ])
        var references: Set<String> = []
        func collect(_ json: JSONValue) {
            if let reference = json["$ref"]?.string { references.insert(String(reference.dropFirst("#/components/schemas/".count))) }
            for element in json.elements ?? [] { collect(element) }
            for (_, member) in json.members ?? [:] { collect(member) }
        }
        collect(components().schemas)
        #expect(references.isSubset(of: Set(names ?? [])) && references.count == 10)
    }

    @Test func `the order in which types are added does not show`() {
        var other = SchemaComponents()
        let reference = other.input(Visit.schema.definition)
        _ = other.error()
        _ = other.collection(of: Visit.schema.definition)
        _ = other.update(Visit.schema.definition)
        #expect(other.schemas.serialized == components().schemas.serialized)
        #expect(reference == ["$ref": "#/components/schemas/visitInput"])
        #expect(other.answer(Visit.schema.definition) == ["$ref": "#/components/schemas/visit"])
    }

    @Test func `properties say what the definition says`() {
        let schemas = components().schemas
        let answer = schemas["visit"]?["properties"], input = schemas["visitInput"]?["properties"]
        let expected: [(String, String)] = [
            ("id", #"{"type":"string","maxLength":40,"pattern":"^[^\\u0000]*$","description":"Key.","readOnly":true}"#),
            ("displayName", #"{"type":"string","minLength":1,"maxLength":20,"pattern":"^[^\\u0000]*$","description":"What people see."}"#),
            ("startDateTime", ##"{"$ref":"#/components/schemas/dateTimeTimeZone"}"##),
            (
                "price",
                #"{"type":["number","null"],"format":"double","minimum":0,"maximum":9999,"description":"At most 2 digits after the point."}"#
            ),
            ("priceType", ##"{"$ref":"#/components/schemas/bookingPriceType"}"##),
            ("isLocationOnline", #"{"type":"boolean"}"#),
            ("maximumAttendeesCount", #"{"type":"integer","format":"int32","minimum":1,"maximum":100}"#),
            ("latitude", #"{"type":["number","null"],"format":"double","minimum":-90,"maximum":90}"#),
            ("customers", ##"{"type":"array","maxItems":3,"items":{"$ref":"#/components/schemas/guest"}}"##),
            ("serviceLocation", ##"{"anyOf":[{"$ref":"#/components/schemas/place"},{"type":"null"}]}"##),
            ("day", #"{"type":["string","null"],"format":"date"}"#),
            ("createdDateTime", #"{"type":["string","null"],"format":"date-time","readOnly":true}"#),
        ]
        for (name, text) in expected { #expect(answer?[name]?.serialized == text) }
        #expect(answer?["serviceNotes"]?["description"] == "Only where one item is read by its id.")
        #expect(answer?["duration"]?["description"] == "From PT0S to P1D.")
        #expect(answer?["message"] == nil && input?["message"]?["writeOnly"] == true)
        #expect(answer?["owner"]?["anyOf"]?.elements?.count == 2 && answer?["staffMembers"]?["type"] == "array" && input?["owner"] == nil)
        #expect(input?["priceType"]?["enum"]?.elements?.count == 8)
        #expect(schemas["guestInput"]?["properties"]?["answerInputType"]?["anyOf"]?.elements?.count == 2)
    }

    @Test func `only a body that makes something has required properties, and bodies take no others`() {
        let schemas = components().schemas
        #expect(schemas["visitInput"]?["required"] == ["displayName"] && schemas["visitUpdate"]?["required"] == nil)
        #expect(schemas["visit"]?["required"] == nil && schemas["guest"]?["required"] == ["@odata.type"])
        #expect(schemas["visitUpdate"]?["additionalProperties"] == false && schemas["visit"]?["additionalProperties"] == nil)
        #expect(schemas["guest"]?["properties"]?["@odata.type"]?["const"] == "#microsoft.graph.guest")
    }

    @Test func `patterns of times match what is written, and nothing that is refused`() throws {
        let schemas = components().schemas
        let answer = schemas["visit"]?["properties"]
        let patterns = [
            (try #require(answer?["opens"]?["pattern"]?.string), ["08:00", "23:59:59.1"], ["24:00", "8:00", "08:00.1"]),
            (
                try #require(answer?["duration"]?["pattern"]?.string), ["PT30M", "P1D", "P1DT1H", "-PT1H5S", "P2W"],
                ["P", "PT", "P1DT", "P1Y", "PT1.5S"]
            ),
            (
                try #require(schemas["dateTimeTimeZone"]?["properties"]?["dateTime"]?["pattern"]?.string),
                ["2030-12-01T09:00", "2026-10-31T09:00:00.0000000"], ["2026-13-01T09:00", "2026-12-01T09:00Z"]
            ),
        ]
        for (pattern, good, bad) in patterns {
            let regex = try Regex(pattern)
            for text in good { #expect(text.wholeMatch(of: regex) != nil, "\(text)") }
            for text in bad { #expect(text.wholeMatch(of: regex) == nil, "\(text)") }
        }
    }
}
