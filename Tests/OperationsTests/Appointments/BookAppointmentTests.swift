import Booking
import CivilTime
import Persistence
import TestSupport
import Testing
import Texts

@testable import Operations

struct BookAppointmentTests {
    let world: World

    init() throws { world = try World() }

    @Test func `a booking keeps what was promised and takes its time with its buffers`() async throws {
        let booked = try await world.book(monday(11), Cast.coloring)
        #expect(booked.span == Span(monday(11), monday(12)) && booked.serviceName == "Colouring" && booked.price == 9_000)
        #expect(booked.attendees.map(\.zone) == ["Asia/Tokyo"] && booked.source == .page && booked.sequence == 0 && booked.revision == 1)
        let claims = try world.read { try $0.claims.all(of: booked.id) }
        #expect(claims.map(\.span) == [Span(monday(10, 45), monday(12, 30))] && claims.map(\.resource) == [Cast.benResource.id])
    }

    @Test func `anyone goes to whoever is booked least, and the history says why`() async throws {
        let first = try await world.book(monday(10), with: nil)
        let second = try await world.book(monday(10), with: nil)
        let third = try await world.book(monday(13), with: nil, email: "dora@example.org")
        #expect(first.staff == [Cast.anaMember.id] && second.staff == [Cast.benMember.id] && third.staff == [Cast.anaMember.id])
        #expect(try world.history("appointment:\(second.id)").first?.reason.hasPrefix("least booked of 1 free") == true)
    }

    @Test func `a time that is taken is refused with the nearest times`() async throws {
        try await world.book(monday(10))
        let refused: BookAppointment.Failure? = try await failure { try await world.book(monday(10)) }
        #expect(refused == .taken(alternatives: refused?.alternatives ?? []))
        #expect(refused?.alternatives.map(\.start) == [monday(9), monday(9, 30), monday(10, 30), monday(11)])
        #expect(refused?.alternatives.allSatisfy { $0.staff == [Cast.benMember.id] } == true)
    }

    @Test func `of sixty-four who ask for one time exactly one gets it`() async throws {
        let outcomes = await withTaskGroup(of: Bool?.self) { group in
            for number in 0..<64 {
                group.addTask {
                    do {
                        try await world.book(monday(10), email: "c\(number)@example.org")
                        return true
                    } catch BookAppointment.Failure.taken {
                        return false
                    } catch {
                        return nil
                    }
                }
            }
            return await group.reduce(into: [Bool?]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == true }.count == 1 && outcomes.filter { $0 == false }.count == 63)
        #expect(try world.read { try $0.claims.all(of: [Cast.benResource.id], overlapping: Span(monday(0), monday(23))).count } == 1)
    }

    @Test func `the same form books once, however often it is sent`() async throws {
        let first = try await BookAppointment(world.kalends)(world.request(monday(10), form: "form-1"))
        let again = try await BookAppointment(world.kalends)(world.request(monday(14), form: "form-1"))
        #expect(!first.isRepeat && again.isRepeat && again.appointment.id == first.appointment.id && again.manageToken == first.manageToken)
        try await world.run()
        #expect(try world.mails().count == 2)
    }

    @Test func `a form sent twice at once books once`() async throws {
        let request = world.request(monday(10), form: "form-1")
        async let left = BookAppointment(world.kalends)(request)
        async let right = BookAppointment(world.kalends)(request)
        let both = try await [left, right]
        #expect(both[0].appointment.id == both[1].appointment.id && both.filter(\.isRepeat).count == 1)
    }

    @Test func `what the service asks must be told, and what it hides is not kept`() async throws {
        try world.database.writeNow { transaction in
            var service = Cast.haircut
            service.fields = CustomerFields(email: .required, phone: .hidden, notes: .required)
            try transaction.services.update(service)
        }
        var request = world.request(monday(10))
        request.details = CustomerDetails(name: " ", email: "nobody", phone: "555 0100")
        let invalid: Invalid? = try await failure { _ = try await BookAppointment(world.kalends)(request) }
        #expect(invalid?.faults.map { "\($0.field) \($0.key)" } == ["name nameMissing", "email emailMalformed", "notes notesMissing"])
        let booked = try await world.book()
        #expect(booked.attendees.map(\.phone) == [""] && booked.attendees.map(\.notes) == ["Short, please."])
    }

    @Test func `staff may leave out what customers must tell, and note what the page does not ask`() async throws {
        try world.database.writeNow { transaction in
            var service = Cast.haircut
            service.fields = CustomerFields(email: .required, phone: .hidden, notes: .required)
            try transaction.services.update(service)
        }
        var request = world.request(monday(10), email: "", by: World.ben)
        request.details.notes = ""
        let booked = try await BookAppointment(world.kalends)(request).appointment
        #expect(booked.attendees.map(\.phone) == ["+49 30 5550199"] && booked.source == .admin)
    }

    @Test func `customers are held to both lead times, staff are not`() async throws {
        world.clock.set(to: monday(8, 30))
        let soon: BookAppointment.Failure? = try await failure { try await world.book(monday(10)) }
        #expect(soon == .tooSoon(earliest: monday(10, 30), alternatives: soon?.alternatives ?? []))
        #expect(soon?.alternatives.first?.start == monday(10, 30))
        let far: BookAppointment.Failure? = try await failure { try await world.book(monday(10) + .days(140)) }
        #expect(far == .tooFar(latest: monday(8, 30) + .days(90), alternatives: far?.alternatives ?? []))
        #expect(far?.alternatives.isEmpty == false)
        try await world.book(monday(10), by: World.ben)
    }

