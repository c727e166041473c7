public import CivilTime

// CalendarSimulators: stand-ins for calendar services that only exist on the internet, with their real behaviour and every fault that the
// services are known for. Only tests and `kalends demo` use them. The room imports CivilTime, ICalendar (to lay series out), Outbound (to
// deliver notifications), Secrets (to check proof keys) and Hummingbird, and nothing of the engine or the providers: what both sides believed
// would prove nothing.
// Its words: a *world* is everything the stand-in knows, one value that can be kept and put back; a *person* owns calendars and edits them;
// a *moment* is what a world is told from outside when it answers; a *fault* is something that goes wrong on purpose.

/// Everything that the stand-in for Google knows. A value: the same requests at the same moments give the same answers.
public struct GoogleWorld: Hashable, Sendable, Codable {
    /// How it behaves.
    public var settings = GoogleSettings()
    /// In the order in which they came.
    public internal(set) var people: [SimulatedPerson] = []
    /// By id; deleted ones stay, marked as such.
    public internal(set) var calendars: [String: SimulatedCalendar] = [:]
    /// What goes wrong, in the order in which it is looked for.
    public internal(set) var faults: [SimulatedFault] = []
    /// The latest requests, the oldest first.
    public internal(set) var requests: [RecordedRequest] = []
    /// Open channels, those that ran out among them.
    public internal(set) var channels: [PushChannel] = []
    /// Notifications that are to be delivered, in the order in which they arose.
    public internal(set) var messages: [PushMessage] = []
    var authorization = AuthorizationState()
    /// When each person asked within the last minute, by subject.
    var recentRequests: [String: [Instant]] = [:]
    /// When each person wrote within the last day, by subject.
    var recentWrites: [String: [Instant]] = [:]
    /// The latest moment that it was told of.
    var latest = Instant(secondsSinceEpoch: 0)
    /// How many requests were answered.
    var requestCount = 0
    /// Raised for every name that is made up.
    var counter = 0

    /// Nobody and nothing.
    public init() {}

    /// Forgets which requests were made.
    public mutating func forgetRequests() { requests = [] }

    /// A name that this world has not used yet.
    mutating func newName(_ prefix: String) -> String {
        counter += 1
        return prefix + LetterCode.text(of: counter)
    }

    func person(subject: String) -> SimulatedPerson? { people.first { $0.subject == subject } }

    func person(email: String) -> SimulatedPerson? { people.first { $0.email == email.lowercased() } }
}

/// What a world is told from outside when it answers.
public struct Moment: Sendable {
    /// The present.
    public var now: Instant
    /// The tz database.
    public var zones: ZoneDatabase

    /// A moment for one request or edit.
    public init(now: Instant, zones: ZoneDatabase) {
        self.now = now
        self.zones = zones
    }
}

/// Numbers as words of letters and digits that do not look like numbers in a row, the same in every run.
enum LetterCode {
    private static let alphabet = Array("abcdefghijklmnopqrstuv0123456789".utf8)

    /// 16 letters and digits of Google's alphabet for ids.
    static func text(of number: Int) -> String {
        // SplitMix64: a permutation, so no two numbers share a word.
        var mixed = UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        let digits = (0..<13).map { alphabet[Int(mixed >> (5 * UInt64($0)) & 31)] }
        return String(decoding: digits, as: UTF8.self) + "g00"
    }

    /// A meeting's code such as `abc-defg-hij`; another one for each number.
    static func meeting(_ number: Int) -> String {
        let codes: UInt64 = 141_167_095_653_376
        // Shares no factor with 26, so the remainders of the first 26^10 numbers are all different.
        let product = UInt64(number).multipliedFullWidth(by: 71_236_456_789_123)
        var rest = codes.dividingFullWidth(product).remainder
        var letters = ""
        for place in 0..<10 {
            if place == 3 || place == 7 { letters += "-" }
            letters.unicodeScalars.append(Unicode.Scalar(UInt8(ascii: "a") + UInt8(rest % 26)))
            rest /= 26
        }
        return letters
    }
}
