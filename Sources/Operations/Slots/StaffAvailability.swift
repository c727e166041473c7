import Booking
import CivilTime
import Persistence

/// One person's side of a slot search: hours laid out and time taken, as the store holds them now.
struct StaffAvailability {
    let member: StaffMember
    let opening: OpeningTimes
    let taken: [TakenTime]
    /// Those of the service that customers may join; `nil`: nobody asks to join any.
    var groups: [OpenGroup]?

    func search(_ rules: SlotRules) -> SlotSearch { SlotSearch(opening: opening, taken: taken, rules: rules, groups: groups ?? []) }

    /// Whether a booking with the person awaits confirmation.
    func awaitsConfirmation(_ rules: SlotRules) -> Bool { rules.awaitsConfirmation(taken) }
}

extension OfferedSlot {
    /// The free starts of several people in a window.
    static func union(of people: [StaffAvailability], in window: Span, _ rules: SlotRules) -> [OfferedSlot] {
        let joining = people.filter { $0.groups != nil }
        return union(
            of: people.map { ($0.member.id, $0.search(rules).starts(in: window)) },
            awaiting: Set(people.filter { $0.awaitsConfirmation(rules) }.map(\.member.id)),
            groups: Dictionary(
                joining.map { ($0.member.id, $0.search(rules).groupsWithPlaces(in: window)) }, uniquingKeysWith: { first, _ in first }),
            capacity: joining.isEmpty ? nil : rules.maximumAttendeesCount)
    }
}

extension Kalends {
    /// The people a customer can be booked with, in the business's order.
    func candidates(for service: Service, staff: StaffMember.ID?, in transaction: Transaction) throws -> [StaffMember] {
        try transaction.staff.all(in: service.business).filter { member in
            member.isBookable && service.staff.contains(member.id) && (staff == nil || member.id == staff)
        }
    }

    /// Everything a search needs of each person, read in one transaction.
    /// - Parameters:
    ///   - ignoring: an appointment whose own claim must not stand in its way when it is moved.
    ///   - service: of which a place in a group will do as well as free time.
    func availability(
        of members: [StaffMember], business: Business, in window: Span, ignoring appointment: Appointment? = nil,
        joining service: Service? = nil, transaction: Transaction
    ) throws -> [StaffAvailability] {
        let reach = window.padded(before: .days(2), after: .days(2))
        let taken = try transaction.availability.taken(of: members.map(\.resource), overlapping: reach)
        let groups = try service.flatMap { $0.isForGroups ? try transaction.availability.groups(of: $0.id, startingIn: window) : nil }
        var openings: [OpeningKey: OpeningTimes] = [:]
        return members.map { member in
            let hours = member.hours ?? business.hours
            let zone = member.zone ?? business.zone
            let key = OpeningKey(hours: hours, overrides: member.overrides, zone: zone)
            let opening =
                openings[key]
                ?? OpeningTimes(
                    hours: hours, overrides: member.overrides + business.overrides, zone: self.zone(named: zone), window: window)
            openings[key] = opening
            var times = taken[member.resource] ?? []
            if let appointment, appointment.staff.contains(member.id) {
                times.removeAll { $0.cause == .claim && $0.span == appointment.claimedSpan }
            }
            return StaffAvailability(member: member, opening: opening, taken: times, groups: groups.map { $0[member.id] ?? [] })
        }
    }

    private struct OpeningKey: Hashable {
        var hours: WeeklyHours
        var overrides: [DateOverride]
        var zone: String
    }

    /// The rules for whoever asks: customers are bound by lead times, staff by hours and taken time alone.
    func rules(for service: Service, business: Business, actor: Actor, now: Instant) -> SlotRules {
        var rules = SlotRules(service: service, policy: service.policy ?? business.policy, now: now)
        rules.unread = business.page.unreadCalendars
        if let availability = (service.policy ?? business.policy).availability, !availability.isPlain {
            rules.limit = AvailabilityLimit(availability, zone: zone(named: business.zone))
        }
        if !actor.isCustomer {
            rules.unread = .offered
            rules.earliest = now - .days(3660)
            rules.latest = now + .days(3660)
        }
        return rules
    }

    /// The slots nearest to a start within a week to either side, for somebody who came too late.
    func alternatives(
        to start: Instant, service: Service, business: Business, staff: StaffMember.ID?, actor: Actor, ignoring: Appointment? = nil,
        joining: Bool = false, transaction: Transaction
    ) throws -> [OfferedSlot] {
        let rules = rules(for: service, business: business, actor: actor, now: now)
        let earliest = actor.isCustomer ? rules.earliest : now
        // Somebody who asked for the day after the last one that can be booked is offered that last one.
        let start = min(max(start, earliest), max(rules.latest, earliest))
        let from = max(start - .days(7), earliest)
        let window = Span(from, start + .days(7))
        let members = try candidates(for: service, staff: staff, in: transaction)
        let people = try availability(
            of: members, business: business, in: window, ignoring: ignoring, joining: joining ? service : nil, transaction: transaction)
        let slots = OfferedSlot.union(of: people, in: window, rules)
        return OfferedSlot.nearest(to: start, of: slots, count: 4)
    }
}
