/// The last part of a page's address: 1 to 60 lower-case letters, digits and single hyphens between them.
public enum Slug {
    public static let maximumLength = 60

    /// Whether a text can be used as a slug.
    public static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...maximumLength).contains(bytes.count), bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-") else { return false }
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): continue
            case UInt8(ascii: "-") where bytes[index - 1] != UInt8(ascii: "-"): continue
            default: return false
            }
        }
        return true
    }

    /// A slug made of a name: "Ärztehaus am Markt" becomes "aerztehaus-am-markt"; `fallback` when nothing of it can be kept.
    public static func make(from name: String, fallback: String) -> String {
        var slug = ""
        for character in name.lowercased() {
            if let plain = transliterations[character] {
                slug += plain
            } else if character.isASCII, character.isLetter || character.isNumber {
                slug.append(character)
            } else if let last = slug.last, last != "-" {
                slug.append("-")
            }
            if slug.utf8.count >= maximumLength { break }
        }
        slug = String(slug.prefix(maximumLength))
        while slug.last == "-" { slug.removeLast() }
        return isValid(slug) ? slug : fallback
    }

    private static let transliterations: [Character: String] = [
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "a", "æ": "ae", "ø": "o", "é": "e", "è": "e", "ê": "e", "ë": "e", "á": "a", "à": "a",
        "â": "a", "ã": "a", "ą": "a", "ć": "c", "ç": "c", "č": "c", "ę": "e", "ě": "e", "í": "i", "ì": "i", "î": "i", "ï": "i", "ł": "l",
        "ń": "n", "ñ": "n", "ň": "n", "ó": "o", "ò": "o", "ô": "o", "õ": "o", "ř": "r", "ś": "s", "š": "s", "ť": "t", "ú": "u", "ù": "u",
        "û": "u", "ů": "u", "ý": "y", "ÿ": "y", "ź": "z", "ż": "z", "ž": "z",
    ]
}
