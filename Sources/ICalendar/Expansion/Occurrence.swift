public import CivilTime

/// One span of time that a series takes, or says to leave free.
public struct Occurrence: Hashable, Sendable {
    /// UID (RFC 5545 section 3.8.4.7), or the name that was made for an event without one.
    public let uid: String
    /// Which occurrence of a series this is: its original start as `20261121` or `20261121T090000Z`, wherever it was moved since. Nil
    /// for an event that happens once, and for a block that stands for more than one occurrence.
    public var recurrenceID: String? {
        switch original {
        case .key(let key): key.text
        case .text(let text): text
        case nil: nil
        }
    }

    private enum Original: Hashable, Sendable {
        /// A text is made of it when somebody asks.
        case key(OccurrenceKey)
        case text(String)
    }

    private let original: Original?
    /// The time in UTC; empty for an event without length, which takes none.
    public let span: Span
    /// Whether the event is of whole days, whose borders are the owner's midnights.
    public let isAllDay: Bool
    /// Whether the time is busy or free, and why.
    public let meaning: BusyMeaning
    /// SUMMARY (RFC 5545 section 3.8.1.12).
    public let summary: String?
    /// Whether nothing but the time may be shown (CLASS, RFC 5545 section 3.8.1.3).
    public let isPrivate: Bool

    /// One span of time of a series.
    public init(uid: String, recurrenceID: String?, span: Span, isAllDay: Bool, meaning: BusyMeaning, summary: String?, isPrivate: Bool) {
        // The same text is the same occurrence, whether it was read or made.
        let key = recurrenceID.flatMap { OccurrenceKey(text: $0) }
        self.init(
            uid: uid, original: key.map { .key($0) } ?? recurrenceID.map { .text($0) }, span: span, isAllDay: isAllDay, meaning: meaning,
            summary: summary, isPrivate: isPrivate)
    }

    init(uid: String, key: OccurrenceKey?, span: Span, isAllDay: Bool, meaning: BusyMeaning, summary: String?, isPrivate: Bool) {
        self.init(
            uid: uid, original: key.map { .key($0) }, span: span, isAllDay: isAllDay, meaning: meaning, summary: summary,
            isPrivate: isPrivate)
    }

    private init(
        uid: String, original: Original?, span: Span, isAllDay: Bool, meaning: BusyMeaning, summary: String?, isPrivate: Bool
    ) {
        self.uid = uid
        self.original = original
        self.span = span
        self.isAllDay = isAllDay
        self.meaning = meaning
        self.summary = summary
        self.isPrivate = isPrivate
    }

    /// The same with another meaning.
    func meaning(_ meaning: BusyMeaning) -> Occurrence {
        Occurrence(uid: uid, original: original, span: span, isAllDay: isAllDay, meaning: meaning, summary: summary, isPrivate: isPrivate)
    }

    /// In the order of time; at one time in that of the original starts' texts.
    static func isInOrder(_ one: Occurrence, _ other: Occurrence) -> Bool {
        one.span == other.span ? (one.recurrenceID ?? "") < (other.recurrenceID ?? "") : one.span < other.span
    }
}

/// What a series, or a calendar, amounts to within a window.
public struct Expansion: Sendable {
    /// Every occurrence that touches the window, by start; not cut at its borders.
    public let occurrences: [Occurrence]
    /// What was not understood, and what was assumed instead.
    public let assumptions: [Finding]
    /// What changed nothing and is worth knowing all the same, a zone that the calendar describes otherwise than the tz database say.
    public let remarks: [Finding]

    /// What was not understood, and what was assumed instead, as texts.
    public var findings: [String] { assumptions.map(\.message) }
}
