/// Which instants a clock shows a civil time at.
public enum CivilResolution: Hashable, Sendable {
    /// The common case: exactly one.
    case unique(Instant)
    /// None, as the clock jumped over it. `earlier` reads it with the offset after the jump, `later` with the one before (02:30 becomes
    /// 03:30).
    case gap(earlier: Instant, later: Instant)
    /// More than one, as the clock was set back: the first and the last of them.
    case fold(earlier: Instant, later: Instant)
}

/// What to take for a civil time that a clock change removed or repeated.
public enum Disambiguation: Hashable, Sendable {
    /// As RFC 5545 section 3.3.5 has it: later in a gap, earlier in a fold.
    case compatible
    /// The earlier of the two instants; in a gap the one before the jump.
    case earlier
    /// The later of the two instants.
    case later
    /// Neither.
    case reject
}
