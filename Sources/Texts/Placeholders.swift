/// Placeholders of catalogue entries: a name of letters in braces.
enum Placeholders {
    /// Replaces the placeholders that have a value, in one pass, so that braces within a value stay what they are.
    static func fill(_ text: String, _ values: [String: String]) -> String {
        guard !values.isEmpty, text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: "}") else { break }
            let name = String(rest[rest.index(after: open)..<close])
            filled += values[name] ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    /// The names within a text, or `nil` when its braces do not pair or a name is not made of letters.
    static func names(in text: String) -> Set<String>? {
        var names: Set<String> = []
        var open: String?
        for character in text {
            switch (character, open) {
            case ("{", nil): open = ""
            case ("{", _), ("}", nil), ("}", ""?): return nil
            case ("}", let name?):
                names.insert(name)
                open = nil
            case (_, let name?):
                guard character.isASCII, character.isLetter else { return nil }
                open = name + String(character)
            default: break
            }
        }
        return open == nil ? names : nil
    }
}
