/// STATUS of an event (RFC 5545 section 3.8.1.11).
public enum EventStatus: String, Hashable, Sendable {
    /// Planned, not certain.
    case tentative = "TENTATIVE"
    /// It takes place.
    case confirmed = "CONFIRMED"
    /// It does not take place.
    case cancelled = "CANCELLED"
}

/// CLASS of an event (RFC 5545 section 3.8.1.3).
public enum Classification: String, Hashable, Sendable {
    /// Everybody who sees the calendar may read it.
    case everyone = "PUBLIC"
    /// Nobody but the owner may read it.
    case personal = "PRIVATE"
    /// Only the owner and a few others may read it; treated as private.
    case confidential = "CONFIDENTIAL"
}
