extension Component {
    /// The component as text in UTF-8: CRLF line ends, lines of at most 75 octets, no character split (RFC 5545 section 3.1), and
    /// parameter values quoted and in carets where they need it (RFC 6868).
    ///
    /// Line breaks and control characters cannot leave the value that holds them, so no value can add a line.
    public func serialized() -> [UInt8] {
        var output: [UInt8] = []
        write(to: &output)
        return output
    }

    private func write(to output: inout [UInt8]) {
        let name = cleanName(self.name)
        guard !name.isEmpty else { return }
        writeFolded(Array("BEGIN:".utf8) + name, to: &output)
        for property in properties {
            guard let line = property.contentLine else { continue }
            writeFolded(line, to: &output)
        }
        for component in components { component.write(to: &output) }
        writeFolded(Array("END:".utf8) + name, to: &output)
    }
}

extension Property {
    /// The unfolded line, or nil for a name that no line can carry.
    var contentLine: [UInt8]? {
        var line = cleanName(name)
        guard !line.isEmpty, line != Array("BEGIN".utf8), line != Array("END".utf8) else { return nil }
        for parameter in parameters {
            let name = cleanName(parameter.name)
            guard !name.isEmpty else { continue }
            line.append(.semicolon)
            line += name
            line.append(.equals)
            for (index, value) in parameter.values.enumerated() {
                if index > 0 { line.append(.comma) }
                appendParameterValue(value, to: &line)
            }
        }
        line.append(.colon)
        appendRawValue(value, to: &line)
        return line
    }
}

private func cleanName(_ name: String) -> [UInt8] { name.utf8.filter(ContentLine.isNameByte) }

private func appendParameterValue(_ value: String, to line: inout [UInt8]) {
    // After an opening parenthesis a reader that forgives takes the next colon for a part of a zone's name.
    let needsQuotes = value.utf8.contains { $0 == .comma || $0 == .semicolon || $0 == .colon || $0 == UInt8(ascii: "(") }
    if needsQuotes { line.append(.quote) }
    var previous: UInt8?
    for byte in value.utf8 {
        switch byte {
        case .caret: line += [.caret, .caret]
        case .quote: line += [.caret, UInt8(ascii: "'")]
        case .lineFeed where previous == .carriageReturn: break
        case .lineFeed, .carriageReturn: line += [.caret, UInt8(ascii: "n")]
        case _ where byte.isForbiddenControl: break
        default: line.append(byte)
        }
        previous = byte
    }
    if needsQuotes { line.append(.quote) }
}

private func appendRawValue(_ value: String, to line: inout [UInt8]) {
    var previous: UInt8?
    for byte in value.utf8 {
        switch byte {
        case .lineFeed where previous == .carriageReturn: break
        case .lineFeed, .carriageReturn: line += [.backslash, UInt8(ascii: "n")]
        case _ where byte.isForbiddenControl: break
        default: line.append(byte)
        }
        previous = byte
    }
}

private let maximumOctets = 75

/// Appends the line with CRLF, broken before the 76th octet; a continuation begins with a space, which counts.
private func writeFolded(_ line: [UInt8], to output: inout [UInt8]) {
    var start = 0
    var room = maximumOctets
    while line.count - start > room {
        var end = start + room
        while end > start, line[end] & 0b1100_0000 == 0b1000_0000 { end -= 1 }
        output += line[start..<end]
        output += [.carriageReturn, .lineFeed, .space]
        start = end
        room = maximumOctets - 1
    }
    output += line[start...]
    output += [.carriageReturn, .lineFeed]
}
