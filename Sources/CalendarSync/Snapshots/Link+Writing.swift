extension Link {
    /// A write was announced and no answer was recorded.
    public var isUnanswered: Bool { state == .pending && carried != nil }

    /// From now on the event is made anew under the next name; nothing is known of it yet.
    public mutating func startGeneration(_ number: Int) {
        generation = number
        (remoteID, version, base, carried) = (nil, nil, nil, nil)
        state = .pending
    }

    /// The link as it is recorded before an event is created or updated: should the answer be lost, our own write is recognised when it is
    /// read, and not taken for a move that somebody else made.
    ///
    /// The first of several unanswered writes is the one remembered: had it been carried out, the later ones were refused.
    public func announcing(_ event: OutgoingEvent) -> Link {
        guard !isUnanswered else { return self }
        var link = self
        if state == .closed { (link.remoteID, link.version, link.base) = (nil, nil, nil) }
        link.state = .pending
        if let base = link.base {
            link.carried = carried ?? base
            link.carried?.span = event.fields.span
        } else {
            link.carried = event.fields
        }
        return link
    }
}
