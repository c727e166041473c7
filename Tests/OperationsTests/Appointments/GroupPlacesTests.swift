import Booking
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Giving up a place, moving it, and what staff do with places.
struct GroupPlacesTests {
    let world: World

    init() throws {
        world = try World()
        try world.offerYoga()
    }

    private func actions(_ appointment: Appointment.ID) throws -> [String] {
        try world.history("appointment:\(appointment)").map(\.action)
    }

    // MARK: Leaving

    @Test func `whoever leaves frees one place, and the others stay`() async throws {
        let dora = try await world.join("Dora")
        let emil = try await world.join("Emil")
        try await world.leave(dora)
        #expect(try world.appointment(dora.appointment.id).attendees.map(\.name) == ["Emil"])
        #expect(try await world.places()[monday(10)] == 2)
        let seen = try await world.managed(dora)
        #expect(seen.hasLeft && seen.appointment.status == .cancelled)
        #expect(try await world.managed(emil).appointment.status == .confirmed)
        let again: CancelAppointment.Failure? = try await failure { try await world.leave(dora) }
        #expect(again == .alreadyCancelled)
        #expect(try actions(dora.appointment.id) == ["booked", "joined", "left"])
    }

    @Test func `the last one who leaves cancels it, and the time is free`() async throws {
        let dora = try await world.join("Dora")
        let emil = try await world.join("Emil")
        try await world.leave(emil)
        #expect(try await world.leave(dora).status == .cancelled)
        #expect(try world.read { try $0.claims.all(of: dora.appointment.id) }.isEmpty)
        #expect(try await world.places()[monday(10)] == 3)
        #expect(try actions(dora.appointment.id) == ["booked", "joined", "left", "cancelled"])
    }

    @Test func `whoever left may come back, by the link they had`() async throws {
        try await world.join("Dora")
        let emil = try await world.join("Emil")
        try await world.leave(emil)
        let back = try await world.join("Emil")
        #expect(back.manageToken == emil.manageToken && back.attendee.place?.uid != emil.attendee.place?.uid)
        let stored = try world.appointment(back.appointment.id)
        #expect(stored.attendees.map(\.name) == ["Dora", "Emil"] && stored.group?.formerAttendees == [])
        #expect(try await !world.managed(back).hasLeft)
    }

    @Test func `a customer leaves until the notice runs out, and never cancels or moves for others`() async throws {
        let dora = try await world.join("Dora")
        try await world.join("Emil")
        await #expect(throws: NotAllowed.self) { try await world.cancel(dora.appointment, by: .customer) }
        await #expect(throws: NotAllowed.self) { _ = try await world.move(dora.appointment, to: monday(14), by: .customer) }
        world.clock.set(to: monday(9))
        let late: CancelAppointment.Failure? = try await failure { try await world.leave(dora) }
        #expect(late == .tooLate(until: monday(8)))
        let moved: MoveAppointment.Failure? = try await failure { try await world.movePlace(dora, to: monday(14)) }
        #expect(moved == .tooLate(until: monday(8)))
    }

    // MARK: Moving

    @Test func `a place moves into another group by its link, and the invitation goes on`() async throws {
        let dora = try await world.join("Dora")
        let emil = try await world.join("Emil")
        let fay = try await world.join("Fay", monday(12))
        let moved = try await world.movePlace(emil, to: monday(12))
        #expect(moved.id == fay.appointment.id && moved.attendees.map(\.name) == ["Fay", "Emil"])
        #expect(try world.appointment(dora.appointment.id).attendees.map(\.name) == ["Dora"])
        let seen = try await world.managed(emil)
        #expect(seen.appointment.id == moved.id && seen.appointment.span.start == monday(12) && !seen.hasLeft)
        #expect(seen.appointment.uid == emil.attendee.place?.uid && seen.appointment.sequence > 0)
        #expect(try await world.managed(dora).appointment.span.start == monday(10))
    }

    @Test func `a place moves into free time, where others may join`() async throws {
        let dora = try await world.join("Dora")
        let emil = try await world.join("Emil")
        let moved = try await world.movePlace(emil, to: monday(14))
        #expect(moved.id != dora.appointment.id && moved.staff == [Cast.benMember.id] && moved.freePlaces == 2)
        #expect(try await world.join("Fay", monday(14)).appointment.id == moved.id)
        #expect(try await world.places()[monday(10)] == 2)
        #expect(try actions(moved.id) == ["booked", "joined"])
    }

    @Test func `the last one who moves takes the appointment along, or ends it`() async throws {
        let dora = try await world.join("Dora")
        let along = try await world.movePlace(dora, to: monday(14))
        #expect(along.id == dora.appointment.id && along.sequence == 1)
        let emil = try await world.join("Emil", monday(12))
        #expect(try await world.movePlace(dora, to: monday(12)).id == emil.appointment.id)
        let ended = try world.appointment(dora.appointment.id)
        #expect(ended.status == .cancelled && ended.attendees.isEmpty)
        #expect(try await world.managed(dora).appointment.id == emil.appointment.id)
        #expect(try await world.places()[monday(14)] == 3)
    }

