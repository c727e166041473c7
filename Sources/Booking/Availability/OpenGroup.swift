public import CivilTime

/// An appointment that several customers may share, as a search sees it: its time is taken, and its places are open until they are full.
public struct OpenGroup: Hashable, Sendable, Codable {
    public var appointment: Appointment.ID
    /// The customers' time.
    public var span: Span
    public var maximumAttendeesCount: Int
    public var filledAttendeesCount: Int
    public var awaitsConfirmation: Bool

    public init(
        appointment: Appointment.ID, span: Span, maximumAttendeesCount: Int, filledAttendeesCount: Int, awaitsConfirmation: Bool = false
    ) {
        self.appointment = appointment
        self.span = span
        self.maximumAttendeesCount = maximumAttendeesCount
        self.filledAttendeesCount = filledAttendeesCount
        self.awaitsConfirmation = awaitsConfirmation
    }

    public var freePlaces: Int { max(0, maximumAttendeesCount - filledAttendeesCount) }
}
