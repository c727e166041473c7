import Texts
import WebShell

/// Which part of a long list is shown.
struct Paging: Sendable {
    static let size = 50

    let page: Int

    init(query: Query) { page = max(1, min(10_000, Int(query["page"]) ?? 1)) }

    var offset: Int { (page - 1) * Self.size }

    /// The links to the neighbours; the address keeps its other choices.
    func links(total: Int, path: String, query: Query, texts: Texts) -> PageLinks? {
        guard total > Self.size || page > 1 else { return nil }
        func address(_ number: Int) -> String {
            let text = query.setting("page", number == 1 ? nil : String(number)).text
            return text.isEmpty ? path : "\(path)?\(text)"
        }
        let last = min(offset + Self.size, total)
        return PageLinks(
            text: texts(
                "admin.pageRange",
                ["first": texts.number(min(offset + 1, total)), "last": texts.number(last), "total": texts.number(total)]),
            previous: page > 1 ? address(page - 1) : nil, next: last < total ? address(page + 1) : nil)
    }
}

struct PageLinks: Sendable {
    var text: String
    var previous: String?
    var next: String?
}