    @Test func `a place does not move where there is none, and stays then`() async throws {
        let dora = try await world.join("Dora")
        try await world.join("Emil")
        for name in ["Fay", "Gus", "Hal"] { try await world.join(name, monday(12)) }
        let full: MoveAppointment.Failure? = try await failure { try await world.movePlace(dora, to: monday(12)) }
        #expect(full == .taken(alternatives: full?.alternatives ?? []))
        try await world.join("Dora", monday(13))
        let twice: MoveAppointment.Failure? = try await failure { try await world.movePlace(dora, to: monday(13)) }
        #expect(twice == .attendsAlready)
        #expect(try world.appointment(dora.appointment.id).attendees.map(\.name) == ["Dora", "Emil"])
    }

    @Test func `a move is made against what was seen of one's own time, not against others who come and go`() async throws {
        let dora = try await world.join("Dora")
        let seen = try await world.managed(dora)
        let emil = try await world.join("Emil")
        func move(_ version: Int) async throws {
            try await MovePlace(world.kalends)(
                MovePlace.Request(
                    appointment: dora.appointment.id, customer: dora.attendee.customer, start: monday(15), expectedVersion: version))
        }
        _ = try await world.move(emil.appointment, to: monday(11))
        let refused: MoveAppointment.Failure? = try await failure { try await move(seen.version) }
        #expect(refused == .changedMeanwhile)
        let now = try await world.managed(dora).version
        try await world.join("Fay", monday(11))
        try await move(now)
        #expect(try await world.managed(dora).appointment.span.start == monday(15))
    }

    @Test func `the picker offers groups to whoever moves a place, and free time as it is`() async throws {
        let dora = try await world.join("Dora")
        try await world.join("Emil")
        for name in ["Fay", "Gus", "Hal"] { try await world.join(name, monday(12)) }
        try await world.join("Ina", monday(13))
        let managed = try await world.managed(dora)
        let offer = try await FindSlots(world.kalends).offered(
            World.yoga, business: Cast.studio, staff: Cast.benMember.id, in: Span(monday(9), monday(17)), moving: managed.appointment)
        let places = Dictionary(uniqueKeysWithValues: offer.slots.map { ($0.start, $0.places) })
        #expect(places[monday(10)] == nil && places[monday(12)] == nil && places[monday(13)] == 2 && places[monday(14)] == 3)
    }

    // MARK: Staff

    @Test func `staff move and cancel the whole, and everybody's link shows it`() async throws {
        let places = [try await world.join("Dora"), try await world.join("Emil")]
        let moved = try await world.move(places[0].appointment, to: monday(14))
        #expect(moved.attendees.count == 2)
        for place in places { #expect(try await world.managed(place).appointment.span.start == monday(14)) }
        try await world.cancel(moved, by: World.ben)
        for place in places {
            let seen = try await world.managed(place)
            #expect(seen.appointment.status == .cancelled && !seen.hasLeft)
        }
    }

    @Test func `a whole group is not moved onto another one`() async throws {
        let dora = try await world.join("Dora")
        try await world.join("Emil", monday(12))
        let refused: MoveAppointment.Failure? = try await failure {
            _ = try await world.move(dora.appointment, to: monday(12), against: true)
        }
        #expect(refused == .taken(alternatives: refused?.alternatives ?? []))
    }

    private func add(
        _ name: String, to appointment: Appointment.ID, customer: Customer.ID? = nil, form: String? = nil, by actor: Actor = World.ben
    )
        async throws -> Appointment
    {
        try await AddAttendee(world.kalends)(
            AddAttendee.Request(
                appointment: appointment, customer: customer,
                details: CustomerDetails(name: name, email: "\(name.lowercased())@example.org"),
                formID: form, actor: actor))
    }

    @Test func `staff add a new or a known customer, once a form, and not beyond the places`() async throws {
        let dora = try await world.join("Dora")
        let added = try await add("Emil", to: dora.appointment.id, form: "f")
        #expect(added.attendees.map(\.name) == ["Dora", "Emil"] && added.attendees[1].place?.source == .admin)
        #expect(try await add("Emil", to: dora.appointment.id, form: "f") == added)
        let again: AddAttendee.Failure? = try await failure { _ = try await add("Dora", to: dora.appointment.id) }
        #expect(again == .attendsAlready)
        #expect(try await add("", to: dora.appointment.id, customer: Cast.cleo.id).attendees[2].email == "cleo@example.org")
        let full: AddAttendee.Failure? = try await failure { _ = try await add("Fay", to: dora.appointment.id) }
        #expect(full == .full)
        await #expect(throws: NotFound.self) { _ = try await add("", to: dora.appointment.id, customer: Cast.dario.id) }
        await #expect(throws: NotAllowed.self) { _ = try await add("Gus", to: dora.appointment.id, by: World.vera) }
        await #expect(throws: NotAllowed.self) { _ = try await add("Gus", to: dora.appointment.id, by: .customer) }
        await #expect(throws: NotAllowed.self) { try await world.leave(dora, by: World.vera) }
        let single = try await world.book(monday(14), Cast.coloring)
        let alone: AddAttendee.Failure? = try await failure { _ = try await add("Gus", to: single.id) }
        #expect(alone == .notShared)
        try await world.cancel(dora.appointment)
        let over: AddAttendee.Failure? = try await failure { _ = try await add("Gus", to: dora.appointment.id) }
        #expect(over == .cancelled)
    }
}
