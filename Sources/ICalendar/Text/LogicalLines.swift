/// One line after unfolding (RFC 5545 section 3.1), as a range of the bytes that ``LogicalLines`` keeps.
struct LogicalLine {
    let range: Range<Int>
    /// The line of the source on which it begins, from 1.
    let number: Int
    let isUTF8: Bool
}

/// Turns chunks of bytes into unfolded lines, each byte looked at once however the chunks are cut.
///
/// Line ends may be CRLF, LF or CR. Blank lines are skipped and do not end a folded line. Control characters are dropped. Unfolding joins
/// bytes, as a fold may stand inside a character.
struct LogicalLines {
    private enum Place {
        case lineStart, inLine, afterReturn
    }

    /// The lines of the component that is open, one after the other without line ends.
    private(set) var bytes: [UInt8] = []
    /// What was not as it should be since they were last taken.
    var findings: [Finding] = []
    /// The line of the source that is being read, from 1.
    private(set) var physicalLine = 1

    /// How many bytes were looked at, at each line the same however the chunks are cut.
    private(set) var consumed = 0

    private let maximumLineBytes: Int
    private var place = Place.lineStart
    private var isOpen = false
    private var start = 0
    private var number = 1
    private var octets = 0
    private var hasHighBytes = false
    private var hasControls = false
    private var isSplit = false
    private var mayBeSplit = false
    private var saidLineFeed = false
    private var saidReturn = false

    private static let longestLine = 75

    init(maximumLineBytes: Int) {
        self.maximumLineBytes = maximumLineBytes
    }

    /// The next line that ends in the chunk, or nil when the chunk is used up.
    mutating func next(in chunk: UnsafeBufferPointer<UInt8>, at position: inout Int) throws(CalendarParseFailure) -> LogicalLine? {
        let first = position
        defer { consumed += position - first }
        while position < chunk.count {
            let byte = chunk[position]
            switch place {
            case .inLine:
                try readRun(of: chunk, at: &position)
            case .afterReturn:
                place = .lineStart
                if byte == .lineFeed { position += 1 } else { noteReturn() }
            case .lineStart:
                if byte == .lineFeed || byte == .carriageReturn {
                    position += 1
                    endPhysicalLine(byte)
                } else if isOpen, byte.isBlank {
                    position += 1
                    continueFolded()
                } else if isOpen {
                    return close()
                } else {
                    open()
                }
            }
        }
        return nil
    }

    /// The line that the end of the text ended.
    mutating func finish() -> LogicalLine? {
        if place == .inLine { noteLength() }
        return isOpen ? close() : nil
    }

    /// Forgets the bytes from the index on, which no line needs any more.
    mutating func drop(from index: Int) {
        bytes.removeLast(bytes.count - index)
    }

    private mutating func open() {
        (isOpen, place) = (true, .inLine)
        (start, number, octets) = (bytes.count, physicalLine, 0)
        (hasHighBytes, hasControls, isSplit, mayBeSplit) = (false, false, false, false)
    }

    private mutating func close() -> LogicalLine {
        isOpen = false
        let range = start..<bytes.count
        let isValid = !hasHighBytes || bytes.withUnsafeBufferPointer { isUTF8(UnsafeBufferPointer(rebasing: $0[range])) }
        if !isValid {
            note("The line holds bytes that are not UTF-8; they are read as U+FFFD", .characterSet)
        } else if isSplit {
            note("The line is folded inside a character; it is put together again", .contentLine)
        }
        if hasControls { note("The line holds control characters; they are left out", .contentLine) }
        return LogicalLine(range: range, number: number, isUTF8: isValid)
    }

    private mutating func continueFolded() {
        place = .inLine
        octets = 1
        // The next byte, which may come with the next chunk, tells whether the fold stands inside a character.
        mayBeSplit = hasHighBytes && bytes.last.map { $0 >= 0x80 } ?? false
    }

    private mutating func readRun(of chunk: UnsafeBufferPointer<UInt8>, at position: inout Int) throws(CalendarParseFailure) {
        let first = position
        if mayBeSplit {
            mayBeSplit = false
            if chunk[first] & 0xC0 == 0x80 { isSplit = true }
        }
        let end = endOfRun(in: chunk, from: first)
        if end > first {
            guard bytes.count - start + (end - first) <= maximumLineBytes else {
                throw .lineTooLong(line: number, limit: maximumLineBytes)
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: chunk[first..<end]))
            octets += end - first
        }
        position = end
        guard end < chunk.count else { return }
        position += 1
        if chunk[end] == .lineFeed || chunk[end] == .carriageReturn {
            noteLength()
            endPhysicalLine(chunk[end])
        } else {
            hasControls = true
            octets += 1
        }
    }

    /// The first line end or control character, eight bytes at a time where they are plain ASCII.
    private mutating func endOfRun(in chunk: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let raw = UnsafeRawBufferPointer(chunk)
        var index = start
        while index < chunk.count {
            if index + 8 <= chunk.count {
                let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let belowSpace = (word &- 0x2020_2020_2020_2020) & ~word
                let delete = (word ^ 0x7F7F_7F7F_7F7F_7F7F) &- 0x0101_0101_0101_0101
                if (belowSpace | word | delete) & 0x8080_8080_8080_8080 == 0 {
                    index += 8
                    continue
                }
            }
            // The word holds something else than plain ASCII: one byte decides, and the next word is tried.
            let byte = chunk[index]
            if byte.isForbiddenControl { return index }
            if byte >= 0x80 { hasHighBytes = true }
            index += 1
        }
        return index
    }

    private mutating func endPhysicalLine(_ byte: UInt8) {
        if byte == .carriageReturn {
            place = .afterReturn
        } else {
            place = .lineStart
            if !saidLineFeed {
                saidLineFeed = true
                noteHere("Lines end with LF alone, here and perhaps further on; they have to end with CRLF")
            }
        }
        physicalLine += 1
    }

    private mutating func noteReturn() {
        guard !saidReturn else { return }
        saidReturn = true
        findings.append(
            Finding(
                line: physicalLine - 1, message: "Lines end with CR alone, here and perhaps further on; they have to end with CRLF",
                rule: .contentLine))
    }

    private mutating func noteLength() {
        guard octets > Self.longestLine else { return }
        noteHere("The line has \(octets) octets; longer ones than 75 have to be folded")
    }

    private mutating func noteHere(_ message: String) {
        findings.append(Finding(line: physicalLine, message: message, rule: .contentLine))
    }

    private mutating func note(_ message: String, _ rule: Rule) {
        findings.append(Finding(line: number, message: message, rule: rule))
    }
}
