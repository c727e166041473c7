/// The lines of a calendar after unfolding (RFC 5545 section 3.1), as bytes: a fold may stand inside a character.
///
/// Line ends may be CRLF, LF or CR. Blank lines are skipped and do not end a folded line. Control characters are dropped. A text in
/// UTF-16 is recognised by its byte order mark.
struct UnfoldedLines {
    private let bytes: [UInt8]
    private let maximumLineBytes: Int
    private var position: Int
    private var physicalLine = 1

    init(_ bytes: [UInt8], maximumLineBytes: Int) {
        self.maximumLineBytes = maximumLineBytes
        switch (bytes.first, bytes.dropFirst().first) {
        case (0xFF, 0xFE): self.bytes = utf8(fromUTF16: bytes, highByte: 1)
        case (0xFE, 0xFF): self.bytes = utf8(fromUTF16: bytes, highByte: 0)
        default: self.bytes = bytes
        }
        position = self.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    mutating func next() throws(CalendarParseFailure) -> (number: Int, bytes: [UInt8])? {
        while skipLineEnd() {}
        guard position < bytes.count else { return nil }
        let number = physicalLine
        var line: [UInt8] = []
        try readPhysicalLine(into: &line, number: number)
        while position < bytes.count {
            if bytes[position].isBlank {
                position += 1
                try readPhysicalLine(into: &line, number: number)
            } else if !skipLineEnd() {
                break
            }
        }
        return (number, line)
    }

    private mutating func readPhysicalLine(into line: inout [UInt8], number: Int) throws(CalendarParseFailure) {
        while position < bytes.count, bytes[position] != .lineFeed, bytes[position] != .carriageReturn {
            if !bytes[position].isForbiddenControl {
                guard line.count < maximumLineBytes else { throw .lineTooLong(line: number, limit: maximumLineBytes) }
                line.append(bytes[position])
            }
            position += 1
        }
        skipLineEnd()
    }

    /// Steps over one line end; false if none is here.
    @discardableResult
    private mutating func skipLineEnd() -> Bool {
        guard position < bytes.count else { return false }
        switch bytes[position] {
        case .carriageReturn:
            position += 1
            if position < bytes.count, bytes[position] == .lineFeed { position += 1 }
        case .lineFeed:
            position += 1
        default:
            return false
        }
        physicalLine += 1
        return true
    }
}

private func utf8(fromUTF16 bytes: [UInt8], highByte: Int) -> [UInt8] {
    let units = stride(from: 0, to: bytes.count - 1, by: 2).map { index in
        UInt16(bytes[index + highByte]) << 8 | UInt16(bytes[index + 1 - highByte])
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
}
