/// Who takes part, and what each of them may see.
extension Appointment {
    /// How many attendees there may be; 1 where a customer is alone.
    public var maximumAttendeesCount: Int { group?.maximumAttendeesCount ?? 1 }

    /// How many there are.
    public var filledAttendeesCount: Int { attendees.count }

    public var freePlaces: Int { max(0, maximumAttendeesCount - attendees.count) }

    public func attendee(_ customer: Customer.ID) -> Attendee? { attendees.first { $0.customer == customer } }

    /// Of those who gave up their places.
    public func formerAttendee(_ customer: Customer.ID) -> Attendee? { group?.formerAttendees.first { $0.customer == customer } }

    /// The appointment as one attendee, present or former, may see it: as though there were nobody else, with the invitation and the price that
    /// are theirs. For a former one it is cancelled. What a customer has alone stays as it is.
    public func seen(by attendee: Attendee) -> Appointment {
        var own = self
        own.attendees = [attendee]
        guard let place = attendee.place else { return own }
        own.group = nil
        own.staffNotes = ""
        own.uid = place.uid
        own.sequence += place.sequence
        own.price = place.price
        own.currency = place.currency
        own.source = place.source
        own.createdAt = place.since
        if formerAttendee(attendee.customer) != nil {
            own.status = .cancelled
            own.awaitsConfirmationSince = nil
            own.sequence += 1
        }
        return own
    }

    /// A place that goes on from here in another appointment: its next invitation is newer than the last.
    public func place(of attendee: Attendee, movedTo other: Appointment) -> AttendeePlace? {
        guard var place = attendee.place else { return nil }
        place.sequence = max(0, sequence + place.sequence + 1 - other.sequence)
        return place
    }
}
