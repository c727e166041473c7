import ICalendar
import Testing

/// Properties that were read decode themselves when they are asked; they must not differ from properties that were made.
@Suite struct PropertyTests {
    private func read(_ line: String) throws -> Property {
        try #require(try Cast.document(line).components[0].properties.last)
    }

    @Test func `a read property equals the same property made`() throws {
        let made = Property("SUMMARY", parameters: [Parameter("X-A", values: ["b,c", "d"]), Parameter("LANGUAGE", "de")], text: "e, f")
        let read = try read("summary;x-a=\"b,c\",d;LANGUAGE=de:e\\, f")
        #expect(read == made && read.hashValue == made.hashValue)
        #expect(read.name == "SUMMARY" && read.parameter("language") == "de" && read.parameter("NONE") == nil)
    }

    @Test func `a read property can be changed like any other`() throws {
        var property = try read("SUMMARY;LANGUAGE=de:a")
        property.value = "b"
        #expect(property.parameters == [Parameter("LANGUAGE", "de")] && property.value == "b" && property.sourceLine == nil)
        property.parameters = []
        #expect(property == Property(name: "SUMMARY", value: "b"))
    }

    @Test func `the properties of a read component can be changed in place`() throws {
        var component = try Cast.document("X-A:1\nX-B:2").components[0]
        component.properties[2].value = "changed"
        component.properties.removeLast()
        #expect(component.properties.map(\.value) == ["2.0", "-//Test//EN", "changed"])
        #expect(component.first("X-A")?.value == "changed" && component.first("X-B") == nil)
    }

    @Test func `names are found among many`() throws {
        let lines = (0..<300).map { "X-NAME-\($0):\($0)" }.joined(separator: "\n")
        let component = try Cast.document(lines).components[0]
        for number in 0..<300 { #expect(component.first("x-name-\(number)")?.value == "\(number)") }
        #expect(component.first("X-NAME-300") == nil)
        #expect(component.all("X-NAME-7").map(\.value) == ["7"])
    }
}
