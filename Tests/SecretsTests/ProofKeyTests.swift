import Secrets
import Testing

struct ProofKeyTests {
    @Test func `the challenge is the one of the standard's example`() {
        // RFC 7636 appendix B.
        #expect(ProofKey.challenge(of: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test func `a verifier is long enough and never the same twice`() {
        let verifiers = (0..<100).map { _ in ProofKey.random() }
        #expect(verifiers.allSatisfy { $0.utf8.count == 43 } && Set(verifiers).count == 100)
    }
}
