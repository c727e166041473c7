/// The words of a `$search` (OData URL Conventions 4.01 section 5.1.8): words and phrases in double quotes, all of which must be found.
public struct Search: Hashable, Sendable {
    /// What must be found, in small letters.
    public let words: [String]

    /// Reads words between blanks; `AND` between them says what holds anyway. `OR`, `NOT` and parentheses are refused rather than
    /// misunderstood.
    public init(parsing text: String, limits: QueryLimits = QueryLimits()) throws(QueryFault) {
        let option = "$search"
        guard text.utf8.count <= limits.bytes else {
            throw QueryFault(option: option, position: nil, problem: "it is longer than \(limits.bytes) bytes", remedy: "search for less")
        }
        var words: [String] = []
        for (index, piece) in text.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
            let isPhrase = index % 2 == 1
            for word in isPhrase ? [piece] : piece.split(separator: " ") where word != "AND" || isPhrase {
                if !isPhrase, word == "OR" || word == "NOT" || word.contains(where: { "()".contains($0) }) {
                    throw QueryFault(
                        option: option, position: text[..<word.startIndex].unicodeScalars.count + 1,
                        problem: "'\(word.shortened(to: 40))' is not understood here",
                        remedy: "write words that must all be found, phrases in double quotes")
                }
                if !word.isEmpty { words.append(word.lowercased()) }
            }
        }
        guard text.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else {
            throw QueryFault(option: option, position: nil, problem: "a phrase does not end", remedy: "close it with a double quote")
        }
        guard !words.isEmpty, words.count <= limits.names else {
            let problem = words.isEmpty ? "there is no word in it" : "there are more than \(limits.names) words in it"
            throw QueryFault(option: option, position: nil, problem: problem, remedy: "write between one word and \(limits.names)")
        }
        self.words = words
    }

    /// True when each word stands in one of the item's searchable properties, in any case of letters.
    public func matches<Model>(_ item: Model, _ schema: ObjectSchema<Model>) -> Bool {
        var texts: [String] = []
        for property in schema.definition.properties where property.traits.contains(.searchable) {
            if let value = schema.value(of: property.name, in: item) { value.collectTexts(into: &texts) }
        }
        return words.allSatisfy { word in texts.contains { $0.contains(word) } }
    }
}

extension JSONValue {
    /// All texts within the value but annotations, in small letters.
    fileprivate func collectTexts(into texts: inout [String]) {
        switch self {
        case .text(let text): texts.append(text.lowercased())
        case .list(let elements): for element in elements { element.collectTexts(into: &texts) }
        case .object(let members): for (name, value) in members where !name.hasPrefix("@") { value.collectTexts(into: &texts) }
        default: break
        }
    }
}
