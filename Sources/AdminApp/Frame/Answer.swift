import HTTPTypes
import Texts

/// What a handler gives back; how it becomes a response is the frame's business.
enum Answer: Sendable {
    case page(AdminPage)
    case redirect(String, Notice? = nil)
    /// Signed in: the browser is given the session's token.
    case signedIn(token: String, to: String)
    case signedOut(to: String, Notice? = nil)
    /// Another business comes into view.
    case viewing(business: String, to: String)
    case download([UInt8], type: String, name: String)
    /// HTML of a mail, shown in a frame that may do nothing.
    case walledIn(String)
}

/// A page to render: its template, its values, and where it stands in the menu.
struct AdminPage: Sendable {
    var template: String
    var title: String
    var view: any Sendable
    var menu: MenuEntry?
    var status: HTTPResponse.Status = .ok
    /// The topics whose news make the page fetch itself again.
    var live: [String] = []

    init(
        _ template: String, title: String, menu: MenuEntry? = nil, status: HTTPResponse.Status = .ok, live: [String] = [],
        view: any Sendable
    ) {
        self.template = template
        self.title = title
        self.menu = menu
        self.status = status
        self.live = live
        self.view = view
    }
}

/// What was done, said on the next page: a key of the area `adminNotice` and its values.
struct Notice: Hashable, Sendable, Codable {
    var key: String
    var values: [String: String]
    /// What decides between the singular and the plural, where the text has both.
    var count: Int?

    init(_ key: String, _ values: [String: String] = [:], count: Int? = nil) {
        self.key = key
        self.values = values
        self.count = count
    }

    func text(_ texts: Texts) -> String {
        let key = "adminNotice.\(key)"
        return count.map { texts.count(key, $0, values) } ?? texts(key, values)
    }
}
