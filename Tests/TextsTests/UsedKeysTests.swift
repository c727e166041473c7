import Foundation
import Testing
import Texts

/// Every key that templates and sources name stands in the catalogue.
struct UsedKeysTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources").standardizedFileURL

    private static func files(_ ending: String) throws -> [(name: String, text: String)] {
        let all = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        let found = (all?.allObjects as? [URL] ?? []).filter { $0.pathExtension == ending }
        return try found.map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
    }

    @Test func `every key in a template is in the catalogue`() throws {
        let texts = Texts(language: "en")
        let missing = try Self.files("mustache").flatMap { file in
            Self.keys(/\{\{[#^&\/]?\s*t\.([A-Za-z]+\.[A-Za-z]+)/, file.text).filter { !texts.has($0) }.map { "\(file.name): \($0)" }
        }
        #expect(missing == [])
    }

    @Test func `every key in a source is in the catalogue`() throws {
        let texts = Texts(language: "en")
        let files = try Self.files("swift")
        try #require(files.count > 20, "the sources are not where this test looks for them")
        let missing = files.flatMap { file in
            let plain = Self.keys(/\b(?:texts|t)[\[(]"([A-Za-z]+\.[A-Za-z]+)"/, file.text)
            let counted = Self.keys(/\b(?:texts|t)\.count\("([A-Za-z]+\.[A-Za-z]+)"/, file.text).map { "\($0)|other" }
            let faults = Self.keys(/(?:FieldFault\(field: [^,\n]+, key:|Invalid\("[A-Za-z]+",) "(?:fault\.)?([A-Za-z]+)"/, file.text)
            return (plain + counted + faults.map { "fault.\($0)" }).filter { !texts.has($0) }.map { "\(file.name): \($0)" }
        }
        #expect(missing == [])
    }

    private static func keys(_ pattern: Regex<(Substring, Substring)>, _ text: String) -> [String] {
        text.matches(of: pattern).map { String($0.output.1) }
    }
}
