// ICalendar reads and writes iCalendar (RFC 5545, 5546, 6868, 7986): values in, values out, no clock, no network, no file.
// It imports CivilTime only. Its words: a *content line* is one unfolded line; a *property* is that line understood; a *component*
// is what stands between BEGIN and END; a *series* is everything that shares a UID; an *occurrence* is one span of it in time.
// Reading forgives what real producers do and says so in findings; writing is strict.

/// The grammar of one unfolded line (RFC 5545 section 3.1), as forgivingly as real calendars need it.
struct ContentLine {
    /// The name without blanks around it.
    let name: Range<Int>
    /// The delimiter after the name, a semicolon or a colon.
    let nameEnd: Int
    let valueStart: Int
    let ignoresQuotes: Bool
    let sloppiness: ParameterWalk.Sloppiness
    let hasBlankBesideName: Bool

    var isSloppy: Bool { hasBlankBesideName || !sloppiness.isEmpty }

    /// Nil where there is no name, no colon, or no end of a quotation even with the marks as noise.
    init?(_ line: UnsafeBufferPointer<UInt8>) {
        var end = 0
        while end < line.count, Self.isNameByte(line[end]) { end += 1 }
        var name = 0..<end
        // Blanks stand around a name only by mistake, so they are looked for only where the name does not end as it should.
        if end < line.count, line[end].isBlank {
            var start = 0
            while start < line.count, line[start].isBlank { start += 1 }
            end = start
            while end < line.count, Self.isNameByte(line[end]) { end += 1 }
            name = start..<end
            while end < line.count, line[end].isBlank { end += 1 }
        }
        guard !name.isEmpty, name.count <= Int(UInt16.max), end < line.count else { return nil }
        self.name = name
        nameEnd = end
        hasBlankBesideName = name.lowerBound > 0 || name.upperBound < end
        if line[end] == .colon {
            (valueStart, ignoresQuotes, sloppiness) = (end + 1, false, [])
            return
        }
        guard line[end] == .semicolon else { return nil }
        let rest = UnsafeBufferPointer(rebasing: line[end...])
        var walk = ParameterWalk(rest, honouringQuotes: true)
        if let start = walk.valueStart() {
            (valueStart, ignoresQuotes, sloppiness) = (end + start, false, walk.sloppiness)
            return
        }
        // A quotation mark that is never closed would swallow the value: walk again with the marks as noise.
        guard rest.contains(.quote) else { return nil }
        walk = ParameterWalk(rest, honouringQuotes: false)
        guard let start = walk.valueStart() else { return nil }
        (valueStart, ignoresQuotes, sloppiness) = (end + start, true, walk.sloppiness.union(.openQuote))
    }

    /// Whether a byte may stand in the name of a property, parameter or component: RFC 5545 allows letters, digits and the hyphen,
    /// and producers also use the underscore, the dot and the slash.
    static func isNameByte(_ byte: UInt8) -> Bool {
        // One bit for each of the characters from U+0000 and from U+0040 on.
        let set: UInt64 = byte < 64 ? 0x03FF_E000_0000_0000 : 0x07FF_FFFE_87FF_FFFE
        return byte < 128 && set >> UInt64(byte & 63) & 1 == 1
    }
}
