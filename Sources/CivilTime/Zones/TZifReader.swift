/// Reads the tables of a TZif file, version 1 to 4 (RFC 9636); every byte is checked before it is believed.
struct TZifReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    static func read(_ bytes: [UInt8]) throws(ZoneError) -> ZoneTable {
        var reader = TZifReader(bytes)
        let first = try reader.header()
        guard first.version > 1 else { return try reader.table(first, timeSize: 4, footer: nil) }
        try reader.skip(first.blockSize(timeSize: 4))
        let second = try reader.header()
        let tableStart = reader.position
        try reader.skip(second.blockSize(timeSize: 8))
        let footer = try reader.footer()
        reader.position = tableStart
        return try reader.table(second, timeSize: 8, footer: footer)
    }

    private struct Header {
        var version = 1
        var (utIndicators, standardIndicators, leapSeconds) = (0, 0, 0)
        var (transitions, types, characters) = (0, 0, 0)

        func blockSize(timeSize: Int) -> Int {
            transitions * (timeSize + 1) + types * 6 + characters + leapSeconds * (timeSize + 4) + standardIndicators + utIndicators
        }
    }

    private mutating func header() throws(ZoneError) -> Header {
        guard bytes.count - position >= 4 else { throw bytes.starts(with: "TZif".utf8) ? .truncated : .notZoneData }
        guard bytes[position..<position + 4].elementsEqual("TZif".utf8) else { throw .notZoneData }
        try require(44)
        var header = Header()
        header.version = bytes[position + 4] == 0 ? 1 : Int(bytes[position + 4]) - 48
        guard header.version >= 1 else { throw .malformed("its version is unknown") }
        position += 20
        header.utIndicators = Int(integer(size: 4))
        header.standardIndicators = Int(integer(size: 4))
        header.leapSeconds = Int(integer(size: 4))
        header.transitions = Int(integer(size: 4))
        header.types = Int(integer(size: 4))
        header.characters = Int(integer(size: 4))
        return header
    }

    private mutating func table(_ header: Header, timeSize: Int, footer: PosixZoneRule?) throws(ZoneError) -> ZoneTable {
        guard header.leapSeconds == 0 else { throw .countsLeapSeconds }
        guard header.types > 0, header.types <= 256 else { throw .malformed("it has \(header.types) local time types") }
        try require(header.blockSize(timeSize: timeSize))
        var instants: [Int64] = []
        instants.reserveCapacity(header.transitions)
        for _ in 0..<header.transitions {
            let raw = integer(size: timeSize)
            let instant = timeSize == 4 ? Int64(Int32(truncatingIfNeeded: raw)) : Int64(bitPattern: raw)
            guard instants.last.map({ $0 < instant }) ?? true else { throw .malformed("its transitions are not in order") }
            guard abs(instant >> 1) < 1 << 59 else { throw .malformed("a transition lies outside time") }
            instants.append(instant)
        }
        let indexes = Array(bytes[position..<position + header.transitions])
        position += header.transitions
        guard indexes.allSatisfy({ $0 < header.types }) else { throw .malformed("a transition leads to a missing local time type") }
        return ZoneTable(instants: instants, typeIndexes: indexes, types: try types(header), footer: footer)
    }

    private mutating func types(_ header: Header) throws(ZoneError) -> [LocalTimeType] {
        let names = bytes[position + header.types * 6..<position + header.types * 6 + header.characters]
        var types: [LocalTimeType] = []
        for _ in 0..<header.types {
            let offset = Int64(Int32(truncatingIfNeeded: integer(size: 4)))
            let (daylight, nameIndex) = (bytes[position], Int(bytes[position + 1]))
            position += 2
            guard LocalTimeType.offsets.contains(offset) else { throw .malformed("an offset of \(offset) seconds is impossible") }
            guard daylight <= 1, nameIndex < header.characters else { throw .malformed("a local time type is unreadable") }
            let name = names.dropFirst(nameIndex).prefix { $0 != 0 }
            guard name.endIndex < names.endIndex else { throw .malformed("an abbreviation has no end") }
            types.append(
                LocalTimeType(offset: offset, isDaylightSaving: daylight == 1, abbreviation: String(decoding: name, as: UTF8.self)))
        }
        return types
    }

    /// The rule between the two line ends after the tables; nil when it is empty.
    private mutating func footer() throws(ZoneError) -> PosixZoneRule? {
        guard position < bytes.count else { throw .truncated }
        guard bytes[position] == 10 else { throw .malformed("its rule for far years is missing") }
        let text = bytes[(position + 1)...].prefix { $0 != 10 }
        guard text.endIndex < bytes.count else { throw .truncated }
        guard !text.isEmpty else { return nil }
        guard let rule = PosixZoneRule(text) else { throw .malformed("its rule for far years is unreadable") }
        return rule
    }

    private func require(_ count: Int) throws(ZoneError) {
        guard bytes.count - position >= count else { throw .truncated }
    }

    private mutating func skip(_ count: Int) throws(ZoneError) {
        try require(count)
        position += count
    }

    /// A big-endian number; the caller has made sure that the bytes are there.
    private mutating func integer(size: Int) -> UInt64 {
        defer { position += size }
        return bytes[position..<position + size].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
