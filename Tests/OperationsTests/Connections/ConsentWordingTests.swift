import Secrets
import Testing
import Texts

@testable import Operations

struct ConsentWordingTests {
    /// What was agreed to is told by the version alone: another wording is another version.
    @Test func `the wording that people agree to is the one of its version`() {
        let keys = [
            "who", "why", "readsTimes", "readsTitles", "readsNoTitles", "readsNothing", "writesFields", "writesTimes", "writesOwn",
            "writesNothing", "writesDuplicates", "never", "consentAgree", "consentEnd",
        ]
        let texts = Texts(language: "en")
        let wordings = ["2": "9843d31127fcfb6d92fc38dda4f4f210bfff28f873c5831c3915f8bf79e93c14"]
        #expect(wordings[OpenInvitation.consentVersion] == Token.hash(keys.map { texts["connect.\($0)"] }.joined(separator: "\n")))
    }

    @Test func `the finder of duplicates is named wherever somebody's own events are spoken of`() {
        let texts = Texts(language: "en")
        #expect(texts["connect.writesDuplicates"].contains("an administrator may take out the copies they tick"))
        #expect(!texts["connect.writesOwn"].contains("yours are left alone"))
    }
}
