extension JSONReader {
    /// A number by the grammar of RFC 8259 section 6: no leading zeros, no plus, digits on both sides of a point.
    mutating func number(path: JSONPath) throws(JSONFault) -> JSONNumber {
        let start = position
        _ = take("-")
        if !take("0") { try digits(path) }
        if take(".") { try digits(path) }
        if take("e") || take("E") {
            if !take("-") { _ = take("+") }
            try digits(path)
        }
        return JSONNumber(trusted: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits(_ path: JSONPath) throws(JSONFault) {
        let start = position
        while let byte = next, 48...57 ~= byte { position += 1 }
        if start == position { throw fault(.expected("a digit"), path) }
    }

    /// A string by the grammar of RFC 8259 section 7, its escapes undone.
    mutating func text(path: JSONPath) throws(JSONFault) -> String {
        let start = position
        position += 1
        var decoded: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let text = String(validating: decoded, as: UTF8.self) else {
                    throw JSONFault(reason: .notUnicode, offset: start, path: path)
                }
                return text
            case UInt8(ascii: "\\"):
                position += 1
                decoded += Array(String(try escape(path)).utf8)
            case 0..<0x20: throw fault(.expected("an escape for a control character"), path)
            default:
                position += 1
                decoded.append(byte)
            }
        }
        throw fault(.expected("a quote"), path)
    }

    private mutating func escape(_ path: JSONPath) throws(JSONFault) -> Unicode.Scalar {
        guard let byte = next else { throw fault(.expected("an escape"), path) }
        let scalar: Unicode.Scalar
        switch byte {
        case UInt8(ascii: "n"): scalar = "\n"
        case UInt8(ascii: "r"): scalar = "\r"
        case UInt8(ascii: "t"): scalar = "\t"
        case UInt8(ascii: "b"): scalar = "\u{8}"
        case UInt8(ascii: "f"): scalar = "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = Unicode.Scalar(byte)
        case UInt8(ascii: "u"):
            position += 1
            return try unicodeEscape(path)
        default: throw fault(.expected("an escape"), path)
        }
        position += 1
        return scalar
    }

    private mutating func unicodeEscape(_ path: JSONPath) throws(JSONFault) -> Unicode.Scalar {
        let start = position
        let first = try hexadecimal(path)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, take("\\"), take("u") else { throw JSONFault(reason: .notUnicode, offset: start, path: path) }
        let second = try hexadecimal(path)
        guard 0xDC00..<0xE000 ~= second, let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) else {
            throw JSONFault(reason: .notUnicode, offset: start, path: path)
        }
        return scalar
    }

    private mutating func hexadecimal(_ path: JSONPath) throws(JSONFault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault(.expected("four hexadecimal digits"), path)
            }
            value = value << 4 + UInt32(digit)
            position += 1
        }
        return value
    }
}
