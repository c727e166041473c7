import Testing

@testable import WebShell

/// The tokens of the shared stylesheet keep the contrasts that the design system promises.
struct StylesheetTests {
    private static let schemes: [[String: String]] = {
        let css = String(decoding: Furniture.shell.assets["kalends.css"] ?? [], as: UTF8.self)
        let parts = css.split(separator: "@media (prefers-color-scheme: dark)", maxSplits: 1).map(tokens)
        return [parts[0], parts[0].merging(parts[1]) { _, dark in dark }]
    }()

    private static func tokens(_ css: Substring) -> [String: String] {
        var found: [String: String] = [:]
        for line in css.split(separator: "\n") {
            let halves = line.split(separator: ":", maxSplits: 1).map { $0.filter { $0 != " " && $0 != ";" } }
            if halves.count == 2, halves[0].hasPrefix("--"), halves[1].hasPrefix("#"), found[halves[0]] == nil {
                found[halves[0]] = halves[1]
            }
        }
        return found
    }

    private func contrast(_ one: String, _ other: String, _ scheme: Int) throws -> Double {
        let colours = try [one, other].map { name in
            let token = try #require(Self.schemes[scheme]["--\(name)"], "there is no token --\(name)")
            return try #require(AccentColor(hex: token), "--\(name) is no colour")
        }
        return colours[0].base.contrast(with: colours[1].base)
    }

    @Test(arguments: [0, 1], ["text", "quiet", "accent", "danger", "success", "warning", "external"])
    func `text is readable on every ground`(scheme: Int, text: String) throws {
        for ground in ["page", "surface", "hover"] {
            #expect(try contrast(text, ground, scheme) >= 4.5, "\(text) on \(ground)")
        }
    }

    @Test(arguments: [0, 1], ["success", "warning", "danger", "external", "accent"])
    func `text is readable on its own tint`(scheme: Int, text: String) throws {
        #expect(try contrast(text, "\(text)-tint", scheme) >= 4.5)
        #expect(try contrast("text", "\(text)-tint", scheme) >= 4.5)
    }

    @Test(arguments: [0, 1])
    func `buttons are readable and edges of fields can be seen`(scheme: Int) throws {
        #expect(try contrast("on-accent", "accent-fill", scheme) >= 4.5)
        #expect(try contrast("on-danger", "danger-fill", scheme) >= 4.5)
        for ground in ["page", "surface"] {
            #expect(try contrast("line-strong", ground, scheme) >= 3)
            #expect(try contrast("focus", ground, scheme) >= 3)
        }
        #expect(try contrast("quiet", "sunken", scheme) >= 4.5)
    }
}
