import Testing

@testable import WebShell

struct AcceptLanguageTests {
    @Test(arguments: ["", "en", "en-GB,en;q=0.9", "de;q=1,en;q=0.1", "*", ";;;,,,q=", "xx", "en;q=abc"])
    func `only languages that exist are spoken`(header: String) {
        #expect(AcceptLanguage.preferred(header) == "en")
    }
}
