import Testing

@testable import Texts

/// What must hold for every entry of the catalogue, whoever adds it.
struct CatalogueTests {
    let texts = Texts(language: "en")

    @Test func `every key is an area and a name, letters only`() {
        for key in texts.keys {
            let form = key.split(separator: "|", omittingEmptySubsequences: false)
            let parts = form[0].split(separator: ".", omittingEmptySubsequences: false)
            #expect(form.count == 1 || (form.count == 2 && ["one", "other"].contains(form[1])), "\(key)")
            #expect(parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isLetter } }, "\(key)")
        }
        let count = texts.keys.count
        #expect(count > 150)
    }

    @Test func `every entry says something and its braces pair`() {
        for key in texts.keys {
            #expect(!texts[key].isEmpty, "\(key)")
            #expect(texts[key].first?.isWhitespace == false && texts[key].last?.isWhitespace == false, "\(key)")
            #expect(Placeholders.names(in: texts[key]) != nil, "\(key): \(texts[key])")
        }
    }

    @Test func `a counted entry has both its forms with the same placeholders, and no plain twin`() {
        for key in texts.keys where key.contains("|") {
            let base = String(key.prefix { $0 != "|" })
            #expect(texts.has("\(base)|one") && texts.has("\(base)|other") && !texts.has(base), "\(key)")
            let others = Placeholders.names(in: texts["\(base)|other"])?.subtracting(["count"])
            #expect(Placeholders.names(in: texts["\(base)|one"])?.subtracting(["count"]) == others, "\(key)")
        }
    }

    @Test func `every fault is a sentence with a remedy`() {
        for key in texts.keys where key.hasPrefix("fault.") {
            let text = texts[key]
            #expect(text.hasSuffix(".") || text.hasSuffix("?"), "\(key)")
            #expect(text.first?.isUppercase == true || text.hasPrefix("{"), "\(key)")
            #expect(text.contains(". ") || text.contains(": "), "\(key) names no remedy")
        }
    }

    @Test func `the tree holds exactly the entries that need no number`() {
        let leaves = texts.tree.flatMap { area, entries in entries.map { ("\(area).\($0.key)", $0.value) } }
        #expect(Set(leaves.map(\.0)) == Set(texts.keys.filter { !$0.contains("|") }))
        #expect(leaves.allSatisfy { texts[$0.0] == $0.1 })
    }

    @Test func `an unknown key is its own text`() {
        #expect(texts["nothing.here"] == "nothing.here")
        #expect(!texts.has("nothing.here"))
    }
}
