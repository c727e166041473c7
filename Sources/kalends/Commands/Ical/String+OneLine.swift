extension String {
    /// The text with a blank for each control character, such as a line break or a tab: what a calendar says can neither add a line or column
    /// to the output nor command the terminal.
    var onOneLine: String {
        let isControl = { (scalar: Unicode.Scalar) in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
        guard unicodeScalars.contains(where: isControl) else { return self }
        var line = String.UnicodeScalarView()
        for scalar in unicodeScalars { line.append(isControl(scalar) ? " " : scalar) }
        return String(line)
    }
}
