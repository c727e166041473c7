/// A button's colours: the business's accent and whichever of black and white can be read on it (WCAG 2.2, at least 4.5:1 for any accent).
struct Accent {
    static let standard = Accent("#1f5fbf")

    let background: String
    let foreground: String

    /// - Parameter color: `#rrggbb`; anything else becomes the product's own accent, as it would stand within a style.
    init(_ color: String) {
        let digits = color.utf8.dropFirst().compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        let isColor = color.utf8.count == 7 && color.hasPrefix("#") && digits.count == 6
        let channels = isColor ? [0, 2, 4].map { digits[$0] * 16 + digits[$0 + 1] } : [0x1f, 0x5f, 0xbf]
        background = "#" + channels.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let luminance = zip(channels, [0.2126, 0.7152, 0.0722]).reduce(0) { $0 + Self.linear($1.0) * $1.1 }
        foreground = 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#ffffff" : "#000000"
    }

    /// WCAG's relative luminance of one channel, its power of 2.4 by a table that needs no mathematics library.
    private static func linear(_ channel: Int) -> Double {
        let value = Double(channel) / 255
        guard value > 0.04045 else { return value / 12.92 }
        let base = (value + 0.055) / 1.055
        // base^2.4 = base² · (base²)^0.2; the fifth root by Newton's method, which settles within a few steps.
        let square = base * base
        var root = 1.0
        for _ in 0..<24 { root -= (root * root * root * root * root - square) / (5 * root * root * root * root) }
        return square * root
    }
}
