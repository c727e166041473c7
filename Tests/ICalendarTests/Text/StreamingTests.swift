import ICalendar
import Testing

/// However a text is cut, the reader sees the same.
@Suite struct StreamingTests {
    private static let text = Array(
        """
        BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Bü\r\n ro\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:日本\r\n \t語\r\nno colon\r
        BEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM\rDTSTART:20260101\rDTSTART:20260102\r\r\nEND:VEVENT\r\n\r\nX-LATE;A="b:c":d\r
        BEGIN:VEVENT\r\nUID:2\r\nEND:VCALENDAR\r\nBEGIN:VTODO\r\nUID:3\r\nEND:VTODO\r\nBEGIN:VCALENDAR\r\nX-A:b\u{1}\r
        BEGIN:VEVENT\r\nUID:4
        """.utf8)

    /// What a reader makes of the chunks, as one text.
    private static func trace(_ chunks: [[UInt8]]) throws -> [String] {
        var reader = ComponentReader()
        var items: [ComponentReader.Item] = []
        for chunk in chunks { items += try reader.push(chunk) }
        items += try reader.finish()
        let texts = items.map { item in
            switch item {
            case .begin(let line): "begin \(line)"
            case .property(let property): "property \(property.name) \(property.value) \(property.sourceLine ?? 0)"
            case .component(let component): "component " + String(decoding: component.serialized(), as: UTF8.self)
            case .end: "end"
            case .finding(let finding): finding.description
            }
        }
        // Within a chunk findings of the line ends may come after what the chunk completed.
        return texts.sorted() + ["complete: \(reader.isComplete)"]
    }

    @Test func `any cut of a text into pieces reads the same`() throws {
        let whole = try Self.trace([Self.text])
        #expect(try Self.trace(Self.text.map { [$0] }) == whole)
        for cut in Self.text.indices {
            #expect(try Self.trace([Array(Self.text[..<cut]), Array(Self.text[cut...])]) == whole)
        }
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            var (chunks, rest): ([[UInt8]], ArraySlice<UInt8>) = ([], Self.text[...])
            while !rest.isEmpty {
                let size = Int.random(in: 0...40, using: &generator)
                chunks.append(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            #expect(try Self.trace(chunks) == whole)
        }
    }

    @Test func `a text in UTF-16 may be cut inside a character`() throws {
        let units = Array("BEGIN:VCALENDAR\r\nX-A:🎉ü\r\nEND:VCALENDAR\r\n".utf16)
        let bytes: [UInt8] = [0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        let whole = try Self.trace([bytes])
        #expect(whole.contains("property X-A 🎉ü 2"))
        #expect(try Self.trace(bytes.map { [$0] }) == whole)
    }

    @Test func `a component is handed out with the chunk that ends it`() throws {
        var reader = ComponentReader()
        #expect(try reader.push(Array("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n".utf8)).count == 1)
        #expect(try reader.push(Array("END:VEVENT\r\n".utf8)).isEmpty, "the line may go on in the next chunk")
        let items = try reader.push(Array("B".utf8))
        guard case .component(let component)? = items.first else { throw Missing() }
        #expect(component.first("UID")?.value == "1")
        #expect(reader.isComplete)
    }

    private struct Missing: Error {}

    @Test func `what is held is bound by the largest component, not by the text`() throws {
        let event = Array("BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n".utf8)
        let limits = CalendarLimits(maximumComponentBytes: 100)
        var reader = ComponentReader(limits: limits)
        _ = try reader.push(Array("BEGIN:VCALENDAR\r\n".utf8))
        var count = 0
        for _ in 0..<1_000 { count += try reader.push(event).count }
        #expect(count + (try reader.finish()).count >= 1_000)
    }

    @Test func `a component beyond the limit is a clear error`() throws {
        var reader = ComponentReader(limits: CalendarLimits(maximumComponentBytes: 100))
        _ = try reader.push(Array("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n".utf8))
        #expect(throws: CalendarParseFailure.componentTooLarge(line: 2, limit: 100)) {
            for _ in 0..<100 { _ = try reader.push(Array("X-A:0123456789\r\n".utf8)) }
        }
    }

    @Test func `a line that never ends is a clear error before it is all held`() throws {
        var reader = ComponentReader(limits: CalendarLimits(maximumLineBytes: 1_000))
        _ = try reader.push(Array("BEGIN:VCALENDAR\r\n".utf8))
        #expect(throws: CalendarParseFailure.lineTooLong(line: 2, limit: 1_000)) {
            for _ in 0..<100 { _ = try reader.push([UInt8](repeating: UInt8(ascii: "x"), count: 64)) }
        }
    }

    @Test func `limits count over all chunks`() throws {
        var reader = ComponentReader(limits: CalendarLimits(maximumBytes: 30))
        _ = try reader.push(Array("BEGIN:VCALENDAR\r\n".utf8))
        #expect(throws: CalendarParseFailure.tooLarge(limit: 30)) { try reader.push(Array("BEGIN:VEVENT\r\n".utf8)) }
    }

    @Test func `a fold inside a character is found wherever the pieces are cut`() throws {
        let bytes =
            Array("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:caf".utf8) + [0xC3] + Array("\r\n ".utf8) + [0xA9]
            + Array("\r\nSUMMARY:é\r\n x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".utf8)
        for cut in bytes.indices {
            var reader = ComponentReader()
            let items = try reader.push(bytes[..<cut]) + reader.push(bytes[cut...]) + reader.finish()
            let findings = items.compactMap { if case .finding(let finding) = $0 { finding } else { nil } }
            #expect(findings.filter { $0.message.hasPrefix("The line is folded inside a character") }.map(\.line) == [3])
        }
    }

    @Test func `a byte order mark before a second calendar is left out`() throws {
        let calendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        let document = try CalendarDocument.parse(Array((calendar + "\u{FEFF}" + calendar).utf8))
        #expect(document.components.count == 2 && document.components[0] == document.components[1])
        #expect(document.findings.map(\.line) == [6] && document.findings[0].message.contains("byte order mark"))
    }
}
