/// STATUS of an event (RFC 5545 section 3.8.1.11).
public enum EventStatus: String, Hashable, Sendable {
    case tentative = "TENTATIVE"
    case confirmed = "CONFIRMED"
    case cancelled = "CANCELLED"
}

/// CLASS of an event (RFC 5545 section 3.8.1.3).
public enum Classification: String, Hashable, Sendable {
    case everyone = "PUBLIC"
    case personal = "PRIVATE"
    case confidential = "CONFIDENTIAL"
}
