/// Reads a calendar as it arrives, in chunks of any size, and hands out each component as soon as it is complete.
///
/// It holds one component at a time, so its memory is bound by the largest one. Each byte is looked at once, whatever the text says.
///
///     var reader = ComponentReader()
///     while let chunk = file.next() { handle(try reader.push(chunk)) }
///     handle(try reader.finish())
public struct ComponentReader: Sendable {
    /// What was completed, in the order of the source.
    public enum Item: Sendable {
        /// BEGIN:VCALENDAR, or what stands for it.
        case begin(line: Int)
        /// A property of the calendar itself.
        case property(Property)
        /// A component that stands directly in the calendar, an event say; after `end` one that came too late and belongs to it all the
        /// same.
        case component(Component)
        /// END:VCALENDAR.
        case end
        /// Something that was not as it should be and was read all the same.
        case finding(Finding)
    }

    /// A component that has begun and not ended.
    struct Open {
        let name: String
        let line: Int
        /// Where its properties begin among the records, and their bytes among those of the lines.
        let firstRecord: Int
        let firstByte: Int
        var components: [Component] = []
    }

    let limits: CalendarLimits
    var lines: LogicalLines
    var items: [Item] = []
    /// The properties of the open components, where they stand among the bytes of all of them.
    var records: [SourceLine] = []
    /// Without the calendar itself, which is open while `isInCalendar`.
    var open: [Open] = []
    var isInCalendar = false
    var hasCalendar = false
    var calendarLine = 0
    /// Whether a component of the calendar that is read has begun.
    var hasComponents = false
    var componentCount = 0
    var propertyCount = 0
    private(set) var firstLine: String?
    private var byteCount = 0
    var told = FindingCount()
    private var head: [UInt8]? = []
    private var utf16: UTF16Chunks?
    /// What the text begins with if those are control characters.
    private var beginning = ""

    /// Whether every component that began has ended so far; after ``finish()`` false for a text that was cut off, from whose silence
    /// nothing follows.
    public internal(set) var isComplete = true

    /// A reader at the beginning of a text.
    public init(limits: CalendarLimits = .standard) {
        self.limits = limits
        lines = LogicalLines(maximumLineBytes: limits.maximumLineBytes)
    }

    /// Reads the next chunk and returns what it completed. After a failure there is nothing more to read.
    public mutating func push(_ chunk: [UInt8]) throws(CalendarParseFailure) -> [Item] {
        try push(chunk[...])
    }

    /// Reads the next chunk and returns what it completed. After a failure there is nothing more to read.
    public mutating func push(_ chunk: ArraySlice<UInt8>) throws(CalendarParseFailure) -> [Item] {
        byteCount += chunk.count
        guard byteCount <= limits.maximumBytes else { throw .tooLarge(limit: limits.maximumBytes) }
        if let begun = head {
            let known = begun + chunk
            // Three bytes tell which byte order mark stands there, if any.
            guard known.count >= 3 else {
                head = known
                return []
            }
            try start(known[...])
        } else {
            try decode(chunk)
        }
        return takeItems()
    }

    /// Ends the text: closes what it left open, and says so. Throws `.notACalendar` if there was none in it.
    public mutating func finish() throws(CalendarParseFailure) -> [Item] {
        if let begun = head { try start(begun[...]) }
        if let rest = utf16?.finish(), !rest.isEmpty { try read(rest[...]) }
        if let last = lines.finish() { try take(last) }
        collectFindings()
        closeAll()
        if let finding = told.finding { items.append(.finding(finding)) }
        guard hasCalendar else { throw .notACalendar(firstLine: firstLine.flatMap { $0.isEmpty ? nil : $0 } ?? beginning) }
        return takeItems()
    }

    private mutating func start(_ bytes: ArraySlice<UInt8>) throws(CalendarParseFailure) {
        head = nil
        beginning = shown(bytes.prefix(20))
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            note("The calendar begins with a byte order mark, which has no place in it", line: 1, rule: .contentLine)
            try read(bytes.dropFirst(3))
        } else if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            note("The calendar is written in UTF-16; it has to be UTF-8", line: 1, rule: .characterSet)
            utf16 = UTF16Chunks(isBigEndian: bytes.first == 0xFE)
            try decode(bytes.dropFirst(2))
        } else {
            try read(bytes)
        }
    }

    /// Control characters as the pictures that Unicode has of them; empty for blanks alone.
    private func shown(_ bytes: ArraySlice<UInt8>) -> String {
        guard !bytes.allSatisfy({ $0.isBlank || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else { return "" }
        let scalars = bytes.prefix { $0 < 0x20 }.compactMap { Unicode.Scalar(0x2400 + UInt32($0)) }
        return String(String.UnicodeScalarView(scalars))
    }

    private mutating func decode(_ chunk: ArraySlice<UInt8>) throws(CalendarParseFailure) {
        guard utf16 != nil else { return try read(chunk) }
        let text = chunk.withUnsafeBufferPointer { utf16?.utf8($0) } ?? []
        try read(text[...])
    }

    private mutating func read(_ bytes: ArraySlice<UInt8>) throws(CalendarParseFailure) {
        let outcome = bytes.withUnsafeBufferPointer { chunk -> Result<Void, CalendarParseFailure> in
            do throws(CalendarParseFailure) {
                var position = 0
                while let line = try lines.next(in: chunk, at: &position) { try take(line) }
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try outcome.get()
    }

    /// What is wrong before BEGIN:VCALENDAR waits for it: a picture or a web page would else be told line by line, and then refused.
    private mutating func takeItems() -> [Item] {
        guard hasCalendar else {
            keepFirstFindings()
            return []
        }
        defer { items = [] }
        return items
    }

    private static let maximumEarlyFindings = 100

    /// However much stands before the calendar, no more than these findings are kept of it.
    mutating func keepFirstFindings() {
        items.removeLast(max(0, items.count - Self.maximumEarlyFindings))
    }

    mutating func remember(firstLine bytes: UnsafeBufferPointer<UInt8>) {
        let start = UnsafeBufferPointer(rebasing: bytes.prefix(80))
        firstLine = String(String(decoding: start, as: UTF8.self).unicodeScalars.prefix(60))
    }
}
