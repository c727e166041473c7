import Booking
import CivilTime
import Persistence
import Secrets

/// A hairdresser's with two chairs, for looking around: everything in it can be changed or removed like anything else.
struct SampleBusiness {
    let kalends: Kalends
    let transaction: Transaction

    struct Made: Sendable {
        var business: Business
        var services: [Service]
    }

    func insert(zone: String, administrator: User, isBookable: Bool) throws -> Made {
        let weekdays: [Weekday] = [.tuesday, .wednesday, .thursday, .friday]
        var hours = WeeklyHours()
        for day in weekdays { hours[day] = [OpeningRange(start: 9 * 60, end: 18 * 60)].compactMap(\.self) }
        hours[.saturday] = [OpeningRange(start: 9 * 60, end: 14 * 60)].compactMap(\.self)
        hours[.monday] = [OpeningRange(start: 13 * 60, end: 18 * 60)].compactMap(\.self)
        let business = Business(
            id: Business.ID(kalends.newID()), slug: "corner-salon", name: "Corner Salon",
            introduction: "Two chairs, good coffee, and your time is yours: book a cut, a colour or a trim.", zone: zone, hours: hours,
            policy: SchedulingPolicy(timeSlotInterval: .minutes(15), minimumLeadTime: .hours(2), maximumAdvance: .days(60)),
            contact: BusinessContact(address: "12 Market Street"), feedToken: Token.random())
        let actor = Actor.user(administrator.id)
        try transaction.businesses.insert(business)
        try transaction.recordSetting("business:\(business.id)", Business?.none, business.withoutSecret, actor, kalends.now)

        var people = [
            try kalends.insertPerson(
                named: "Anna Lind", email: "", user: nil, business: business.id, color: "#7a4fbf", position: 1, by: actor,
                transaction),
            try kalends.insertPerson(
                named: "Ben Okafor", email: "", user: nil, business: business.id, color: "#0f7b6c", position: 2, by: actor,
                transaction),
        ]
        if isBookable {
            people.append(
                try kalends.insertPerson(
                    named: administrator.name, email: administrator.email, user: administrator.id, business: business.id, by: actor,
                    transaction))
        }
        let services = [
            Service(
                id: Service.ID(kalends.newID()), business: business.id, slug: "cut", name: "Cut", summary: "Wash, cut and finish.",
                duration: .minutes(45),
                postBuffer: .minutes(5), price: 4200, staff: people.map(\.id), color: "#1f5fbf", position: 0),
            Service(
                id: Service.ID(kalends.newID()), business: business.id, slug: "colour", name: "Colour",
                summary: "Colour with a short talk beforehand.",
                duration: .minutes(90), postBuffer: .minutes(15), price: 8900, staff: people.prefix(2).map(\.id), color: "#a83b6b",
                position: 1),
            Service(
                id: Service.ID(kalends.newID()), business: business.id, slug: "beard-trim", name: "Beard trim", duration: .minutes(20),
                price: 1800,
                staff: [people[1].id], color: "#0f7b6c", position: 2),
        ]
        for service in services {
            try transaction.services.insert(service)
            try transaction.recordSetting("service:\(service.id)", Service?.none, service, actor, kalends.now)
        }
        return Made(business: business, services: services)
    }
}

extension SampleBusiness.Made {
    /// A few bookings in the coming days, made like any other; their customers have no mail address, so that nobody is written to.
    func book(_ kalends: Kalends, actor: Actor) async throws {
        let names = ["Cleo Marsh", "Dario Fuchs", "Edith Sand", "Farid Noor", "Greta Holm", "Hugo Peters", "Ines Costa", "Jonas Berg"]
        for (index, name) in names.enumerated() {
            let service = services[index % services.count]
            let day = Span(start: kalends.now + .days(index / 2), duration: .days(3))
            let slots = try await FindSlots(kalends).offered(service, business: business, in: day, actor: actor).slots.filter {
                $0.start > kalends.now
            }
            guard !slots.isEmpty else { continue }
            let slot = slots[(index * 7) % slots.count]
            _ = try await BookAppointment(kalends)(
                BookAppointment.Request(
                    business: business.id, service: service.id, staff: nil, start: slot.start, details: CustomerDetails(name: name),
                    zone: business.zone,
                    language: business.language, actor: actor))
        }
    }
}
