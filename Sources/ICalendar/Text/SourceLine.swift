/// Where one property stands in the unfolded bytes of its component, so that nothing is decoded before somebody asks.
struct SourceLine: Sendable {
    /// A hash of the upper-cased name, to find a property without comparing its bytes.
    let nameHash: UInt32
    let nameStart: UInt32
    let nameLength: UInt16
    /// Whether quotation marks are noise, one of them being never closed.
    let ignoresQuotes: Bool
    /// The first delimiter, a semicolon or a colon.
    let nameEnd: UInt32
    let valueStart: UInt32
    let end: UInt32
    /// The line of the source on which it begins, from 1.
    let number: UInt32

    init(
        nameHash: UInt32, nameStart: UInt32, nameLength: UInt16, ignoresQuotes: Bool, nameEnd: UInt32, valueStart: UInt32, end: UInt32,
        number: UInt32
    ) {
        self.nameHash = nameHash
        self.nameStart = nameStart
        self.nameLength = nameLength
        self.ignoresQuotes = ignoresQuotes
        self.nameEnd = nameEnd
        self.valueStart = valueStart
        self.end = end
        self.number = number
    }

    var hasParameters: Bool { nameEnd + 1 < valueStart }
    var name: Range<Int> { Int(nameStart)..<(Int(nameStart) + Int(nameLength)) }
    var parameters: Range<Int> { Int(nameEnd)..<Int(valueStart) }
    var value: Range<Int> { Int(valueStart)..<Int(end) }

    /// FNV-1a of the name in upper case.
    static func hash(ofName name: some Sequence<UInt8>) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for byte in name { hash = (hash ^ UInt32(byte.asciiUppercased)) &* 0x0100_0193 }
        return hash
    }
}

extension SourceLine {
    /// The line of the grammar, whose text is the given one.
    init(_ content: ContentLine, _ text: UnsafeBufferPointer<UInt8>, _ line: LogicalLine) {
        let start = line.range.lowerBound
        nameHash = Self.hash(ofName: UnsafeBufferPointer(rebasing: text[content.name]))
        nameStart = UInt32(start + content.name.lowerBound)
        nameLength = UInt16(content.name.count)
        ignoresQuotes = content.ignoresQuotes
        nameEnd = UInt32(start + content.nameEnd)
        valueStart = UInt32(start + content.valueStart)
        end = UInt32(line.range.upperBound)
        number = UInt32(truncatingIfNeeded: line.number)
    }

    /// The line in bytes that begin so much further on.
    func moved(by distance: Int) -> SourceLine {
        let distance = UInt32(distance)
        return SourceLine(
            nameHash: nameHash, nameStart: nameStart - distance, nameLength: nameLength, ignoresQuotes: ignoresQuotes,
            nameEnd: nameEnd - distance, valueStart: valueStart - distance, end: end - distance, number: number)
    }
}

/// The properties of a component as they were read: its unfolded bytes and where each property stands in them.
struct SourceLines: Sendable {
    let bytes: [UInt8]
    let lines: [SourceLine]

    var properties: [Property] { lines.map { Property(reading: $0, of: bytes) } }

    /// The first property of the name, which is in upper case.
    func first(_ name: String) -> Property? {
        let hash = SourceLine.hash(ofName: name.utf8)
        for line in lines where line.nameHash == hash && isNamed(line, name) { return Property(reading: line, of: bytes) }
        return nil
    }

    func all(_ name: String) -> [Property] {
        let hash = SourceLine.hash(ofName: name.utf8)
        var properties: [Property] = []
        for line in lines where line.nameHash == hash && isNamed(line, name) { properties.append(Property(reading: line, of: bytes)) }
        return properties
    }

    private func isNamed(_ line: SourceLine, _ name: String) -> Bool {
        line.name.count == name.utf8.count && zip(line.name, name.utf8).allSatisfy { bytes[$0].asciiUppercased == $1 }
    }
}
