import ICalendar
import Testing

@Suite struct ParameterTests {
    private func property(_ line: String) throws -> Property {
        try #require(try Cast.document(line).components[0].properties.last)
    }

    @Test(arguments: [
        ("A;CN=Ana:mailto:a@b", "Ana"),
        ("A;CN=\"Ana; Berlin: home, really\":mailto:a@b", "Ana; Berlin: home, really"),
        ("A;CN=Ana, Berlin:mailto:a@b", "Ana, Berlin"),
        ("A;cn=Ana:mailto:a@b", "Ana"),
        ("A;CN=the ^'Boss^'^nhere^^:mailto:a@b", "the \"Boss\"\nhere^"),
        ("A;CN=a^b^:mailto:a@b", "a^b^"),
        ("A;CN=:mailto:a@b", ""),
        ("A;X=\"1\",\"2\";CN=Ana;Y=3:mailto:a@b", "Ana"),
    ]) func `a parameter is read`(line: String, name: String) throws {
        let property = try property(line)
        #expect(property.parameter("CN") == name)
        #expect(property.value == "mailto:a@b")
    }

    @Test func `several values of a parameter stay apart`() throws {
        let property = try property("ATTENDEE;MEMBER=\"mailto:a@b\",\"mailto:c,d@e\":mailto:x@y")
        #expect(property.parameters == [Parameter("MEMBER", values: ["mailto:a@b", "mailto:c,d@e"])])
    }

    @Test func `a zone name with a colon in parentheses needs no quotation marks`() throws {
        let property = try property("DTSTART;TZID=(UTC+01:00) Amsterdam:20260101T090000")
        #expect(property.parameter("TZID") == "(UTC+01:00) Amsterdam")
        #expect(property.value == "20260101T090000")
    }

    @Test func `a value keeps its colons, quotation marks and semicolons`() throws {
        #expect(try property("X-URL:https://example.org/?a=\"b\";c").value == "https://example.org/?a=\"b\";c")
    }
}
