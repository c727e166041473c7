import Testing

@testable import Persistence

@Suite struct FoldedTextTests {
    @Test(arguments: [("Åsa", "åsa"), ("STRASSE", "straße"), ("A\u{30A}sa", "Åsa"), ("ΣΑΣ", "σας"), ("Ёлка", "ёлка"), ("I", "i")])
    func `texts that differ in letter case or composition are one`(_ left: String, _ right: String) {
        #expect(Array(FoldedText.fold(left).unicodeScalars) == Array(FoldedText.fold(right).unicodeScalars))
    }

    @Test(arguments: [("a", "ä"), ("o", "0")])
    func `texts that differ in letters are not`(_ left: String, _ right: String) {
        #expect(FoldedText.fold(left) != FoldedText.fold(right))
    }

    @Test func `what LIKE reads as a wildcard is escaped`() {
        #expect(FoldedText.pattern(containing: "50%_a!") == "%50!%!_a!!%")
    }
}
