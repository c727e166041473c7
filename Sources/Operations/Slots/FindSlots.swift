public import Booking
public import CivilTime
import Persistence

/// The slots of a window, as a customer is offered them.
public struct Offer: Hashable, Sendable {
    public var slots: [OfferedSlot]
    /// The first opening after the window, told when the window holds none and there is one.
    public var next: Instant?
    /// Rises with every change that may open or close a slot.
    public var revision: Int64
    /// Nothing is offered because calendars are not known any more, though there would be openings as they were last known.
    public var isUnknown: Bool

    public init(slots: [OfferedSlot], next: Instant?, revision: Int64, isUnknown: Bool = false) {
        self.slots = slots
        self.next = next
        self.revision = revision
        self.isUnknown = isUnknown
    }
}

/// Why a start was offered or not, for one person.
public struct StaffExplanation: Hashable, Sendable {
    public var staff: StaffMember
    public var explanations: [SlotExplanation]
}

/// The slot search: the page, the re-check of a booking, the command line and the explanation are all this one.
public struct FindSlots: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// The free slots of a service in a window.
    /// - Parameters:
    ///   - staff: the person, or anyone who offers the service.
    ///   - actor: staff are not bound by lead times.
    ///   - moving: an appointment that is to be moved and does not stand in its own way. Where others have places in it, a customer moves
    ///     theirs alone.
    public func offered(
        _ service: Service, business: Business, staff: StaffMember.ID? = nil, in window: Span, actor: Actor = .customer,
        moving: Appointment? = nil
    ) async throws -> Offer {
        try await kalends.database.read { transaction in
            try offer(service, business: business, staff: staff, in: window, actor: actor, moving: moving, transaction: transaction)
        }
    }

    private func offer(
        _ service: Service, business: Business, staff: StaffMember.ID?, in window: Span, actor: Actor, moving: Appointment?,
        transaction: Transaction
    ) throws -> Offer {
        let revision = try transaction.availability.revision()
        // What was booked may still be moved when the service is offered no more, at the length and with the buffers that were promised.
        let isOffered = actor.isCustomer ? service.isOffered : service.isActive
        guard isOffered || moving != nil else { return Offer(slots: [], next: nil, revision: revision) }
        var promised = service
        if let moving {
            promised.duration = moving.span.duration
            promised.preBuffer = moving.preBuffer
            promised.postBuffer = moving.postBuffer
            promised.staff += moving.staff.filter { !promised.staff.contains($0) }
        }
        let rules = kalends.rules(for: promised, business: business, actor: actor, now: kalends.now)
        let members = try kalends.candidates(for: promised, staff: staff, in: transaction)
        let search = try Search(promised, members, business, rules, moving: moving, actor, transaction)
        let slots = try slots(search, window, transaction)
        let next = slots.isEmpty ? try nextOpening(after: window.end, search, transaction) : nil
        let isUnknown = try slots.isEmpty && next == nil && isHidden(search, transaction)
        return Offer(slots: slots, next: next, revision: revision, isUnknown: isUnknown)
    }

    /// What is searched, and for whom.
    private struct Search {
        var members: [StaffMember]
        var business: Business
        var rules: SlotRules
        /// What is moved and does not stand in its own way.
        var moved: Appointment?
        /// Of which a place in a group will do.
        var joined: Service?
        /// Whoever leaves it does not join it.
        var left: Appointment.ID?

        init(
            _ service: Service, _ members: [StaffMember], _ business: Business, _ rules: SlotRules, moving: Appointment?, _ actor: Actor,
            _ transaction: Transaction
        ) throws {
            (self.members, self.business, self.rules) = (members, business, rules)
            let whole = try moving.flatMap { try transaction.appointments.find($0.id) }
            let isPlace = actor.isCustomer && whole?.group != nil
            joined = moving == nil || isPlace ? service : nil
            left = moving?.id
            // Where others stay, its time stays taken.
            moved = isPlace && whole?.attendees.count != 1 ? nil : moving
        }
    }

    /// Whether there would be openings if calendars that are not known any more hid none.
    private func isHidden(_ search: Search, _ transaction: Transaction) throws -> Bool {
        guard search.rules.unread != .offered, try !transaction.outages.all(of: search.members.map(\.resource)).isEmpty else {
            return false
        }
        var known = search
        known.rules.unread = .offered
        return try nextOpening(after: known.rules.earliest, known, transaction) != nil
    }

    private func slots(_ search: Search, _ window: Span, _ transaction: Transaction) throws -> [OfferedSlot] {
        let from = max(window.start, search.rules.earliest)
        let until = min(window.end, search.rules.latest + .seconds(1))
        guard from < until else { return [] }
        let asked = Span(from, until)
        var people = try kalends.availability(
            of: search.members, business: search.business, in: asked, ignoring: search.moved, joining: search.joined,
            transaction: transaction)
        if let left = search.left {
            for index in people.indices { people[index].groups?.removeAll { $0.appointment == left } }
        }
        return OfferedSlot.union(of: people, in: asked, search.rules)
    }

    /// Looks month by month up to the last day that can be booked, two years at most.
    private func nextOpening(after end: Instant, _ search: Search, _ transaction: Transaction) throws -> Instant? {
        var from = max(end, search.rules.earliest)
        let last = min(search.rules.latest, from + .days(731))
        while from <= last {
            let until = from + .days(31)
            if let first = try slots(search, Span(from, until), transaction).first { return first.start }
            from = until
        }
        return nil
    }

    /// Every start on the grid with what closed it, person by person; told by the walk that finds the free ones.
    public func explain(
        _ service: Service, business: Business, staff: StaffMember.ID? = nil, in window: Span, actor: Actor = .customer
    ) async throws -> [StaffExplanation] {
        try await kalends.database.read { transaction in
            let rules = kalends.rules(for: service, business: business, actor: actor, now: kalends.now)
            let members = try kalends.candidates(for: service, staff: staff, in: transaction)
            return try kalends.availability(of: members, business: business, in: window, joining: service, transaction: transaction)
                .map { StaffExplanation(staff: $0.member, explanations: $0.search(rules).explanations(in: window)) }
        }
    }
}
