/// What is known of an event of ours at its provider.
public enum RemoteObservation: Hashable, Sendable {
    /// It was not read in this round; the base stands for it.
    case notRead
    case present(RemoteItem.ID, version: String?, fields: EventFields?)
    /// Gone, on positive evidence: the very item answered 404, or a whole listing did without it.
    case gone
}

/// Everything that the planner looks at for one link.
public struct LinkSituation: Hashable, Sendable {
    /// The event as the appointment wants it; `nil` when none is wanted: cancelled, or assigned to somebody else.
    public var wanted: OutgoingEvent?
    public var link: Link
    public var remote: RemoteObservation
    /// The conflict that waits for a person, if any.
    public var openConflict: SyncConflict.Kind?
    /// What becomes of a move made outside.
    public var moves: OutsideChange
    /// What becomes of a deletion made outside.
    public var deletions: OutsideChange
    /// The limits that a move may break when it is followed.
    public var breakableLimits: Set<BookingLimit>
    /// Whether the appointment could take the time that was read. `nil`: nobody looked, and nothing is followed.
    public var verdict: MoveVerdict?

    /// - Parameter settings: what holds for changes made outside.
    public init(
        wanted: OutgoingEvent?, link: Link, remote: RemoteObservation, openConflict: SyncConflict.Kind? = nil,
        settings: SyncSettings = .standard, verdict: MoveVerdict? = nil
    ) {
        self.wanted = wanted
        self.link = link
        self.remote = remote
        self.openConflict = openConflict
        moves = settings.answerToMoves
        deletions = settings.answerToDeletions
        breakableLimits = settings.breakableLimits
        self.verdict = verdict
    }

    /// Whether a move is followed without asking: it may be, it can be, and no limit stands against it.
    var isMoveFollowed: Bool {
        guard moves == .follow, case .possible(let broken) = verdict else { return false }
        return broken.isSubset(of: breakableLimits)
    }
}
