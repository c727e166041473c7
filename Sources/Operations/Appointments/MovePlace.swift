public import Booking
public import CivilTime
import Persistence

/// Moves a customer's own booking to another start. Where others have places in the appointment theirs stay: the customer leaves it and joins
/// the group that meets then, or opens another one, at once and with the same people.
public struct MovePlace: Sendable {
    public struct Request: Sendable {
        public var appointment: Appointment.ID
        /// Whose place it is.
        public var customer: Customer.ID
        public var start: Instant
        public var actor: Actor
        /// The `ManagedAppointment.version` that the person was looking at; another one is refused. `nil`: whatever stands.
        public var expectedVersion: Int?

        public init(
            appointment: Appointment.ID, customer: Customer.ID, start: Instant, actor: Actor = .customer, expectedVersion: Int? = nil
        ) {
            self.appointment = appointment
            self.customer = customer
            self.start = start
            self.actor = actor
            self.expectedVersion = expectedVersion
        }
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Returns: the appointment in which the place is now.
    /// - Throws: `MoveAppointment.Failure`, `NotAllowed`, `NotFound`, `StoreFailure`.
    @discardableResult
    public func callAsFunction(_ request: Request) async throws -> Appointment {
        try await kalends.database.write { transaction in try move(request, transaction) }
    }

    private func move(_ request: Request, _ transaction: Transaction) throws -> Appointment {
        if !request.actor.isCustomer { try transaction.requireScheduler(request.actor) }
        guard let before = try transaction.appointments.find(request.appointment) else { throw NotFound("appointment") }
        let whole = MoveAppointment(kalends)
        var asked = MoveAppointment.Request(appointment: before.id, start: request.start, actor: request.actor)
        guard before.group != nil else {
            asked.expectedRevision = request.expectedVersion
            return try whole.move(asked, transaction)
        }
        guard let attendee = before.attendee(request.customer) else {
            guard before.formerAttendee(request.customer) == nil else { throw MoveAppointment.Failure.cancelled }
            throw NotFound("attendee")
        }
        let context = try whole.context(of: before, asked, transaction)
        if let expected = request.expectedVersion, expected != before.seen(by: attendee).sequence {
            throw MoveAppointment.Failure.changedMeanwhile
        }
        if request.start == before.span.start { return before }
        let change = AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now)
        let members = try whole.members(before.staff, before, context, asked, ignoresPolicy: false, transaction)
        if let group = try group(for: members, context, asked, transaction), group.appointment != before.id {
            return try join(group, attendee, from: before, request.actor, change)
        }
        if before.attendees.count == 1 { return try whole.move(asked, transaction) }
        let awaits = try whole.requireOffered(asked, members, before, context, ignoring: nil, transaction)
        do {
            return try open(attendee, from: before, asked, context, awaits: awaits, change)
        } catch StoreFailure.overlap {
            throw MoveAppointment.Failure.taken(alternatives: [])
        }
    }

    /// The group with a place that meets at the start with the same people.
    private func group(
        for members: [StaffMember], _ context: MoveAppointment.Context, _ request: MoveAppointment.Request, _ transaction: Transaction
    ) throws -> OpenGroup? {
        let rules = kalends.rules(for: context.promised, business: context.business, actor: request.actor, now: kalends.now)
        let instant = Span(request.start, request.start + .seconds(1))
        let people = try kalends.availability(
            of: members, business: context.business, in: instant, joining: context.promised, transaction: transaction)
        return people.lazy.compactMap { $0.search(rules).group(at: request.start) }.first
    }

    private func join(
        _ group: OpenGroup, _ attendee: Attendee, from before: Appointment, _ actor: Actor, _ change: AppointmentChange
    ) throws -> Appointment {
        guard let target = try change.transaction.appointments.find(group.appointment) else { throw NotFound("appointment") }
        var moved = attendee
        moved.place = before.place(of: attendee, movedTo: target)
        let (there, joined): (Appointment?, Appointment)
        do {
            (there, joined) = try change.join(target.id, moved)
        } catch PlaceRefusal.attendsAlready {
            throw MoveAppointment.Failure.attendsAlready
        } catch is PlaceRefusal {
            throw MoveAppointment.Failure.taken(alternatives: [])
        }
        try change.record(.joined, there, joined, actor: actor, reason: "")
        try leave(before, attendee, for: joined, actor, change)
        try change.push(joined)
        return joined
    }

    /// Takes free time.
    private func open(
        _ attendee: Attendee, from before: Appointment, _ request: MoveAppointment.Request, _ context: MoveAppointment.Context,
        awaits: Bool,
        _ change: AppointmentChange
    ) throws -> Appointment {
        let now = change.now
        var opened = before
        opened.id = Appointment.ID(kalends.newID())
        opened.uid = "kalends-\(kalends.newID())"
        opened.span = Span(start: request.start, duration: before.span.duration)
        opened.attendees = []
        opened.group =
            context.service.isForGroups ? AppointmentGroup(maximumAttendeesCount: context.service.maximumAttendeesCount) : nil
        opened.price = attendee.place?.price
        opened.currency = attendee.place?.currency ?? before.currency
        opened.source = attendee.place?.source ?? before.source
        opened.staffNotes = ""
        opened.meeting =
            before.meeting == nil ? nil : try kalends.promisedMeeting(with: before.staff, of: before.service, change.transaction)
        opened.awaitsConfirmationSince = awaits ? now : nil
        (opened.sequence, opened.revision, opened.createdAt, opened.updatedAt) = (0, 1, now, now)
        var moved = attendee
        moved.place = before.place(of: attendee, movedTo: opened)
        opened.attendees = [moved]
        try change.transaction.appointments.insert(opened)
        try change.claim(opened)
        try change.record(.booked, nil, opened, actor: request.actor, reason: "a place moved here from another appointment")
        try leave(before, attendee, for: opened, request.actor, change)
        try change.pushNew(opened)
        return opened
    }

    /// What is left behind: the link leads on, and whoever took the appointment is told. With the last attendee it ends.
    private func leave(
        _ before: Appointment, _ attendee: Attendee, for other: Appointment, _ actor: Actor, _ change: AppointmentChange
    ) throws {
        let left = try change.leave(before, attendee)
        try change.redirect(attendee.customer, from: before.id, to: other.id)
        try change.record(.left, before, left, actor: actor, reason: "")
        try change.mail(.arrival, other, previousSpan: before.span, about: attendee.customer)
        guard !left.attendees.isEmpty else {
            _ = try CancelAppointment(kalends).cancel(
                CancelAppointment.Request(appointment: left.id, actor: actor), departed: attendee.customer, change.transaction)
            return
        }
        try change.mail(.departure, left, about: attendee.customer, tellsCustomers: false)
        try change.push(left)
    }
}
