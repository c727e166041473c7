public import Booking
public import CivilTime
import Persistence

/// What becomes of somebody's opening hours within a window.
public struct StaffTimes: Hashable, Sendable {
    public enum Use: Hashable, Sendable {
        case available, busy, outOfOffice
        /// An appointment that several share has places left.
        case slotsAvailable
    }

    public struct Stretch: Hashable, Sendable {
        public var span: Span
        public var use: Use
        /// Whose places are left.
        public var service: Service.ID?
    }

    public var staff: StaffMember.ID
    /// By start; none overlaps another. Hours at which the person does not work are left out.
    public var stretches: [Stretch]
}

/// Tells of people what of their hours is free and what is taken.
public struct ReadStaffTimes: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Returns: in the order asked for.
    /// - Throws: `NotFound` for somebody who is no member of the business, `StoreFailure`.
    public func callAsFunction(_ staff: [StaffMember.ID], in window: Span, of business: Business.ID) async throws -> [StaffTimes] {
        try await kalends.database.read { transaction in
            guard let business = try transaction.businesses.find(business) else { throw NotFound("business") }
            let members = try staff.map { id in
                guard let member = try transaction.staff.find(id), member.business == business.id, member.isActive else {
                    throw NotFound("staff member")
                }
                return member
            }
            let open = try transaction.appointments.all(in: business.id, overlapping: window)
                .filter { $0.group != nil && $0.freePlaces > 0 }
            return try kalends.availability(of: members, business: business, in: window, transaction: transaction).map { person in
                let groups = open.filter { $0.staff.contains(person.member.id) }
                return StaffTimes(staff: person.member.id, stretches: stretches(person, groups, business, window))
            }
        }
    }

    private func stretches(
        _ person: StaffAvailability, _ groups: [Appointment], _ business: Business, _ window: Span
    ) -> [StaffTimes.Stretch] {
        func taken(where isMeant: (TakenTime.Cause) -> Bool) -> SpanSet {
            SpanSet(person.taken.filter { isMeant($0.cause) }.map(\.span)).clamped(to: window)
        }
        let away = taken { $0 == .timeOff }
        let busy = taken { cause in
            switch cause {
            case .claim, .busy: true
            case .timeOff: false
            case .unread(let age): business.page.unreadCalendars.hides(age)
            }
        }.subtracting(away)
        let free = person.opening.union.clamped(to: window).subtracting(away).subtracting(busy)
        // Whoever joins takes no time of the person, unless it takes place against something else.
        let closed = taken { [.busy, .timeOff].contains($0) }
        let shared = groups.map { ($0.service, SpanSet([$0.span]).clamped(to: window).subtracting(closed)) }
        let full = busy.subtracting(SpanSet(shared.flatMap { Array($0.1) }))
        let plain = [(free, StaffTimes.Use.available), (full, .busy), (away, .outOfOffice)]
            .flatMap { spans, use in spans.map { StaffTimes.Stretch(span: $0, use: use) } }
        let joinable = shared.flatMap { service, spans in
            spans.map { StaffTimes.Stretch(span: $0, use: .slotsAvailable, service: service) }
        }
        return (plain + joinable).sorted { $0.span < $1.span }
    }
}
