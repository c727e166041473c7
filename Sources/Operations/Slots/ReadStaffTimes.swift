public import Booking
public import CivilTime
import Persistence

/// What becomes of somebody's opening hours within a window.
public struct StaffTimes: Hashable, Sendable {
    public enum Use: Hashable, Sendable { case available, busy, outOfOffice }

    public struct Stretch: Hashable, Sendable {
        public var span: Span
        public var use: Use
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
            return try kalends.availability(of: members, business: business, in: window, transaction: transaction)
                .map { person in StaffTimes(staff: person.member.id, stretches: stretches(person, business, window)) }
        }
    }

    private func stretches(_ person: StaffAvailability, _ business: Business, _ window: Span) -> [StaffTimes.Stretch] {
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
        return [(free, StaffTimes.Use.available), (busy, .busy), (away, .outOfOffice)]
            .flatMap { spans, use in spans.map { StaffTimes.Stretch(span: $0, use: use) } }
            .sorted { $0.span < $1.span }
    }
}
