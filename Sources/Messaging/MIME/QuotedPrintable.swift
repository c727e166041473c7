/// Quoted-printable bodies (RFC 2045 section 6.7).
enum QuotedPrintable {
    private static let digits = Array("0123456789ABCDEF".utf8)
    private static let maximumLine = 76

    /// The text in UTF-8, its line ends as CRLF, no line longer than 76 characters.
    static func body(_ text: String) -> String {
        var output: [UInt8] = []
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        for (index, line) in lines.enumerated() {
            append(Array(line.utf8), to: &output)
            if index < lines.count - 1 { output += [13, 10] }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func append(_ line: [UInt8], to output: inout [UInt8]) {
        var column = 0
        for (index, byte) in line.enumerated() {
            let isLast = index == line.count - 1
            let token = encoded(byte, isLast: isLast)
            if column + token.count > maximumLine - (isLast ? 0 : 1) {
                output += [UInt8(ascii: "="), 13, 10]
                column = 0
            }
            output += token
            column += token.count
        }
    }

    /// Blanks at the end of a line would be lost on the way.
    private static func encoded(_ byte: UInt8, isLast: Bool) -> [UInt8] {
        let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
        let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
        return isPlain || (isBlank && !isLast) ? [byte] : [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
