public import Booking
public import CivilTime
import Persistence

/// Moves an appointment to another start, and to another person where staff ask for it; where it follows its event, its length too.
public struct MoveAppointment: Sendable {
    public struct Request: Sendable {
        public var appointment: Appointment.ID
        public var start: Instant
        /// `nil` keeps the person.
        public var staff: StaffMember.ID?
        /// `nil` keeps the length.
        public var duration: Seconds?
        public var actor: Actor
        /// Staff may move outside of hours, over time off and over outside events; never over a claim.
        public var ignoresPolicy: Bool
        /// The revision that the person was looking at; another one is refused. `nil`: whatever stands.
        public var expectedRevision: Int?

        public init(
            appointment: Appointment.ID, start: Instant, staff: StaffMember.ID? = nil, duration: Seconds? = nil, actor: Actor,
            ignoresPolicy: Bool = false, expectedRevision: Int? = nil
        ) {
            self.appointment = appointment
            self.start = start
            self.staff = staff
            self.duration = duration
            self.actor = actor
            self.ignoresPolicy = ignoresPolicy
            self.expectedRevision = expectedRevision
        }
    }

    public enum Failure: Error, Hashable, Sendable {
        case taken(alternatives: [OfferedSlot])
        case tooSoon(earliest: Instant, alternatives: [OfferedSlot])
        case tooFar(latest: Instant, alternatives: [OfferedSlot])
        case notOffered(alternatives: [OfferedSlot])
        /// The customer's time for changes ended at `until`.
        case tooLate(until: Instant)
        case cancelled
        /// Somebody changed the appointment since it was shown.
        case changedMeanwhile
        /// The customer has a place in the group that meets then.
        case attendsAlready

