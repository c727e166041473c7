/// Something that goes wrong on purpose.
public struct CalDAVFault: Hashable, Sendable, Codable {
    /// What goes wrong.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// Answered with a refusal instead of being carried out: `status`, `words`, `retryAfter`.
        case refuse
        /// Carried out, and the answer is lost.
        case loseAnswer
        /// Carried out, and the answer comes `seconds` late.
        case delayAnswer
        /// Carried out, and the body ends half way.
        case cutAnswer
        /// Carried out, and answered with a web page.
        case webPage
        /// A listing or report says 207 and holds nothing.
        case emptyList
        /// A listing holds the calendar itself and no member.
        case bareList
        /// A listing or report leaves out every second member without saying so; its token is the newest all the same.
        case truncateList
        /// A multiget leaves out every second member that was asked for.
        case shortMultiget
        /// A report says of every second member that it is gone, though it is there.
        case falseRemovals
    }

    /// What goes wrong.
    public var kind: Kind
    /// Only such requests, by their beginning: `PUT`, `PROPFIND 1` (with its depth), `REPORT sync-collection`. Nil: any.
    public var request: String?
    /// Only below this path. Nil: any.
    public var path: String?
    /// So many matching requests pass first.
    public var skip: Int
    /// How often it happens; 0: until it is cleared.
    public var times: Int
    /// It happens to every so many-th of the matching requests: 2 makes a calendar flap.
    public var every: Int
    /// Of a refusal.
    public var status: Int
    /// The body of a refusal.
    public var words: String
    /// The header as it is sent; `+30` becomes the date that lies so many seconds ahead.
    public var retryAfter: String?
    /// Of what comes late.
    public var seconds: Int
    var matched = 0
    var happened = 0

    /// A fault that happens once to whatever comes, unless it is said otherwise.
    public init(
        _ kind: Kind, request: String? = nil, path: String? = nil, skip: Int = 0, times: Int = 1, every: Int = 1, status: Int = 503,
        words: String = "", retryAfter: String? = nil, seconds: Int = 0
    ) {
        self.kind = kind
        self.request = request
        self.path = path
        self.skip = skip
        self.times = times
        self.every = max(1, every)
        self.status = status
        self.words = words
        self.retryAfter = retryAfter
        self.seconds = seconds
    }
}
