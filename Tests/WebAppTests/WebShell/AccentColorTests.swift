import Testing

@testable import WebShell

/// Any colour that a business picks is readable (WCAG 2.2: 4.5:1 for text, 3:1 for shapes).
struct AccentColorTests {
    private static let white = AccentColor.RGB.white

    @Test func `black on white has the greatest contrast there is`() {
        #expect(abs(AccentColor.RGB.black.contrast(with: .white) - 21) < 0.01)
        #expect(AccentColor.RGB.white.contrast(with: .white) == 1)
    }

    @Test func `a known pair has the contrast that WCAG's formula gives`() throws {
        let grey = try #require(AccentColor(hex: "#767676")).base
        #expect(abs(grey.contrast(with: .white) - 4.54) < 0.01)
    }

    @Test(arguments: ["", "#12345", "#1234567", "12345g", "+12345", "#١٢٣٤٥٦", "red"])
    func `what is no colour is refused`(text: String) {
        #expect(AccentColor(hex: text) == nil)
    }

    @Test func `a colour that is readable already is left alone`() throws {
        let blue = try #require(AccentColor(hex: "#1f5fbf"))
        #expect(blue.light.text.hex == "1f5fbf")
        #expect(blue.light.fill.hex == "1f5fbf")
        #expect(blue.light.onFill == .white)
    }

    @Test func `every colour of a wide grid is readable in both schemes`() throws {
        for value in Self.grid {
            let accent = try #require(AccentColor(hex: value))
            let schemes = [
                (accent.light, [AccentColor.lightPage, Self.white]), (accent.dark, [AccentColor.darkPage, AccentColor.darkSurface]),
            ]
            for (shades, grounds) in schemes {
                for ground in grounds + [shades.tint] {
                    #expect(shades.text.contrast(with: ground) >= 4.5, "text of \(value)")
                    #expect(shades.fill.contrast(with: ground) >= 3, "fill of \(value)")
                }
                #expect(shades.onFill.contrast(with: shades.fill) >= 4.5, "text on the fill of \(value)")
            }
        }
    }

    @Test func `the grounds are those of the stylesheet`() throws {
        let css = String(decoding: Furniture.shell.assets["kalends.css"] ?? [], as: UTF8.self)
        let parts = css.split(separator: "@media (prefers-color-scheme: dark)", maxSplits: 1)
        try #require(parts.count == 2)
        #expect(parts[0].contains("--page: #\(AccentColor.lightPage.hex);"))
        #expect(parts[0].contains("--surface: #\(Self.white.hex);"))
        #expect(parts[1].contains("--page: #\(AccentColor.darkPage.hex);"))
        #expect(parts[1].contains("--surface: #\(AccentColor.darkSurface.hex);"))
    }

    @Test func `the stylesheet names light and dark shades`() throws {
        let css = try #require(AccentColor(hex: "ffdd00")).stylesheet
        #expect(css.contains("prefers-color-scheme:dark"))
        #expect(css.components(of: "--accent-fill:#") == 2)
    }

    private static let grid: [String] = {
        let steps = [0, 31, 64, 96, 128, 160, 191, 224, 255]
        return steps.flatMap { red in
            steps.flatMap { green in steps.map { blue in AccentColor.RGB(Double(red) / 255, Double(green) / 255, Double(blue) / 255).hex } }
        }
    }()
}

extension String {
    fileprivate func components(of part: String) -> Int { split(separator: part, omittingEmptySubsequences: false).count - 1 }
}
