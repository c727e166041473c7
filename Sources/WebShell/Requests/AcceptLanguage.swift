import Texts

/// The language that a browser asks for (RFC 9110 section 12.5.4).
enum AcceptLanguage {
    /// The code of the catalogue's language with the highest weight; English when none is there.
    static func preferred(_ header: String) -> String {
        var best: (code: String, weight: Double)?
        for part in header.prefix(500).split(separator: ",") {
            let pieces = part.split(separator: ";").map(\.trimmingBlanks)
            guard let range = pieces.first, let language = Language.named(String(range)) else { continue }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if weight > (best?.weight ?? 0) { best = (language.code, weight) }
        }
        return best?.code ?? Language.english.code
    }
}