        public var alternatives: [OfferedSlot] {
            switch self {
            case .taken(let slots), .tooSoon(_, let slots), .tooFar(_, let slots), .notOffered(let slots): slots
            case .tooLate, .cancelled, .changedMeanwhile, .attendsAlready: []
            }
        }
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Failure`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ request: Request) async throws -> Appointment {
        try await kalends.database.write { transaction in try move(request, transaction) }
    }

    /// The move itself, for use cases that do more in the same transaction.
    func move(_ request: Request, _ transaction: Transaction) throws -> Appointment {
        if !request.actor.isCustomer { try transaction.requireScheduler(request.actor) }
        let now = kalends.now
        guard let before = try transaction.appointments.find(request.appointment) else { throw NotFound("appointment") }
        let context = try context(of: before, request, transaction)
        // A customer has a place, and not that of others: see `MovePlace`.
        guard !request.actor.isCustomer || before.attendees.count < 2 else { throw NotAllowed() }
        let staff = request.staff.map { [$0] } ?? before.staff
        let span = Span(start: request.start, duration: context.promised.duration)
        if span == before.span, staff == before.staff { return before }
        let ignoresPolicy = request.ignoresPolicy && !request.actor.isCustomer
        let members = try members(staff, before, context, request, ignoresPolicy: ignoresPolicy, transaction)
        var awaitsConfirmation = false
        if ignoresPolicy {
            try requireInReach(
                request, kalends.rules(for: context.promised, business: context.business, actor: request.actor, now: now))
        } else {
            awaitsConfirmation = try requireOffered(request, members, before, context, ignoring: before, transaction)
        }

        var after = before
        after.span = span
        after.staff = staff
        // Who moves it for the business has decided that it takes place.
        after.awaitsConfirmationSince = awaitsConfirmation ? now : nil
        // Somebody else's calendar makes another one.
        if before.meeting != nil, staff.first != before.staff.first {
            after.meeting = try kalends.promisedMeeting(with: staff, of: before.service, known: before, transaction)
        }
        after.sequence += 1
        after.revision += 1
        after.updatedAt = max(now, before.updatedAt + .seconds(1))
        let change = AppointmentChange(kalends: kalends, transaction: transaction, now: now)
        let former = try change.resources(of: before)
        try transaction.claims.delete(of: before.id)
        try transaction.appointments.update(after)
        do {
            try change.claim(after)
        } catch StoreFailure.overlap {
            throw Failure.taken(alternatives: try alternatives(request, before, context, transaction))
        }
        try change.record(.moved, before, after, actor: request.actor, reason: "")
        try change.mail(
            .change, after, previousSpan: before.span == after.span ? nil : before.span,
            formerStaff: before.staff.filter { !after.staff.contains($0) }, newStaff: after.staff.filter { !before.staff.contains($0) })
        try change.overtakeConflicts(of: after, resources: former, actor: request.actor)
        try change.push(after, alsoFrom: former)
        return after
    }

    /// What an appointment is moved within.
    struct Context {
        var business: Business
        var service: Service
        /// The service with the length and buffers that the appointment was promised, whatever became of it.
        var promised: Service
    }

    /// - Throws: `Failure` for an appointment that is over for whoever asks, or was changed meanwhile.
    func context(of before: Appointment, _ request: Request, _ transaction: Transaction) throws -> Context {
        guard let business = try transaction.businesses.find(before.business), let service = try transaction.services.find(before.service)
        else { throw NotFound("appointment") }
        guard before.status == .confirmed else { throw Failure.cancelled }
        if let expected = request.expectedRevision, expected != before.revision { throw Failure.changedMeanwhile }
        if request.actor.isCustomer {
            let until = (service.policy ?? business.policy).lastChange(before: before.span.start)
            guard kalends.now <= until else { throw Failure.tooLate(until: until) }
        }
        var promised = service
        promised.duration = request.duration ?? before.span.duration
        promised.preBuffer = before.preBuffer
        promised.postBuffer = before.postBuffer
        promised.staff += before.staff.filter { !promised.staff.contains($0) }
        return Context(business: business, service: service, promised: promised)
    }

    /// The people who are to take the appointment. Somebody else must be a person of the same business who can be booked and offers the
    /// service; only staff may ask for somebody else.
    func members(
        _ staff: [StaffMember.ID], _ before: Appointment, _ context: Context, _ request: Request, ignoresPolicy: Bool,
        _ transaction: Transaction
    ) throws -> [StaffMember] {
        if staff != before.staff, request.actor.isCustomer { throw NotAllowed() }
        return try staff.map { id in
            guard let member = try transaction.staff.find(id), member.business == context.business.id else {
                throw NotFound("staff member")
            }
            if before.staff.contains(id), ignoresPolicy { return member }
            guard member.isActive, member.isBookable, context.promised.staff.contains(id) else {
                throw Failure.notOffered(alternatives: try alternatives(request, before, context, transaction))
            }
            return member
        }
    }

    private func requireInReach(_ request: Request, _ rules: SlotRules) throws {
        if request.start < rules.earliest { throw Failure.tooSoon(earliest: rules.earliest, alternatives: []) }
        if request.start > rules.latest { throw Failure.tooFar(latest: rules.latest, alternatives: []) }
    }

    /// - Parameter ignored: whose own claim is not in the way.
    /// - Returns: whether the new time awaits confirmation.
    func requireOffered(
        _ request: Request, _ members: [StaffMember], _ before: Appointment, _ context: Context, ignoring ignored: Appointment?,
        _ transaction: Transaction
    ) throws -> Bool {
        let business = context.business
        let rules = kalends.rules(for: context.promised, business: business, actor: request.actor, now: kalends.now)
        let instant = Span(request.start, request.start + .seconds(1))
        let people = try kalends.availability(of: members, business: business, in: instant, ignoring: ignored, transaction: transaction)
        for person in people {
            let found = person.search(rules).explanations(in: instant).first
            guard let found else {
                throw Failure.notOffered(alternatives: try alternatives(request, before, context, transaction))
            }
            switch found.closure {
            case nil: continue
            case .taken, .full: throw Failure.taken(alternatives: try alternatives(request, before, context, transaction))
            case .pastClosing: throw Failure.notOffered(alternatives: try alternatives(request, before, context, transaction))
            case .tooSoon(let earliest):
                throw Failure.tooSoon(earliest: earliest, alternatives: try alternatives(request, before, context, transaction))
            case .tooFar(let latest):
                throw Failure.tooFar(latest: latest, alternatives: try alternatives(request, before, context, transaction))
            }
        }
        return people.contains { $0.awaitsConfirmation(rules) }
    }

    private func alternatives(
        _ request: Request, _ before: Appointment, _ context: Context, _ transaction: Transaction
    ) throws -> [OfferedSlot] {
        try kalends.alternatives(
            to: request.start, service: context.promised, business: context.business, staff: request.staff ?? before.staff.first,
            actor: request.actor,
            ignoring: before,
            transaction: transaction)
    }
}
