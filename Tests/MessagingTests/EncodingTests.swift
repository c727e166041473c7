import Foundation
import Testing

@testable import Messaging

struct EncodingTests {
    /// Texts of letters, marks, blanks and line ends, the same on every run.
    private static let samples: [String] = {
        var state: UInt64 = 7
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let alphabet = ["a", "=", " ", "\t", ".", "ä", "日", "🎉", "e\u{301}", "\n", "?", "_", "👩‍👩‍👧"]
        return (0..<300).map { _ in (0..<next(200)).map { _ in alphabet[next(alphabet.count)] }.joined() }
    }()

    @Test func `quoted-printable gives back what went in`() {
        for sample in Self.samples {
            let body = QuotedPrintable.body(sample)
            let expected = sample.replacingOccurrences(of: "\n", with: "\r\n")
            #expect(String(decoding: ReadMail.quotedPrintable(body), as: UTF8.self) == expected)
        }
    }

    @Test func `quoted-printable lines are ASCII, at most 76 long, and end in no blank`() {
        for line in Self.samples.flatMap({ QuotedPrintable.body($0).components(separatedBy: "\r\n") }) {
            #expect(line.utf8.count <= 76 && line.utf8.allSatisfy { $0 == 9 || (0x20..<0x7F).contains($0) })
            #expect(!line.hasSuffix(" ") && !line.hasSuffix("\t"))
        }
    }

    @Test func `line ends of every kind become CRLF`() {
        #expect(QuotedPrintable.body("a\nb\r\nc\rd") == "a\r\nb\r\nc\r\nd")
    }

    @Test func `base64 agrees with Foundation's`() {
        for count in 0..<130 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
            #expect(Base64.encode(bytes) == Data(bytes).base64EncodedString())
            #expect(Base64.body(bytes).components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 76 })
        }
    }

    @Test func `encoded words give back what went in, each a whole text of its own and short enough`() {
        for sample in Self.samples.map(\.singleLine) where !sample.isEmpty {
            let words = EncodedWords.encode(sample, column: 9).components(separatedBy: " ")
            #expect(ReadMail.decoded(words.joined(separator: " ")) == sample)
            for word in words {
                let bytes = Data(base64Encoded: String(word.dropFirst(10).dropLast(2))) ?? Data()
                #expect(word.utf8.count <= 75 && String(validating: bytes, as: UTF8.self) != nil)
            }
        }
    }

    @Test(arguments: [("Ana", false), ("Ünï", true), ("=?UTF-8?B?eA==?=", true), (String(repeating: "x", count: 61), true)])
    func `only what a header cannot hold is encoded`(text: String, isNeeded: Bool) {
        #expect(EncodedWords.isNeeded(for: text) == isNeeded)
    }

    @Test func `a fingerprint keeps texts apart that only join alike`() {
        #expect(Fingerprint.of("ab", "c") != Fingerprint.of("a", "bc"))
        #expect(Fingerprint.of("") == "af64724c8602eb6e") // FNV-1a of the single byte 0xFF
    }
}
