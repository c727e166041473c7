public import Booking
public import CivilTime
import Persistence

/// Every free slot of a service for each of its people, and for how long the answer stands.
public struct SlotDocument: Sendable {
    public struct Person: Sendable {
        public var staff: StaffMember
        /// In order.
        public var starts: [Instant]
        /// How many places are left at each start; `nil` for a service of one customer at a time.
        public var places: [Int]?
        /// Whether what is booked of them awaits confirmation.
        public var awaitsConfirmation: Bool
    }

    public var business: Business
    public var service: Service
    public var window: Span
    public var people: [Person]
    /// What was known when it was made; a later revision may say otherwise.
    public var revision: Int64
    /// The first instant at which the passing of time alone may change the answer.
    public var validUntil: Instant
}

extension FindSlots {
    /// Rises with every commit that may change any slot; read from the database itself, so that it holds for every process that serves it.
    public func revision() async throws -> Int64 {
        try await kalends.database.readSoon { transaction in try transaction.availability.revision() }
    }

    /// The free slots of the coming days, person by person.
    /// - Parameters:
    ///   - business: its slug.
    ///   - service: its slug.
    ///   - days: today in the business's zone and so many days after it.
    /// - Returns: `nil` for a page or a service that is not offered.
    public func document(business slug: String, service serviceSlug: String, staff: StaffMember.ID?, days: Int) async throws
        -> SlotDocument?
    {
        let now = kalends.now
        return try await kalends.database.readSoon { transaction in
            guard let business = try transaction.businesses.find(slug: slug), business.page.isOpen,
                let service = try transaction.services.find(slug: serviceSlug, in: business.id), service.isOffered
            else { return nil }
            let zone = kalends.zone(named: business.zone)
            let window = Span(now, zone.startOfDay(zone.date(at: now).adding(days: days + 1)))
            let rules = kalends.rules(for: service, business: business, actor: .customer, now: now)
            let members = try kalends.candidates(for: service, staff: staff, in: transaction)
            let people = try kalends.availability(
                of: members, business: business, in: window, joining: service, transaction: transaction
            ).map { SlotDocument.Person($0, in: window, rules) }
            return SlotDocument(
                business: business, service: service, window: window, people: people, revision: try transaction.availability.revision(),
                validUntil: validUntil(people, rules, window, now, zone))
        }
    }

    /// Until the first slot falls under the lead time, the day changes, or the far end of the rules brings another slot into the window.
    private func validUntil(_ people: [SlotDocument.Person], _ rules: SlotRules, _ window: Span, _ now: Instant, _ zone: Zone) -> Instant {
        guard rules.latest >= window.end else { return now + .seconds(1) }
        let lead = rules.earliest - now
        let midnight = zone.startOfDay(zone.date(at: now).adding(days: 1))
        let first = people.compactMap(\.starts.first).min()
        return min(midnight, first.map { $0 - lead + .seconds(1) } ?? midnight)
    }
}

extension SlotDocument.Person {
    fileprivate init(_ person: StaffAvailability, in window: Span, _ rules: SlotRules) {
        let awaits = person.awaitsConfirmation(rules)
        guard person.groups != nil else {
            self.init(staff: person.member, starts: person.search(rules).starts(in: window), awaitsConfirmation: awaits)
            return
        }
        let slots = OfferedSlot.union(of: [person], in: window, rules)
        self.init(staff: person.member, starts: slots.map(\.start), places: slots.map { $0.places ?? 0 }, awaitsConfirmation: awaits)
    }
}
