extension String {
    /// The text with a blank for each control character, such as a line break or a tab: what a calendar says can neither add a line or column
    /// to the output nor command the terminal, nor turn the direction in which it is read.
    var onOneLine: String {
        guard unicodeScalars.contains(where: \.commandsTerminals) else { return self }
        var line = String.UnicodeScalarView()
        for scalar in unicodeScalars { line.append(scalar.commandsTerminals ? " " : scalar) }
        return String(line)
    }

    /// JSON with the same characters escaped, which then stay what they are. It holds none outside its strings.
    var withEscapedControls: String {
        guard unicodeScalars.contains(where: \.commandsTerminals) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            guard scalar.commandsTerminals else { return text.unicodeScalars.append(scalar) }
            let digits = String(scalar.value, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }
}

extension Unicode.Scalar {
    /// All of them are below U+10000.
    fileprivate var commandsTerminals: Bool {
        guard value >= 0x7F || value < 0x20 else { return false }
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        default: return properties.isBidiControl
        }
    }
}
