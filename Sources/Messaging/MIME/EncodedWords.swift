/// Encoded words: text beyond ASCII in headers (RFC 2047), in UTF-8 and base64.
enum EncodedWords {
    private static let prefix = "=?UTF-8?B?"
    private static let suffix = "?="

    /// Whether a text cannot stand in a header as it is: beyond ASCII, made to look encoded already, or a word too long to be folded.
    static func isNeeded(for text: String) -> Bool {
        !text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } || text.contains("=?")
            || text.split(separator: " ").contains { $0.utf8.count > 60 }
    }

    /// The text as encoded words with a blank between them, which readers drop; none splits a character, none is longer than a line.
    /// - Parameter column: how much of the first line is taken already.
    static func encode(_ text: String, column: Int) -> String {
        var words: [String] = []
        var chunk: [UInt8] = []
        func room() -> Int {
            let line = HeaderField.maximumLine - (words.isEmpty ? column : 1) - prefix.utf8.count - suffix.utf8.count
            return max(line / 4 * 3, 12)
        }
        for character in text {
            for piece in pieces(of: character) {
                if chunk.count + piece.count > room() {
                    words.append(word(chunk))
                    chunk = []
                }
                chunk += piece
            }
        }
        words.append(word(chunk))
        return words.joined(separator: " ")
    }

    /// The bytes of a character in one piece; of an unreasonably long one (marks heaped on a letter) scalar by scalar.
    private static func pieces(of character: Character) -> [[UInt8]] {
        let whole = Array(String(character).utf8)
        return whole.count <= 30 ? [whole] : character.unicodeScalars.map { Array(String($0).utf8) }
    }

    private static func word(_ bytes: [UInt8]) -> String { prefix + Base64.encode(bytes) + suffix }
}