    @Test func `a start at the very border of the lead time is offered and booked`() async throws {
        world.clock.set(to: monday(8))
        #expect(try await world.isOffered(monday(10)))
        try await world.book(monday(10))
    }

    @Test(arguments: [monday(10, 10), monday(8), monday(16, 45), monday(10) - .days(1)])
    func `a start that the hours and the step do not give is refused`(_ start: Instant) async throws {
        let refused: BookAppointment.Failure? = try await failure { try await world.book(start) }
        #expect(refused == .notOffered(alternatives: refused?.alternatives ?? []))
    }

    @Test func `staff may book against the rules but never over a booking`() async throws {
        try await world.book(monday(7), by: World.ben, against: true)
        let refused: BookAppointment.Failure? = try await failure { try await world.book(monday(7, 15), by: World.ben, against: true) }
        #expect(refused == .taken(alternatives: refused?.alternatives ?? []))
    }

    @Test func `against the rules anyone is still somebody whom the rules allow, if there is one`() async throws {
        try world.database.writeNow {
            try $0.timeOff.insert(TimeOff(id: TimeOff.ID("t1"), resource: Cast.anaResource.id, span: Span(monday(0), monday(23))))
        }
        let booked = try await world.book(monday(10), with: nil, by: World.ben, against: true)
        #expect(booked.staff == [Cast.benMember.id])
        let second = try await world.book(monday(10), with: nil, by: World.ben, against: true)
        #expect(second.staff == [Cast.anaMember.id])
    }

    @Test func `a customer cannot ask to be booked against the rules, nor leave notes of the staff`() async throws {
        let refused: BookAppointment.Failure? = try await failure { try await world.book(monday(7), against: true) }
        #expect(refused == .notOffered(alternatives: refused?.alternatives ?? []))
        var request = world.request(monday(10))
        request.staffNotes = "VIP"
        #expect(try await BookAppointment(world.kalends)(request).appointment.staffNotes.isEmpty)
    }

    @Test func `time off, a busy event and a person who offers it no more close a time`() async throws {
        try world.database.writeNow {
            try $0.timeOff.insert(TimeOff(id: TimeOff.ID("t1"), resource: Cast.benResource.id, span: Span(monday(10), monday(11))))
        }
        let taken: BookAppointment.Failure? = try await failure { try await world.book(monday(10, 30)) }
        #expect(taken == .taken(alternatives: taken?.alternatives ?? []))
        let closed: BookAppointment.Failure? = try await failure { try await world.book(monday(10), Cast.coloring, with: Cast.anaMember) }
        #expect(closed == .closed)
    }

    @Test func `a page that is not published takes no customers, staff book on`() async throws {
        var hidden = Cast.studio
        hidden.page.isPublished = false
        _ = try await SaveBusiness(world.kalends)(hidden, actor: World.ana)
        let refused: BookAppointment.Failure? = try await failure { try await world.book() }
        #expect(refused == .closed)
        try await world.book(by: World.ben)
    }

    @Test func `where customers may not choose a person, whom they name counts for nothing`() async throws {
        var strict = Cast.studio
        strict.policy.allowStaffSelection = false
        _ = try await SaveBusiness(world.kalends)(strict, actor: World.ana)
        #expect(try await world.book(with: Cast.benMember).staff == [Cast.anaMember.id])
    }

    @Test func `a viewer books nothing, and a service of another business is not found`() async throws {
        #expect(try await failure(of: NotAllowed.self) { try await world.book(by: World.vera) } != nil)
        var request = world.request(monday(10))
        request.service = Cast.darioService.id
        #expect(try await failure(of: NotFound.self) { _ = try await BookAppointment(world.kalends)(request) } == NotFound("service"))
    }

    @Test func `one who books twice is one customer, one without an address is somebody new each time`() async throws {
        let first = try await world.book(monday(10), email: "CLEO@Example.org")
        let second = try await world.book(monday(11), email: "", by: World.ben)
        let third = try await world.book(monday(12), email: "", by: World.ben)
        #expect(first.attendees[0].customer == Cast.cleo.id && first.attendees[0].email == "cleo@example.org")
        #expect(second.attendees[0].customer != third.attendees[0].customer)
    }

    @Test func `a booking that is refused leaves nothing behind`() async throws {
        try await world.book(monday(10))
        let before = try world.read {
            (try $0.history.latest(limit: 99).count, try $0.jobs.counts(), try $0.customers.search(text: "", limit: 99).total)
        }
        _ = try await failure(of: BookAppointment.Failure.self) { try await world.book(monday(10), email: "dora@example.org") }
        let after = try world.read {
            (try $0.history.latest(limit: 99).count, try $0.jobs.counts(), try $0.customers.search(text: "", limit: 99).total)
        }
        #expect(before.0 == after.0 && before.1 == after.1 && before.2 == after.2)
    }

    @Test(arguments: [Int64.min, -62_200_000_000, 400_000_000_000, Int64.max])
    func `an instant out of this world is refused, not a crash`(_ seconds: Int64) async throws {
        let start = Instant(secondsSinceEpoch: seconds)
        for actor in [Actor.customer, World.ana] {
            #expect(try await failure(of: BookAppointment.Failure.self) { try await world.book(start, by: actor, against: true) } != nil)
        }
    }
}
