import Testing

@testable import Secrets

struct PasswordHashTests {
    @Test func `the password fits its hash and no other does`() {
        let hash = PasswordHash.make("correct horse ä")
        #expect(hash.hasPrefix("$argon2id$"))
        #expect(PasswordHash.verify("correct horse ä", against: hash))
        #expect(!PasswordHash.verify("correct horse a", against: hash))
        #expect(!PasswordHash.verify("", against: hash))
        #expect(!PasswordHash.needsRehash(hash))
    }

    @Test func `the same password is hashed differently each time`() {
        #expect(PasswordHash.make("same") != PasswordHash.make("same"))
    }

    @Test func `nothing after a zero byte is ignored`() {
        let hash = PasswordHash.make("secret\u{0}one")
        #expect(PasswordHash.verify("secret\u{0}one", against: hash))
        #expect(!PasswordHash.verify("secret\u{0}two", against: hash))
        #expect(!PasswordHash.verify("secret", against: hash))
    }

    @Test(arguments: ["", "x", "$argon2id$", "plain", String(repeating: "a", count: 500)]) func `a text that is no hash fits no password`(
        hash: String
    ) {
        #expect(!PasswordHash.verify("x", against: hash))
        #expect(PasswordHash.needsRehash(hash))
    }

    @Test func `a hash with weaker limits is to be made anew and still fits`() {
        // Made by libsodium with 8 KiB and one pass.
        let weak = "$argon2id$v=19$m=8,t=1,p=1$U6cY1g85HW/o/7Gdw5asOQ$/RMdYFw+qSRQ0PcPjfu2D1QQZ/8oxn+Bgnqf74J8Ny0"
        #expect(PasswordHash.verify("weak", against: weak))
        #expect(PasswordHash.needsRehash(weak))
    }

    @Test func `the decoy is a hash like the others`() {
        #expect(!PasswordHash.needsRehash(PasswordHash.decoy))
        #expect(!PasswordHash.verify("", against: PasswordHash.decoy))
    }
}
