import Secrets
import Testing
import Texts

@testable import Operations

struct ConsentWordingTests {
    /// What was agreed to is told by the version alone: another wording is another version.
    @Test func `the wording that people agree to is the one of its version`() {
        let keys = [
            "who", "why", "readsTimes", "readsTitles", "readsNoTitles", "readsNothing", "writesFields", "writesTimes", "writesOwn",
            "writesNothing", "never", "consentAgree", "consentEnd",
        ]
        let texts = Texts(language: "en")
        let wordings = ["1": "f2c35032292a9d5d80734675cac25dc244e0c0a16977674c27b2134a1706e5f5"]
        #expect(wordings[OpenInvitation.consentVersion] == Token.hash(keys.map { texts["connect.\($0)"] }.joined(separator: "\n")))
    }
}
