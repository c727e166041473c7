import ICalendar
import Testing

@Suite struct SerializationTests {
    private func text(_ component: Component) -> String { String(decoding: component.serialized(), as: UTF8.self) }

    @Test func `lines end with CRLF and components nest`() {
        let calendar = Component("VCALENDAR", properties: [Property(name: "VERSION", value: "2.0")], components: [Component("VEVENT")])
        #expect(text(calendar) == "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
    }

    @Test func `a line of 75 octets is not folded and one of 76 is`() {
        let exact = Component("X", properties: [Property(name: "A", value: String(repeating: "x", count: 73))])
        #expect(text(exact).contains("A:" + String(repeating: "x", count: 73) + "\r\n"))
        let longer = Component("X", properties: [Property(name: "A", value: String(repeating: "x", count: 74))])
        #expect(text(longer).contains("A:" + String(repeating: "x", count: 73) + "\r\n x\r\n"))
    }

    @Test(arguments: [
        ("Ana", "CN=Ana"),
        ("Ana, Berlin", "CN=\"Ana, Berlin\""),
        ("a:b", "CN=\"a:b\""),
        ("a;b", "CN=\"a;b\""),
        ("say \"hi\"", "CN=say ^'hi^'"),
        ("a^b", "CN=a^^b"),
        ("a\nb\r\nc", "CN=a^nb^nc"),
        ("a\u{7}b", "CN=ab"),
        ("Ana (Berlin", "CN=\"Ana (Berlin\""),
    ]) func `a parameter is quoted and put in carets where it must be`(value: String, written: String) {
        let component = Component("X", properties: [Property(name: "A", parameters: [Parameter("CN", value)], value: "v")])
        #expect(text(component).contains("A;\(written):v\r\n"))
    }

    /// Reading takes a colon after an opening parenthesis for a part of a zone's name where there are no quotation marks.
    @Test func `a zone name with an opening parenthesis reads back as it is`() throws {
        let property = Property(name: "DTSTART", parameters: [Parameter("TZID", "W. Europe S(andard Time")], value: "20260302T090000")
        let component = Component("VCALENDAR", properties: [property])
        #expect(try CalendarDocument.parse(component.serialized()).components == [component])
    }

    @Test func `no value, parameter or name can add a line`() throws {
        let evil = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\nATTENDEE:mailto:evil@example.org\r"
        let component = Component(
            "VCALENDAR",
            properties: [
                Property(name: "A\r\nB", parameters: [Parameter("C\nD", evil)], value: evil), Property("SUMMARY", text: evil),
                Property(name: "BEGIN", value: "VEVENT"), Property(name: "\n", value: "x"),
            ]
        )
        let document = try CalendarDocument.parse(component.serialized())
        #expect(document.components[0].components.isEmpty)
        #expect(document.components[0].properties.map(\.name) == ["AB", "SUMMARY"])
        #expect(document.isComplete && document.findings.isEmpty)
    }

    @Test func `what is not known is written back as it was read`() throws {
        let source = """
            X-WR-CALNAME:Büro\nX-ODD;X-P="a,b",c;Y=^'q^':1\\;2\\,3
            BEGIN:VEVENT\nUID:1\nX-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="Haus: 1":geo:52.5,13.4
            BEGIN:VALARM\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT
            BEGIN:X-OWN\nA:b\nEND:X-OWN
            """
        let first = try Cast.document(source)
        let again = try CalendarDocument.parse(first.components[0].serialized())
        #expect(again.components == first.components)
        #expect(first.components[0].components[0].components[0].first("TRIGGER")?.value == "-PT15M")
    }

    @Test func `any text survives folding, no line is longer than 75 octets, and no character is split`() throws {
        var generator = SeededGenerator(seed: 5545)
        for _ in 0..<2_000 {
            let component = Component("VCALENDAR", properties: (0..<3).map { _ in Self.property(using: &generator) })
            let bytes = component.serialized()
            #expect(try CalendarDocument.parse(bytes).components == [component])
            for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
                #expect(line.last == UInt8(ascii: "\r"))
                #expect(line.count <= 76, "with the CR")
                #expect(String(validating: line, as: UTF8.self) != nil)
            }
        }
    }

    private static func property(using generator: inout SeededGenerator) -> Property {
        let parameters = (0..<Int.random(in: 0...2, using: &generator)).map { _ in
            Parameter("X-P", values: (0...Int.random(in: 0...2, using: &generator)).map { _ in text(using: &generator) })
        }
        return Property("X-TEXT", parameters: parameters, text: text(using: &generator))
    }

    private static func text(using generator: inout SeededGenerator) -> String {
        let ranges: [ClosedRange<UInt32>] = [0x20...0x7E, 0x20...0x7E, 0xA0...0x7FF, 0x800...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...120, using: &generator) {
            let range = ranges[Int.random(in: 0..<ranges.count, using: &generator)]
            text.append(Unicode.Scalar(UInt32.random(in: range, using: &generator)) ?? "\n")
            if Int.random(in: 0..<30, using: &generator) == 0 { text.append("\n") }
        }
        return String(text)
    }
}
