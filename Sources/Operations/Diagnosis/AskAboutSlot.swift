public import Booking
public import CalendarSync
public import CivilTime
import Persistence

/// “Why is this time not offered?” for one service, one person and one start; told by the walk that finds the free ones.
public struct AskAboutSlot: Sendable {
    public struct Answer: Sendable {
        public var staff: StaffMember
        /// What closed it, or that it is free, as an entry of the area `diagnosis`.
        public var statement: Statement
        public var isFree: Bool
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Parameter staff: one person; everybody who offers the service when `nil`.
    /// - Returns: an answer for each person; none when nobody who can be booked offers the service.
    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ service: Service.ID, staff: StaffMember.ID? = nil, at start: Instant, actor: Actor) async throws
        -> [Answer]
    {
        let (business, service) = try await kalends.database.read { transaction in
            try transaction.requireScheduler(actor)
            guard let service = try transaction.services.find(service), let business = try transaction.businesses.find(service.business)
            else { throw NotFound("service") }
            return (business, service)
        }
        let moment = Span(start, start + .seconds(1))
        let found = try await FindSlots(kalends).explain(service, business: business, staff: staff, in: moment)
        let nearby = try await startsNearby(service, business, staff, at: start, of: found)
        return try await kalends.database.read { transaction in
            try found.map { person in
                let explanation = person.explanations.first
                return Answer(
                    staff: person.staff,
                    statement: try explanation.map { try statement($0, person.staff, service, transaction) }
                        ?? nearby[person.staff.id, default: NearbyStarts()].statement(
                            person.staff, start, step: (service.policy ?? business.policy).timeSlotInterval),
                    isFree: explanation != nil && explanation?.closure == nil)
            }
        }
    }

    /// The starts around a time at which none is, for each person who has none then.
    private func startsNearby(
        _ service: Service, _ business: Business, _ staff: StaffMember.ID?, at start: Instant, of found: [StaffExplanation]
    ) async throws -> [StaffMember.ID: NearbyStarts] {
        guard found.contains(where: \.explanations.isEmpty) else { return [:] }
        let zone = kalends.zone(named: business.zone)
        let day = Span(zone.startOfDay(zone.date(at: start)), zone.startOfDay(zone.date(at: start).adding(days: 1)))
        let window = Span(day.start, day.end + .days(62))
        let around = try await FindSlots(kalends).explain(service, business: business, staff: staff, in: window)
        return Dictionary(
            around.map { ($0.staff.id, NearbyStarts($0.explanations, day: day)) }, uniquingKeysWith: { first, _ in first })
    }

    private func statement(
        _ explanation: SlotExplanation, _ member: StaffMember, _ service: Service, _ transaction: Transaction
    ) throws -> Statement {
        let name: [String: Statement.Value] = ["person": .text(member.name)]
        switch explanation.closure {
        case nil:
            guard let places = explanation.freePlaces else { return Statement("slotFree", name) }
            return Statement("slotPlaces", name.merging(["count": .count(places)]) { $1 })
        case .full(let places): return Statement("slotFull", name.merging(["count": .count(places)]) { $1 })
        case .tooSoon(let earliest): return Statement("slotTooSoon", name.merging(["moment": .moment(earliest)]) { $1 })
        case .tooFar(let latest): return Statement("slotTooFar", name.merging(["moment": .moment(latest)]) { $1 })
        case .pastClosing:
            return Statement("slotPastClosing", name.merging(["length": .length(service.duration)]) { $1 })
        case .taken(let taken): return try statement(taken, member, transaction)
        }
    }

    /// Names what is in the way, as far as whoever manages bookings may see it.
    private func statement(_ taken: TakenTime, _ member: StaffMember, _ transaction: Transaction) throws -> Statement {
        var values: [String: Statement.Value] = ["person": .text(member.name), "span": .span(taken.span)]
        switch taken.cause {
        case .claim:
            let booking = try transaction.appointments.all(overlapping: taken.span)
                .first { $0.staff.contains(member.id) && $0.claimedSpan == taken.span }
            values["booking"] = .text(booking.map { ([$0.serviceName] + $0.attendees.map(\.name)).joined(separator: " – ") } ?? "")
            return Statement(booking == nil ? "slotClaimedElsewhere" : "slotClaimed", values)
        case .busy:
            guard
                let block = try transaction.busyBlocks.all(of: [member.resource], overlapping: taken.span).first(where: {
                    $0.span == taken.span
                })
            else { return Statement("slotBusyUnknown", values) }
            values["calendar"] = .text(block.source)
            guard let title = block.title, !title.isEmpty else { return Statement("slotBusyPrivate", values) }
            values["title"] = .text(title)
            return Statement("slotBusy", values)
        case .timeOff: return Statement("slotTimeOff", values)
        case .unread(let age):
            let outage = try transaction.outages.all(of: [member.resource]).first { $0.age == age }
            values["since"] = .moment(outage?.since ?? kalends.now)
            values["calendar"] = .text(try outage.flatMap { try transaction.calendars.find($0.calendar)?.remote.name } ?? "")
            return Statement("slotUnread", values)
        }
    }
}
