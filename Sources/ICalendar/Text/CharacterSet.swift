/// Whether the bytes are well-formed UTF-8 (RFC 3629), the character set of calendars (RFC 5545 section 3.1.4).
func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while index < bytes.count {
        let first = bytes[index]
        index += 1
        if first < 0x80 { continue }
        let (count, lowest, highest): (Int, UInt8, UInt8)
        switch first {
        case 0xC2...0xDF: (count, lowest, highest) = (1, 0x80, 0xBF)
        case 0xE0: (count, lowest, highest) = (2, 0xA0, 0xBF)
        case 0xED: (count, lowest, highest) = (2, 0x80, 0x9F)
        case 0xE1...0xEF: (count, lowest, highest) = (2, 0x80, 0xBF)
        case 0xF0: (count, lowest, highest) = (3, 0x90, 0xBF)
        case 0xF4: (count, lowest, highest) = (3, 0x80, 0x8F)
        case 0xF1...0xF3: (count, lowest, highest) = (3, 0x80, 0xBF)
        default: return false
        }
        guard index + count <= bytes.count, (lowest...highest).contains(bytes[index]) else { return false }
        for offset in 1..<max(1, count) where bytes[index + offset] & 0xC0 != 0x80 { return false }
        index += count
    }
    return true
}

/// Turns UTF-16, which some exports of Outlook come in, into UTF-8, chunk by chunk; what is no character becomes U+FFFD.
struct UTF16Chunks {
    private let isBigEndian: Bool
    private var pendingByte: UInt8?
    private var pendingUnit: UInt16?

    init(isBigEndian: Bool) {
        self.isBigEndian = isBigEndian
    }

    /// The text as far as the bytes make whole characters.
    mutating func utf8(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2 + 1)
        if let pendingUnit { units.append(pendingUnit) }
        pendingUnit = nil
        for byte in bytes {
            guard let first = pendingByte else {
                pendingByte = byte
                continue
            }
            pendingByte = nil
            units.append(isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first))
        }
        if let last = units.last, UTF16.isLeadSurrogate(last) { pendingUnit = units.removeLast() }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// What half a character at the end of the text amounts to.
    mutating func finish() -> [UInt8] {
        defer { (pendingByte, pendingUnit) = (nil, nil) }
        return pendingByte == nil && pendingUnit == nil ? [] : [0xEF, 0xBF, 0xBD]
    }
}
