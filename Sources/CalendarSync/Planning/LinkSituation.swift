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

    public init(wanted: OutgoingEvent?, link: Link, remote: RemoteObservation, openConflict: SyncConflict.Kind? = nil) {
        self.wanted = wanted
        self.link = link
        self.remote = remote
        self.openConflict = openConflict
    }
}
