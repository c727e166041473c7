import Glibc

/// A business's colour, made readable: shades of it that keep the contrast of WCAG 2.2 in the light and in the dark scheme.
public struct AccentColor: Hashable, Sendable {
    /// A colour in sRGB, each part 0…1.
    public struct RGB: Hashable, Sendable {
        public var red: Double
        public var green: Double
        public var blue: Double

        public init(_ red: Double, _ green: Double, _ blue: Double) {
            self.red = red
            self.green = green
            self.blue = blue
        }

        public static let white = RGB(1, 1, 1)
        public static let black = RGB(0, 0, 0)

        /// Six digits, rounded to what a screen shows.
        public var hex: String {
            [red, green, blue].map { part in
                let digits = String(Int((min(1, max(0, part)) * 255).rounded()), radix: 16)
                return digits.count == 1 ? "0\(digits)" : digits
            }.joined()
        }

        /// As a screen shows it: each part one of 256 steps.
        var onScreen: RGB {
            func step(_ part: Double) -> Double { (min(1, max(0, part)) * 255).rounded() / 255 }
            return RGB(step(red), step(green), step(blue))
        }

        /// Relative luminance (WCAG 2.2).
        public var luminance: Double {
            func linear(_ part: Double) -> Double { part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4) }
            return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        }

        /// 1…21 (WCAG 2.2).
        public func contrast(with other: RGB) -> Double {
            let (light, dark) = (max(luminance, other.luminance), min(luminance, other.luminance))
            return (light + 0.05) / (dark + 0.05)
        }

        /// A part of the way to another colour.
        func mixed(with other: RGB, _ part: Double) -> RGB {
            RGB(red + (other.red - red) * part, green + (other.green - green) * part, blue + (other.blue - blue) * part)
        }
    }

    /// The shades of one scheme.
    public struct Shades: Hashable, Sendable {
        /// Text and lines on a page: 4.5:1 on every surface.
        public var text: RGB
        /// The ground of the main button: 3:1 against the page, 4.5:1 under its own text.
        public var fill: RGB
        public var onFill: RGB
        /// A quiet ground for what is chosen; `text` keeps 4.5:1 on it.
        public var tint: RGB
    }

    let base: RGB

    /// Six hexadecimal digits, with or without `#`; `nil` for anything else.
    public init?(hex: some StringProtocol) {
        let digits = hex.hasPrefix("#") ? hex.dropFirst() : hex[...]
        guard digits.utf8.count == 6, let value = UInt32(digits, radix: 16), digits.allSatisfy(\.isHexDigit) else { return nil }
        func part(_ shift: UInt32) -> Double { Double(value >> shift & 0xFF) / 255 }
        base = RGB(part(16), part(8), part(0))
    }

    public var digits: String { base.hex }

    public var light: Shades { shades(page: Self.lightPage, surface: .white, towards: .black) }
    public var dark: Shades { shades(page: Self.darkPage, surface: Self.darkSurface, towards: .white) }

    private func shades(page: RGB, surface: RGB, towards end: RGB) -> Shades {
        let isDark = end == .white
        let tint = surface.mixed(with: base, isDark ? 0.22 : 0.1).onScreen
        let grounds = [page, surface, tint]
        let text = Self.shifted(base, towards: end) { colour in grounds.allSatisfy { colour.contrast(with: $0) >= 4.5 } }
        let visible = Self.shifted(base, towards: end) { colour in grounds.allSatisfy { colour.contrast(with: $0) >= 3 } }
        let onFill: RGB =
            visible.contrast(with: .white) >= 4.5 || visible.contrast(with: .white) >= visible.contrast(with: Self.ink) ? .white : Self.ink
        let fill = Self.shifted(visible, towards: onFill == .white ? .black : .white) { $0.contrast(with: onFill) >= 4.5 }
        let isStillVisible = grounds.allSatisfy { fill.contrast(with: $0) >= 3 }
        return Shades(text: text, fill: isStillVisible ? fill : text, onFill: isStillVisible ? onFill : Self.better(on: text), tint: tint)
    }

    private static func better(on ground: RGB) -> RGB { ground.contrast(with: .white) >= ground.contrast(with: ink) ? .white : ink }

    /// The nearest colour on the way to `end` that will do.
    private static func shifted(_ colour: RGB, towards end: RGB, until isGood: (RGB) -> Bool) -> RGB {
        for step in 0...100 {
            let candidate = colour.mixed(with: end, Double(step) / 100).onScreen
            if isGood(candidate) { return candidate }
        }
        return end
    }

    // The grounds of kalends.css; a test compares them with the file.
    static let lightPage = RGB(246.0 / 255, 246.0 / 255, 247.0 / 255)
    static let darkPage = RGB(20.0 / 255, 21.0 / 255, 23.0 / 255)
    static let darkSurface = RGB(29.0 / 255, 31.0 / 255, 34.0 / 255)
    static let ink = RGB(16.0 / 255, 17.0 / 255, 19.0 / 255)

    /// The custom properties that `kalends.css` reads.
    public var stylesheet: String {
        func properties(_ shades: Shades) -> String {
            "--accent:#\(shades.text.hex);--accent-fill:#\(shades.fill.hex);--on-accent:#\(shades.onFill.hex);--accent-tint:#\(shades.tint.hex)"
        }
        return ":root{\(properties(light))}@media(prefers-color-scheme:dark){:root{\(properties(dark))}}\n"
    }
}
