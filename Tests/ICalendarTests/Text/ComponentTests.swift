import ICalendar
import Testing

@Suite struct ComponentTests {
    private let sample = Component(
        "vevent",
        properties: [
            Property("UID", text: "1"), Property("CATEGORIES", text: "a"), Property("SUMMARY", text: "s"),
            Property("categories", text: "b"),
        ]
    )

    @Test func `names are found in any case`() {
        #expect(sample.name == "VEVENT")
        #expect(sample.first("summary")?.text == "s")
        #expect(sample.all("Categories").map(\.text) == ["a", "b"])
        #expect(sample.first("LOCATION") == nil)
    }

    @Test func `setting a property keeps its place and removes its doubles`() {
        var component = sample
        component.set(Property("CATEGORIES", text: "c"))
        #expect(component.properties.map(\.name) == ["UID", "CATEGORIES", "SUMMARY"])
        #expect(component.first("CATEGORIES")?.text == "c")
    }

    @Test func `setting a new property appends it`() {
        var component = sample
        component.set(Property("LOCATION", text: "Berlin"))
        #expect(component.properties.last?.text == "Berlin")
        #expect(component.properties.count == 5)
    }

    @Test func `replacing and removing touch only their name`() {
        var component = sample
        component.replace("categories", with: [Property("CATEGORIES", text: "x"), Property("CATEGORIES", text: "y")])
        #expect(component.properties.map(\.text) == ["1", "x", "y", "s"])
        component.remove("CATEGORIES")
        #expect(component.properties.map(\.name) == ["UID", "SUMMARY"])
    }

    @Test func `text gets its escapes and loses them again`() {
        let property = Property("SUMMARY", text: "a\\b;c,d\r\ne\nf\rg:\"h\"")
        #expect(property.value == "a\\\\b\\;c\\,d\\ne\\nf\\ng:\"h\"")
        #expect(property.text == "a\\b;c,d\ne\nf\ng:\"h\"")
    }
}
