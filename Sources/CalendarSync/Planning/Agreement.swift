/// What both sides last agreed on, as a link remembers it.
struct Agreement {
    /// The event as it was last read back; while it never was, as it was sent.
    let base: EventFields
    /// What the appointment said then. While a write is unanswered, its time is the one that was sent.
    let meant: EventFields
    /// Whether `base` was read back.
    let isRead: Bool
    /// A write was sent, and whether it was carried out is not known.
    let isUnanswered: Bool

    /// `nil` when nothing is known: never written, or written and taken away again.
    init?(_ link: Link) {
        guard link.state != .closed else { return nil }
        isUnanswered = link.isUnanswered
        isRead = link.base != nil
        guard let base = link.base ?? link.carried else { return nil }
        self.base = base
        meant = link.carried ?? base
    }
}
