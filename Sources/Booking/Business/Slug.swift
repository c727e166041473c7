/// The last part of a page's address: 1 to 60 lower-case letters, digits and single hyphens between them.
public enum Slug {
    public static let maximumLength = 60

    /// Whether a text can be used as a slug.
    public static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...maximumLength).contains(bytes.count), bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-") else {
            return false
        }
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

    /// The Latin letters of Europe beyond a–z; compared by canonical equivalence, so composed and decomposed spellings are the same.
    private static let transliterations: [Character: String] = {
        let spellings: [(String, String)] = [
            ("àáâãåāăą", "a"), ("äæ", "ae"), ("çćčĉċ", "c"), ("ďđð", "d"), ("èéêëēĕėęě", "e"), ("ĝğġģ", "g"), ("ĥħ", "h"),
            ("ìíîïĩīĭįı", "i"),
            ("ĵ", "j"), ("ķ", "k"), ("ĺļľŀł", "l"), ("ñńņňŋ", "n"), ("òóôõōŏőø", "o"), ("öœ", "oe"), ("ŕŗř", "r"), ("śŝşšș", "s"),
            ("ß", "ss"),
            ("ţťŧț", "t"), ("þ", "th"), ("ùúûũūŭůűų", "u"), ("ü", "ue"), ("ŵ", "w"), ("ýÿŷ", "y"), ("źżž", "z"),
            // What lower-casing makes of the Turkish İ: an i with a dot of its own.
            ("i\u{307}", "i"),
        ]
        var table: [Character: String] = [:]
        for (letters, plain) in spellings { for letter in letters { table[letter] = plain } }
        return table
    }()
}
