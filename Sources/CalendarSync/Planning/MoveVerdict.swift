/// Whether an appointment could take the time to which its event was moved; told by whoever can look at hours and bookings.
public enum MoveVerdict: Hashable, Sendable {
    /// It could; these limits would be broken.
    case possible(breaking: Set<BookingLimit>)
    /// Another booking has that time, it has passed, or it names no time at all.
    case impossible
}
