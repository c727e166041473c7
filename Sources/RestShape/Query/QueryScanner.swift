import CivilTime

/// The words and signs of a filter, with where they stand.
struct QueryToken {
    enum Kind: Hashable {
        case word(String)
        case literal(QueryLiteral)
        /// A text with the name of its type before it.
        case typed(String, String)
        case sign(Character)
        case end
    }

    let kind: Kind
    /// The byte at which it starts.
    let start: Int
}

/// Splits the value of an option into words and signs.
struct QueryScanner {
    let option: String
    let bytes: [UInt8]
    private var position = 0

    init(_ text: String, option: String, limits: QueryLimits) throws(QueryFault) {
        bytes = Array(text.utf8)
        self.option = option
        guard bytes.count <= limits.bytes else {
            throw QueryFault(
                option: option, position: nil, problem: "it is longer than \(limits.bytes) bytes", remedy: "ask for less at once")
        }
    }

    func fault(at start: Int, _ problem: String, _ remedy: String) -> QueryFault {
        let before = String(decoding: bytes[..<min(start, bytes.count)], as: UTF8.self)
        return QueryFault(option: option, position: before.unicodeScalars.count + 1, problem: problem, remedy: remedy)
    }

    mutating func tokens() throws(QueryFault) -> [QueryToken] {
        var tokens: [QueryToken] = []
        while let token = try next() { tokens.append(token) }
        return tokens + [QueryToken(kind: .end, start: bytes.count)]
    }

    private mutating func next() throws(QueryFault) -> QueryToken? {
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
        guard position < bytes.count else { return nil }
        let start = position
        let byte = bytes[start]
        switch byte {
        case UInt8(ascii: "'"): return QueryToken(kind: .literal(.text(try text())), start: start)
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "*"):
            position += 1
            return QueryToken(kind: .sign(Character(Unicode.Scalar(byte))), start: start)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            let raw = take { QueryScanner.isWordByte($0) || "+-:".utf8.contains($0) }
            guard let literal = QueryScanner.literal(raw) else {
                throw fault(at: start, "'\(raw.shortened(to: 40))' is neither a number nor a date or time", QueryScanner.advice(raw))
            }
            return QueryToken(kind: .literal(literal), start: start)
        case _ where QueryScanner.isWordByte(byte):
            let word = take(QueryScanner.isWordByte)
            guard position < bytes.count, bytes[position] == UInt8(ascii: "'") else { return QueryToken(kind: .word(word), start: start) }
            return QueryToken(kind: .typed(word, try text()), start: start)
        default:
            let sign = String(decoding: bytes[start...], as: UTF8.self).unicodeScalars.first.map { String($0) } ?? ""
            throw fault(at: start, "'\(sign)' cannot stand here", "write texts in single quotes, and check for stray signs")
        }
    }

    private mutating func take(_ isPart: (UInt8) -> Bool) -> String {
        let start = position
        while position < bytes.count, isPart(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "$"), UInt8(ascii: "@"): true
        default: false
        }
    }

    /// A text in single quotes; a quote within it is doubled.
    private mutating func text() throws(QueryFault) -> String {
        let start = position
        position += 1
        var decoded: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "'") {
                guard position < bytes.count, bytes[position] == byte else { return String(decoding: decoded, as: UTF8.self) }
                position += 1
            }
            decoded.append(byte)
        }
        throw fault(at: start, "the text that starts here does not end", "close it with a single quote, and double quotes within it")
    }

    private static func literal(_ raw: String) -> QueryLiteral? {
        if case .number(let number)? = try? JSONValue(parsing: raw) { return number.double.map { .number($0) } }
        if let date = CivilDate(iso8601: raw) { return .date(date) }
        if let instant = ClockText.instant(raw) { return .instant(instant) }
        return ClockText.time(raw).map { .time($0) }
    }

    private static func advice(_ raw: String) -> String {
        raw.contains("T") && !raw.hasSuffix("Z")
            ? "write it in UTC with Z; a + in an address must be written as %2B" : "write texts in single quotes"
    }
}
