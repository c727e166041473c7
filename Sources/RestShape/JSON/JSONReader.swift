extension JSONValue {
    /// Reads a JSON text in UTF-8 (RFC 8259) and nothing besides. A byte order mark is refused, as is a name that stands twice in one
    /// object.
    public init(parsing bytes: some Sequence<UInt8>, limits: JSONLimits = JSONLimits()) throws(JSONFault) {
        let bytes = Array(bytes.prefix(limits.bytes + 1))
        guard bytes.count <= limits.bytes else {
            throw JSONFault(reason: .tooLong(limits.bytes), offset: limits.bytes, path: .root)
        }
        var reader = JSONReader(bytes, limits: limits)
        let value = try reader.value(depth: 0, path: .root)
        try reader.end()
        self = value
    }

    /// Reads a JSON text.
    public init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONFault) {
        try self.init(parsing: text.utf8, limits: limits)
    }
}

/// Reads JSON byte by byte.
struct JSONReader {
    let bytes: [UInt8]
    let limits: JSONLimits
    var position = 0
    private var count = 0

    init(_ bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func end() throws(JSONFault) {
        skipBlanks()
        if next != nil { throw fault(.expected("nothing more"), .root) }
    }

    mutating func value(depth: Int, path: JSONPath) throws(JSONFault) -> JSONValue {
        count += 1
        if count > limits.values { throw fault(.tooMany(limits.values), path) }
        skipBlanks()
        switch next {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1, path: path))
        case UInt8(ascii: "["): return .list(try list(depth: depth + 1, path: path))
        case UInt8(ascii: "\""): return .text(try text(path: path))
        case UInt8(ascii: "t"): return try word("true", .flag(true), path)
        case UInt8(ascii: "f"): return try word("false", .flag(false), path)
        case UInt8(ascii: "n"): return try word("null", .null, path)
        case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number(try number(path: path))
        default: throw fault(.expected("a value"), path)
        }
    }

    /// What was expected and is not there; a text that is over already says so instead.
    func fault(_ reason: JSONFault.Reason, _ path: JSONPath) -> JSONFault {
        if case .expected = reason, next == nil { return JSONFault(reason: .unfinished, offset: position, path: path) }
        return JSONFault(reason: reason, offset: position, path: path)
    }

    mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func takeAfterBlanks(_ byte: Unicode.Scalar) -> Bool {
        skipBlanks()
        return take(byte)
    }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func word(_ word: String, _ value: JSONValue, _ path: JSONPath) throws(JSONFault) -> JSONValue {
        for byte in word.utf8 {
            guard next == byte else { throw fault(.expected(word), path) }
            position += 1
        }
        return value
    }

    private mutating func object(depth: Int, path: JSONPath) throws(JSONFault) -> JSONObject {
        if depth > limits.depth { throw fault(.tooDeep(limits.depth), path) }
        var members = JSONObject()
        position += 1
        if takeAfterBlanks("}") { return members }
        repeat {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw fault(.expected("a name in quotes"), path) }
            let start = position
            let name = try text(path: path)
            guard members[name] == nil else { throw JSONFault(reason: .repeatedName(name.shortened(to: 80)), offset: start, path: path) }
            guard takeAfterBlanks(":") else { throw fault(.expected("a colon"), path) }
            members[name] = try value(depth: depth, path: path.member(name))
        } while takeAfterBlanks(",")
        guard takeAfterBlanks("}") else { throw fault(.expected("a comma or }"), path) }
        return members
    }

    private mutating func list(depth: Int, path: JSONPath) throws(JSONFault) -> [JSONValue] {
        if depth > limits.depth { throw fault(.tooDeep(limits.depth), path) }
        var elements: [JSONValue] = []
        position += 1
        if takeAfterBlanks("]") { return elements }
        repeat {
            elements.append(try value(depth: depth, path: path.element(elements.count)))
        } while takeAfterBlanks(",")
        guard takeAfterBlanks("]") else { throw fault(.expected("a comma or ]"), path) }
        return elements
    }
}
