public import CivilTime

/// A stretch of a resource's timeline that cannot be booked, and what took it.
public struct TakenTime: Hashable, Sendable {
    public enum Cause: Hashable, Sendable {
        /// An appointment of ours, buffers included.
        case claim
        /// An event in the person's own calendar.
        case busy
        case timeOff
        /// A calendar of the person's that is not known any more; it closes time only where the business wants it so.
        case unread(CalendarAge)
    }

    public var span: Span
    public var cause: Cause

    public init(span: Span, cause: Cause) {
        self.span = span
        self.cause = cause
    }
}
