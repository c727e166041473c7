import Testing

@testable import Secrets

struct TokenTests {
    @Test func `tokens are long, distinct and safe in an address`() {
        let tokens = (0..<1000).map { _ in Token.random() }
        #expect(Set(tokens).count == 1000)
        #expect(
            tokens.allSatisfy { $0.count == 32 && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") } })
        #expect(Token.random(bytes: 32).count == 43)
    }

    @Test(arguments: [
        ("", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"),
        ("abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"),
    ])
    func `a token's hash is BLAKE2b of 256 bits`(token: String, hash: String) {
        #expect(Token.hash(token) == hash)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
    ])
    func `base64url has no padding and comes back`(text: String, encoded: String) {
        #expect(Base64URL.encode(Array(text.utf8)) == encoded)
        #expect(Base64URL.decode(encoded) == Array(text.utf8))
    }

    @Test func `base64url uses the two characters that addresses allow`() {
        #expect(Base64URL.encode([0xFB, 0xEF, 0xFF]) == "--__")
        #expect(Base64URL.decode("--__") == [0xFB, 0xEF, 0xFF])
    }

    @Test(arguments: ["Zg==", "Z", "Zh", "Zm9v!", "Zm 9v", "Zm9v\n", "++//", "Zm9vZ", "Zäg", "Zm9v\u{0}"])
    func `another spelling of base64url is refused`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test(arguments: [("", "", true), ("a", "a", true), ("a", "b", false), ("a", "", false), ("ab", "a", false), ("é", "e\u{301}", false)])
    func `comparison looks at the bytes`(first: String, second: String, isEqual: Bool) {
        #expect(ConstantTime.equal(first, second) == isEqual)
    }
}
