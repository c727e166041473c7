import Testing

@testable import Secrets

struct SecretKeyTests {
    let key = SecretKey(bytes: Array(0..<32))

    @Test(arguments: [0, 1, 31, 4096]) func `what was sealed opens again`(count: Int) {
        let plain = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        #expect(key.open(key.seal(plain, context: "account:1"), context: "account:1") == plain)
    }

    @Test func `a sealed text shows nothing and is never the same twice`() {
        let (first, second) = (key.seal(Array("password".utf8), context: "c"), key.seal(Array("password".utf8), context: "c"))
        #expect(first.hasPrefix("k1."))
        #expect(first != second)
        #expect(Base64URL.decode(String(first.dropFirst(3)))?.count == 24 + 8 + 16)
    }

    @Test func `another context does not open it`() {
        let sealed = key.seal([1, 2, 3], context: "account:1")
        #expect(key.open(sealed, context: "account:2") == nil)
        #expect(key.open(sealed, context: "") == nil)
    }

    @Test func `another key does not open it`() {
        #expect(SecretKey.random().open(key.seal([1], context: "c"), context: "c") == nil)
    }

    @Test func `no bit of a sealed text can be changed`() throws {
        let sealed = key.seal([1, 2, 3], context: "c")
        let bytes = try #require(Base64URL.decode(String(sealed.dropFirst(3))))
        for bit in 0..<bytes.count * 8 {
            var changed = bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(key.open("k1." + Base64URL.encode(changed), context: "c") == nil)
        }
    }

    @Test(arguments: ["", "k1.", "k1.AAAA", "k2.", "plain text", "k1.****", "k1." + String(repeating: "A", count: 53)])
    func `what was never sealed does not open`(text: String) {
        #expect(key.open(text, context: "c") == nil)
    }

    @Test func `a shortened or lengthened text does not open`() {
        let sealed = key.seal(Array(repeating: 7, count: 30), context: "c")
        for count in 0..<sealed.count { #expect(key.open(String(sealed.prefix(count)), context: "c") == nil) }
        #expect(key.open(sealed + "AAAA", context: "c") == nil)
    }

    @Test func `a signature fits its message, purpose and key alone`() {
        let signature = key.sign("slot 9:00", purpose: "form")
        #expect(signature.count == 43)
        #expect(key.verify("slot 9:00", signature: signature, purpose: "form"))
        #expect(!key.verify("slot 9:30", signature: signature, purpose: "form"))
        #expect(!key.verify("slot 9:00", signature: signature, purpose: "link"))
        #expect(!SecretKey.random().verify("slot 9:00", signature: signature, purpose: "form"))
        #expect(!key.verify("slot 9:00", signature: "", purpose: "form"))
        #expect(!key.verify("slot 9:00", signature: String(signature.dropLast()), purpose: "form"))
    }

    @Test func `purpose and message cannot be cut apart elsewhere`() {
        #expect(key.sign("bc", purpose: "a") != key.sign("c", purpose: "ab"))
    }

    @Test func `signatures and fingerprints are the same on every node and in every year`() {
        #expect(key.fingerprint == "e59c8d668704a35d")
        #expect(key.sign("message", purpose: "purpose") == "ZQW8KvopWV9tUPjnHPqtXfOQdjOBj8_mFXkocP32bYU")
        #expect(key.open("k1.ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7WCIQIeAlmKwuSOoyo9ADFt2G1zo", context: "c") == Array("kept".utf8))
    }

    @Test func `the fingerprint tells keys apart and is all that is printed`() {
        let other = SecretKey.random()
        #expect(other.fingerprint != key.fingerprint)
        var dumped = ""
        dump(key, to: &dumped)
        #expect("\(key)" == "SecretKey(\(key.fingerprint))")
        #expect(!dumped.contains("sealingKey"))
    }

    @Test func `a key is not used as it is`() {
        #expect(key.sealingKey != key.bytes && key.signingKey != key.bytes && key.sealingKey != key.signingKey)
    }
}
