/// Something that goes wrong on purpose.
public struct SimulatedFault: Hashable, Sendable, Codable {
    /// What goes wrong.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// Answered with a refusal instead of being carried out: `status`, `reason`, `retryAfter`.
        case refuse
        /// Carried out, and the answer is lost.
        case loseAnswer
        /// Carried out, and the answer comes `seconds` late.
        case delayAnswer
        /// Carried out, and the body ends half way.
        case cutAnswer
        /// Carried out, and answered with a web page.
        case webPage
        /// A listing says 200 and holds nothing.
        case emptyList
        /// A page holds nothing, and more follow.
        case emptyPage
        /// A page comes again as the next one.
        case repeatPage
        /// An item comes twice: first as it was before its last change, then as it is.
        case repeatItem
        /// The same the wrong way round.
        case oldItemLast
        /// The items of a page in the opposite order: exceptions before their series.
        case reverseItems
        /// Deleted items are left out.
        case dropTombstones
        /// Deleted exceptions do not name their series.
        case bareTombstones
        /// A listing holds an entry that no event should look like: without start and end.
        case brokenItem
        /// A notification is not delivered.
        case loseMessage
        /// A notification is delivered twice.
        case doubleMessage
        /// A notification comes `seconds` late.
        case delayMessage
        /// Beside the notification one arrives for a channel that nobody opened.
        case strangeMessage
    }

    /// What goes wrong.
    public var kind: Kind
    /// Only requests of methods whose ids begin so, such as `events.list` or `events.`; `token` is the token endpoint. Nil: any.
    public var method: String?
    /// Only requests about this calendar.
    public var calendar: String?
    /// Only this page of a listing, counted from 1.
    public var page: Int?
    /// So many matching requests pass first.
    public var skip: Int
    /// How often it happens; 0: until it is cleared.
    public var times: Int
    /// It happens to every so many-th of the matching requests: 2 makes a calendar flap.
    public var every: Int
    /// Of a refusal.
    public var status: Int
    /// Google's word for the refusal, or OAuth's at the token endpoint.
    public var reason: String
    /// The header as it is sent; `+30` becomes the date that lies so many seconds ahead.
    public var retryAfter: String?
    /// Of what comes late.
    public var seconds: Int
    var matched = 0
    var happened = 0

    /// A fault that happens once to whatever comes, unless it is said otherwise.
    public init(
        _ kind: Kind, method: String? = nil, calendar: String? = nil, page: Int? = nil, skip: Int = 0, times: Int = 1, every: Int = 1,
        status: Int = 503, reason: String = "backendError", retryAfter: String? = nil, seconds: Int = 0
    ) {
        self.kind = kind
        self.method = method
        self.calendar = calendar
        self.page = page
        self.skip = skip
        self.times = times
        self.every = max(1, every)
        self.status = status
        self.reason = reason
        self.retryAfter = retryAfter
        self.seconds = seconds
    }

    /// Reads what the control surface is sent: `kind`, and whatever differs from the defaults.
    init?(_ value: JSONValue) {
        guard let kind = value["kind"]?.string.flatMap(Kind.init) else { return nil }
        let number = { (name: String, usual: Int) in value[name]?.integer.map { Int($0) } ?? usual }
        self.init(
            kind, method: value["method"]?.string, calendar: value["calendar"]?.string, page: value["page"]?.integer.map { Int($0) },
            skip: number("skip", 0), times: number("times", 1), every: number("every", 1), status: number("status", 503),
            reason: value["reason"]?.string ?? "backendError", retryAfter: value["retryAfter"]?.string, seconds: number("seconds", 0))
    }
}
