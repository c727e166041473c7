public import CivilTime

/// One span of time that a series takes, or says to leave free.
public struct Occurrence: Hashable, Sendable {
    public let uid: String
    /// Which occurrence of a series this is: its original start as `20261121` or `20261121T090000Z`, wherever it was moved since. Nil
    /// for an event that happens once, and for a block that stands for more than one occurrence.
    public let recurrenceID: String?
    /// The time in UTC; empty for an event without length, which takes none.
    public let span: Span
    public let isAllDay: Bool
    public let meaning: BusyMeaning
    public let summary: String?
    public let isPrivate: Bool

    public init(uid: String, recurrenceID: String?, span: Span, isAllDay: Bool, meaning: BusyMeaning, summary: String?, isPrivate: Bool) {
        self.uid = uid
        self.recurrenceID = recurrenceID
        self.span = span
        self.isAllDay = isAllDay
        self.meaning = meaning
        self.summary = summary
        self.isPrivate = isPrivate
    }
}

/// What a series amounts to within a window.
public struct Expansion: Sendable {
    /// Every occurrence that touches the window, by start; not cut at its borders.
    public let occurrences: [Occurrence]
    /// What was not understood, and what was assumed instead.
    public let findings: [String]
}
