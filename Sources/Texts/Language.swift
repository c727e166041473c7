// Texts: the one catalogue of everything a person reads — pages, admin app, mails, errors — and the formats of dates, times and amounts.
// It imports CivilTime alone and does no input or output. Its words: an *area* is a part of the product with entries of its own; a *key*
// is `area.name`, letters only; a *placeholder* is a name in braces within an entry; a *fault* is a sentence about one field of a form.

/// A language that the catalogue speaks.
public struct Language: Hashable, Sendable {
    /// BCP 47, as in `<html lang>`.
    public let code: String
    /// The language's own name for itself.
    public let name: String

    public static let english = Language(code: "en", name: "English")

    /// Every language that can be chosen: only those whose catalogue exists.
    public static let all: [Language] = [.english]

    /// The language of a code or of its first subtag ("en-GB" is English), whatever its case; `nil` when there is no catalogue for it.
    public static func named(_ code: String) -> Language? {
        let first = code.lowercased().prefix { $0 != "-" && $0 != "_" }
        return all.first { $0.code == first }
    }
}
