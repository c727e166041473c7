import Secrets

/// How far a listing was read, as page and sync tokens carry it; opaque to clients.
struct ListingCursor: Hashable, Sendable {
    /// The calendar it belongs to, or the person for a list of calendars.
    var subject: String
    /// The parameters that must stay as they were.
    var parameters: String
    /// Only changes after this one; nil for a full listing.
    var since: Int?
    /// What the page before ended with.
    var after = 0
    /// The number of the page, from 1.
    var page = 1
    /// The change up to which the sync token at the end will count.
    var base: Int
    /// Seconds since 1970.
    var issued: Int64

    var text: String {
        let fields: [String] = [
            subject, parameters, since.map(String.init) ?? "-", String(after), String(page), String(base), String(issued),
        ]
        return Base64URL.encode(Array(fields.joined(separator: "\n").utf8))
    }

    init(subject: String, parameters: String, since: Int?, base: Int, issued: Int64) {
        self.subject = subject
        self.parameters = parameters
        self.since = since
        self.base = base
        self.issued = issued
    }

    init?(_ text: String) {
        guard let bytes = Base64URL.decode(text) else { return nil }
        let fields = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 7, let after = Int(fields[3]), let page = Int(fields[4]), let base = Int(fields[5]),
            let issued = Int64(fields[6])
        else { return nil }
        self.init(subject: fields[0], parameters: fields[1], since: Int(fields[2]), base: base, issued: issued)
        self.after = after
        self.page = page
    }
}
