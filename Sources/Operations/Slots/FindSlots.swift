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
    ///   - moving: an appointment that is to be moved and does not stand in its own way.
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
        let slots = try search(members, business, window, rules, moving, transaction)
        let next = slots.isEmpty ? try nextOpening(after: window.end, members, business, rules, moving, transaction) : nil
        let isUnknown = try slots.isEmpty && next == nil && isHidden(members, business, rules, moving, transaction)
        return Offer(slots: slots, next: next, revision: revision, isUnknown: isUnknown)
    }

    /// Whether there would be openings if calendars that are not known any more hid none.
    private func isHidden(
        _ members: [StaffMember], _ business: Business, _ rules: SlotRules, _ moving: Appointment?, _ transaction: Transaction
    ) throws -> Bool {
        guard rules.unread != .offered, try !transaction.outages.all(of: members.map(\.resource)).isEmpty else { return false }
        var known = rules
        known.unread = .offered
        return try nextOpening(after: rules.earliest, members, business, known, moving, transaction) != nil
    }

    private func search(
        _ members: [StaffMember], _ business: Business, _ window: Span, _ rules: SlotRules, _ moving: Appointment?,
        _ transaction: Transaction
    ) throws -> [OfferedSlot] {
        let from = max(window.start, rules.earliest)
        let until = min(window.end, rules.latest + .seconds(1))
        guard from < until else { return [] }
        let asked = Span(from, until)
        let people = try kalends.availability(of: members, business: business, in: asked, ignoring: moving, transaction: transaction)
        return OfferedSlot.union(of: people, in: asked, rules)
    }

    /// Looks month by month up to the last day that can be booked, two years at most.
    private func nextOpening(
        after end: Instant, _ members: [StaffMember], _ business: Business, _ rules: SlotRules, _ moving: Appointment?,
        _ transaction: Transaction
    ) throws -> Instant? {
        var from = max(end, rules.earliest)
        let last = min(rules.latest, from + .days(731))
        while from <= last {
            let until = from + .days(31)
            if let first = try search(members, business, Span(from, until), rules, moving, transaction).first { return first.start }
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
            return try kalends.availability(of: members, business: business, in: window, transaction: transaction)
                .map { StaffExplanation(staff: $0.member, explanations: $0.search(rules).explanations(in: window)) }
        }
    }
}
