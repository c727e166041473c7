import Foundation

/// Text as searches compare it: composed (NFC), without regard to letter case in any script.
enum FoldedText {
    static func fold(_ text: String) -> String {
        // By way of capitals, so that "ß" and "SS" meet.
        text.precomposedStringWithCanonicalMapping.uppercased().lowercased()
    }

    /// A LIKE pattern that finds the text anywhere; `!` escapes what LIKE would read as a wildcard.
    static func pattern(containing text: String) -> String {
        var pattern = "%"
        for character in fold(text) {
            if character == "%" || character == "_" || character == "!" { pattern.append("!") }
            pattern.append(character)
        }
        return pattern + "%"
    }
}
