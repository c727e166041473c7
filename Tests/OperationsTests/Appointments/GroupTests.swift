import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Several customers in one appointment, up to its places.
struct GroupTests {
    let world: World

    init() throws {
        world = try World()
        try world.offerYoga()
    }

    private func refusal(_ request: BookAppointment.Request) async throws -> BookAppointment.Failure? {
        try await failure { _ = try await BookAppointment(world.kalends)(request) }
    }

    @Test func `whoever books the same start comes into the same appointment, until it is full`() async throws {
        let first = try await world.join("Dora")
        let second = try await world.join("Emil")
        #expect(second.appointment.id == first.appointment.id && second.manageToken != first.manageToken)
        #expect(try await world.places()[monday(10)] == 1)
        let third = try await world.join("Fay")
        #expect(third.appointment.attendees.map(\.name) == ["Dora", "Emil", "Fay"])
        #expect(try await world.places()[monday(10)] == nil)
        let full = try await refusal(world.joining("Gus"))
        #expect(full == .taken(alternatives: full?.alternatives ?? []) && full?.alternatives.allSatisfy { $0.places == 3 } == true)
        let claims = try world.read { try $0.claims.all(of: [Cast.benResource.id], overlapping: Span(monday(0), monday(24))) }
        #expect(claims.count == 1 && claims[0].span == first.appointment.claimedSpan)
        #expect(
            try world.history("appointment:\(first.appointment.id)").map(\.action) == ["booked", "joined", "joined"])
    }

    @Test func `a service of one customer is as it was`() async throws {
        let booked = try await world.book(monday(10), Cast.coloring)
        #expect(booked.group == nil && booked.attendees[0].place == nil)
        let day = Span(monday(0), monday(24))
        let offer = try await FindSlots(world.kalends).offered(Cast.coloring, business: Cast.studio, in: day)
        #expect(!offer.slots.isEmpty && offer.slots.allSatisfy { $0.places == nil && $0.start != monday(10) })
    }

    @Test func `nobody takes two places by mistake, and the same form books once`() async throws {
        let first = try await BookAppointment(world.kalends)(world.joining("Dora", form: "form-1"))
        let again = try await refusal(world.joining("Dora", form: "form-2"))
        #expect(again == .attendsAlready(alternatives: again?.alternatives ?? []) && again?.alternatives.isEmpty == false)
        #expect(again?.alternatives.allSatisfy { $0.start != monday(10) } == true)
        try await world.join("Emil")
        let repeated = try await BookAppointment(world.kalends)(world.joining("Dora", form: "form-1"))
        #expect(repeated.isRepeat && repeated.manageToken == first.manageToken && repeated.attendee.name == "Dora")
        #expect(try world.appointment(first.appointment.id).attendees.map(\.name) == ["Dora", "Emil"])
    }

    @Test func `of many at once exactly as many come in as there are places`() async throws {
        let world = world
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<24 {
                group.addTask { (try? await world.join("Guest\(number)")) != nil }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 3)
        let made = try world.read { try $0.appointments.upcoming(in: Cast.studio.id, from: world.clock.now) }
        #expect(made.count == 1 && made[0].attendees.count == 3)
    }

    @Test func `anyone means the fullest group first, and free time after it`() async throws {
        let ana = try await world.join("Dora", with: Cast.anaMember)
        try await world.join("Emil", with: Cast.benMember)
        try await world.join("Fay", with: Cast.benMember)
        #expect(try await world.places(with: nil)[monday(10)] == 3)
        #expect(try await world.join("Gus", with: nil).appointment.staff == [Cast.benMember.id])
        #expect(try await world.join("Hal", with: nil).appointment.id == ana.appointment.id)
        #expect(try await world.join("Ina", monday(11), with: nil).appointment.attendees.count == 1)
    }

    @Test func `what an appointment was opened with stays, whatever the service becomes`() async throws {
        let first = try await world.join("Dora")
        try world.offerYoga { ($0.maximumAttendeesCount, $0.price) = (10, 5_000) }
        let second = try await world.join("Emil")
        #expect(second.appointment.maximumAttendeesCount == 3 && second.attendee.place?.price == 5_000)
        #expect(first.attendee.place?.price == 3_500)
        #expect(try await world.managed(second).appointment.price == 5_000)
        #expect(try await world.managed(first).appointment.price == 3_500)
        try world.offerYoga { $0.maximumAttendeesCount = 1 }
        let single = try await refusal(world.joining("Fay"))
        #expect(single == .taken(alternatives: single?.alternatives ?? []))
    }

    @Test func `an appointment for one stays one's when the service takes groups later`() async throws {
        try world.offerYoga { $0.maximumAttendeesCount = 1 }
        try await world.join("Dora")
        try world.offerYoga()
        let refused = try await refusal(world.joining("Emil"))
        #expect(refused == .taken(alternatives: refused?.alternatives ?? []))
    }

    @Test func `staff join against the rules, customers do not`() async throws {
        try await world.join("Dora")
        try await world.database.write { transaction in
            try transaction.timeOff.insert(TimeOff(id: TimeOff.ID("t-1"), resource: Cast.benResource.id, span: Span(monday(9), monday(12))))
        }
        let refused = try await refusal(world.joining("Emil"))
        #expect(refused == .taken(alternatives: refused?.alternatives ?? []))
        let added = try await world.join("Emil", by: World.ana, against: true)
        #expect(added.appointment.attendees.count == 2 && added.attendee.place?.source == .admin)
    }

    @Test func `the explanation and the slot document tell of places`() async throws {
        try await world.join("Dora")
        let moment = Span(monday(10), monday(10) + .seconds(1))
        let explained = try await FindSlots(world.kalends)
            .explain(World.yoga, business: Cast.studio, staff: Cast.benMember.id, in: moment)
        #expect(explained.map(\.explanations) == [[SlotExplanation(start: monday(10), closure: nil, freePlaces: 2)]])
        let told = try await AskAboutSlot(world.kalends)(
            World.yoga.id, staff: Cast.benMember.id, at: monday(10), actor: World.ana)
        #expect(told.map(\.statement.key) == ["slotPlaces"] && told.map(\.isFree) == [true])
        let document = try #require(
            try await FindSlots(world.kalends).document(business: "studio", service: "haircut", staff: Cast.benMember.id, days: 3))
        let person = try #require(document.people.first)
        let index = try #require(person.starts.firstIndex(of: monday(10)))
        #expect(person.places?[index] == 2 && person.places?.count == person.starts.count)
        try await world.join("Emil")
        try await world.join("Fay")
        let full = try await AskAboutSlot(world.kalends)(World.yoga.id, staff: Cast.benMember.id, at: monday(10), actor: World.ana)
        #expect(full.map(\.statement) == [Statement("slotFull", ["person": .text("Ben"), "count": .count(3)])])
    }
}
