import Foundation
import Testing

@testable import RestShape

struct JSONReaderTests {
    @Test(arguments: [
        #"{"a":[1,-2,3.50,true,false,null,"x"],"b":{"c":""}}"#, #""\"\\\n\r\t\u001f\u007f""#, "[]", "{}", "0", #"["ü🎈"]"#, "1e+20", "-0.0",
    ])
    func `what is written is what was read, digit by digit`(text: String) throws {
        #expect(try JSONValue(parsing: text).serialized == text)
    }

    @Test func `escapes are read, pairs of surrogates too`() throws {
        #expect(try JSONValue(parsing: #" "\u00fc\uD83C\udf88\/\b\f\n" "#) == "ü🎈/\u{8}\u{C}\n")
    }

    @Test(arguments: [
        ("", "The body ends too early: check that it was sent as a whole."),
        ("{\"a\":", "The body ends too early: check that it was sent as a whole."),
        ("\"abc", "The body ends too early: check that it was sent as a whole."),
        ("\"\\", "The body ends too early: check that it was sent as a whole."),
        ("[1,]", "The body is not JSON: a value was expected in [1], at byte 3."),
        ("{\"a\" 1}", "The body is not JSON: a colon was expected at byte 5."),
        ("{a:1}", "The body is not JSON: a name in quotes was expected at byte 1."),
        ("{\"a\":1 \"b\"}", "The body is not JSON: a comma or } was expected at byte 7."),
        ("{\"a\":[1 2]}", "The body is not JSON: a comma or ] was expected in a, at byte 8."),
        ("nul!", "The body is not JSON: null was expected at byte 3."),
        ("1 2", "The body is not JSON: nothing more was expected at byte 2."),
        ("01", "The body is not JSON: nothing more was expected at byte 1."),
        ("1.x", "The body is not JSON: a digit was expected at byte 2."),
        ("+1", "The body is not JSON: a value was expected at byte 0."),
        ("\"a\nb\"", "The body is not JSON: an escape for a control character was expected at byte 2."),
        (#""\x""#, "The body is not JSON: an escape was expected at byte 2."),
        (#""\u12g4""#, "The body is not JSON: four hexadecimal digits was expected at byte 5."),
        (#"{"a":"\ud83c"}"#, "The text in a, at byte 8 is not valid UTF-8: write the body in UTF-8, and surrogates in pairs."),
        (#""\udf88""#, "The text at byte 3 is not valid UTF-8: write the body in UTF-8, and surrogates in pairs."),
        (#""\ud83cA""#, "The text at byte 3 is not valid UTF-8: write the body in UTF-8, and surrogates in pairs."),
        (#"{"x":[{"a":1,"a":2}]}"#, #"The name "a" stands twice in x[0], at byte 13: leave one of them out."#),
    ])
    func `anything else is refused with what, where and what to do`(text: String, sentence: String) {
        let fault = #expect(throws: JSONFault.self) { try JSONValue(parsing: text) }
        #expect(fault?.description == sentence)
    }

    @Test func `bytes that are not UTF-8 are refused, wherever they stand`() {
        for bytes: [UInt8] in [[0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0xEF, 0xBB, 0xBF, 0x31]] {
            #expect(throws: JSONFault.self) { try JSONValue(parsing: bytes) }
        }
    }

    @Test func `what is hostile stops at a limit`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(reason(deep) == .tooDeep(32))
        #expect(reason(String(repeating: "{\"a\":", count: 100_000)) == .tooDeep(32))
        #expect(reason("[" + String(repeating: "0,", count: 60_000) + "0]") == .tooMany(50_000))
        #expect(reason(String(repeating: " ", count: 2_000_000)) == .tooLong(1 << 20))
        let zalgo = "\"e" + String(repeating: "\u{301}", count: 10_000) + "\":0"
        #expect(fault(Array("{\(zalgo),\(zalgo)}".utf8))?.description.utf8.count ?? 999 < 300)
        let sentences = [JSONFault.Reason.tooDeep(32), .tooMany(5), .tooLong(7)].map {
            JSONFault(reason: $0, offset: 3, path: .root).description
        }
        #expect(
            sentences == [
                "The body goes deeper than 32 levels at byte 3: send it flatter.", "The body has more than 5 values: send less at once.",
                "The body has more than 7 bytes: send less at once.",
            ])
    }

    /// What Foundation read, with names in order.
    private func plain(_ value: Any) -> String {
        switch value {
        case let list as [Any]: "[" + list.map(plain).joined(separator: ",") + "]"
        case let object as [String: Any]:
            "{" + object.sorted { $0.key < $1.key }.map { "\($0.key):\(plain($0.value))" }.joined(separator: ",") + "}"
        default: "\(value)"
        }
    }

    private func reason(_ text: String) -> JSONFault.Reason? { fault(Array(text.utf8))?.reason }

    private func fault(_ bytes: [UInt8]) -> JSONFault? {
        do {
            _ = try JSONValue(parsing: bytes)
            return nil
        } catch { return error }
    }

    @Test func `what Foundation reads of changed texts is what we read, and what it refuses we refuse`() throws {
        let seed: UInt64 = 27
        var generator = SeededGenerator(seed: seed)
        let original = Array(#"{"a":[1,-2.5e3,true,null,"x\u00fc\n"],"b":{"c":"ü"},"d":[],"e":0.10}"#.utf8)
        let alphabet = Array("{}[]\",:0129-+.eEtruefalsnu\\ d".utf8)
        var agreed = 0
        for round in 0..<20_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...2, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = alphabet.randomElement(using: &generator)!
                case 1: bytes.insert(alphabet.randomElement(using: &generator)!, at: place)
                default: bytes.remove(at: place)
                }
            }
            let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            guard let ours = try? JSONValue(parsing: bytes) else {
                // Foundation lets repeated names and a comma after the last member pass, and mends texts that are not UTF-8.
                let text = String(decoding: bytes, as: UTF8.self)
                let isOurs = (fault(bytes)?.reason).isStricter || text.contains(",}") || text.contains(",]")
                #expect(theirs == nil || isOurs, "seed \(seed), round \(round): \(text)")
                continue
            }
            let again = try? JSONSerialization.jsonObject(with: Data(ours.serialized.utf8), options: .fragmentsAllowed)
            let place = "seed \(seed), round \(round): \(String(decoding: bytes, as: UTF8.self))"
            #expect(theirs.map(plain) == again.map(plain), "\(place)")
            agreed += 1
        }
        #expect(agreed > 2_000)
    }
}

extension JSONFault.Reason? {
    fileprivate var isStricter: Bool {
        switch self {
        case .repeatedName, .notUnicode: true
        default: false
        }
    }
}
