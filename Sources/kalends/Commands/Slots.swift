import ArgumentParser
import Booking
import CivilTime
import FoundationEssentials
import Operations
import Persistence

struct Slots: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the free slots of a service: the same search that the page makes.",
        discussion: "Example: kalends slots corner-salon cut --from 2026-12-01 --days 7")

    @OptionGroup var options: InstanceOptions

    @Argument(help: "The business, as in its page's address.")
    var business: String

    @Argument(help: "The service, as in its page's address.")
    var service: String

    @Option(help: "The first day, such as 2026-12-01; today when left out.")
    var from: String?

    @Option(help: "How many days, 1 to 10000.")
    var days = 7

    @Option(help: "Only this person, by name.")
    var staff: String?

    @Option(help: "Show times in this zone, such as Europe/Berlin; the business's when left out.")
    var zone: String?

    @Option(help: "Answer as if it were this instant, such as 2026-11-01T00:00:00Z.")
    var now: String?

    @Flag(help: "Say of every start on the grid why it is or is not offered.")
    var explain = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await describing {
            let instance = try Instance(existing: options)
            let kalends = try at(instance.kalends)
            let found = try await kalends.database.read { transaction -> (Business, Service, [StaffMember])? in
                guard let business = try transaction.businesses.find(slug: business),
                    let service = try transaction.services.find(slug: service, in: business.id)
                else { return nil }
                return (business, service, try transaction.staff.all(in: business.id))
            }
            guard let (business, service, people) = found else {
                throw CommandFailure("There is no service “\(service)” of a business “\(business)”.")
            }
            let person = try person(people)
            guard let zone = kalends.zones.zone(named: zone ?? business.zone) else {
                throw CommandFailure("--zone: the zone “\(zone ?? "")” is not known. Write it like Europe/Berlin.")
            }
            let window = try window(kalends, zone)
            if explain {
                try await printExplanations(kalends, service, business, person?.id, window, zone)
            } else {
                let offer = try await FindSlots(kalends).offered(service, business: business, staff: person?.id, in: window)
                try printSlots(offer.slots, service, people, zone)
            }
        }
    }

    private func at(_ kalends: Kalends) throws -> Kalends {
        guard let now else { return kalends }
        guard let instant = Instant(rfc3339: now) else {
            throw CommandFailure("--now: “\(now)” is not an instant such as 2026-11-01T00:00:00Z.")
        }
        return kalends.at(instant)
    }

    private func person(_ people: [StaffMember]) throws -> StaffMember? {
        guard let staff else { return nil }
        guard let person = people.first(where: { $0.name.lowercased() == staff.lowercased() }) else {
            throw CommandFailure("--staff: nobody here is called “\(staff)”. There are: \(people.map(\.name).joined(separator: ", ")).")
        }
        return person
    }

    private func window(_ kalends: Kalends, _ zone: Zone) throws -> Span {
        guard (1...10_000).contains(days) else { throw CommandFailure("--days: choose 1 to 10000.") }
        var first = zone.date(at: kalends.now)
        if let from {
            guard let date = CivilDate(iso8601: from) else { throw CommandFailure("--from: “\(from)” is not a date such as 2026-12-01.") }
            first = date
        }
        return Span(zone.startOfDay(first), zone.startOfDay(first.adding(days: days)))
    }

    private struct Line: Encodable {
        var start: Instant
        var local: String
        var end: Instant
        var staff: [String]
        /// How many places are left, where several customers may come.
        var places: Int?

        enum CodingKeys: String, CodingKey { case start, local, end, staff, places }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(start.description, forKey: .start)
            try container.encode(local, forKey: .local)
            try container.encode(end.description, forKey: .end)
            try container.encode(staff, forKey: .staff)
            try container.encodeIfPresent(places, forKey: .places)
        }
    }

    private func printSlots(_ slots: [OfferedSlot], _ service: Service, _ people: [StaffMember], _ zone: Zone) throws {
        let names = Dictionary(people.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let lines = slots.map { slot in
            let civil = zone.civil(at: slot.start)
            return Line(
                start: slot.start, local: "\(civil.date) \(civil.time)", end: slot.start + service.duration,
                staff: slot.staff.compactMap { names[$0] }, places: slot.places)
        }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(lines), as: UTF8.self))
        } else if lines.isEmpty {
            print("No free slot in these days. --explain says why.")
        } else {
            for line in lines {
                let places = line.places.map { "  (places left: \($0))" } ?? ""
                print("\(line.local) \(zone.name)  \(line.staff.joined(separator: ", "))\(places)")
            }
        }
    }

    private func printExplanations(
        _ kalends: Kalends, _ service: Service, _ business: Business, _ staff: StaffMember.ID?, _ window: Span, _ zone: Zone
    ) async throws {
        for person in try await FindSlots(kalends).explain(service, business: business, staff: staff, in: window) {
            for explanation in person.explanations {
                let civil = zone.civil(at: explanation.start)
                print("\(civil.date) \(civil.time) \(zone.name)  \(person.staff.name): \(Self.words(explanation, zone))")
            }
        }
    }

    private static func words(_ explanation: SlotExplanation, _ zone: Zone) -> String {
        func local(_ instant: Instant) -> String {
            let civil = zone.civil(at: instant)
            return "\(civil.date) \(civil.time)"
        }
        switch explanation.closure {
        case nil: return explanation.freePlaces.map { "a group that has places left: \($0)" } ?? "free"
        case .full(let places): return "a group whose places are all taken: \(places)"
        case .tooSoon(let earliest): return "too soon; the lead time allows from \(local(earliest))"
        case .tooFar(let latest): return "too far ahead; the rules allow until \(local(latest))"
        case .pastClosing: return "would end after closing"
        case .taken(let taken):
            let cause =
                switch taken.cause {
                case .claim: "a booking"
                case .busy: "an event in the person's calendar"
                case .timeOff: "time off"
                case .unread(let age): "a calendar of the person’s that is not known any more (\(age.rawValue))"
                }
            return "taken by \(cause), \(local(taken.span.start)) to \(local(taken.span.end))"
        }
    }
}
