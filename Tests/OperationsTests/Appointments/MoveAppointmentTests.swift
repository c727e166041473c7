import Booking
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

struct MoveAppointmentTests {
    let world: World

    init() throws { world = try World() }

    @Test func `a move frees the old time, takes the new one and counts on`() async throws {
        let booked = try await world.book(monday(10))
        let moved = try await world.move(booked, to: monday(14), by: .customer)
        #expect(moved.span == Span(monday(14), monday(14, 30)) && moved.sequence == 1 && moved.revision == 2 && moved.uid == booked.uid)
        #expect(try await world.isOffered(monday(10)))
        #expect(try await !world.isOffered(monday(14)))
        #expect(try world.history("appointment:\(booked.id)").map(\.action) == ["booked", "moved"])
    }

    @Test func `every change is stamped later than the one before, within one second too`() async throws {
        let booked = try await world.book(monday(10))
        let moved = try await world.move(booked, to: monday(14))
        let noted = try await SaveStaffNotes(world.kalends)(booked.id, notes: "Tea", actor: World.ben)
        let cancelled = try await world.cancel(booked)
        #expect(booked.updatedAt < moved.updatedAt && moved.updatedAt < noted.updatedAt && noted.updatedAt < cancelled.updatedAt)
    }

    @Test func `it does not stand in its own way`() async throws {
        let booked = try await world.book(monday(11), Cast.coloring)
        #expect(try await world.move(booked, to: monday(11, 30), by: .customer).span.start == monday(11, 30))
    }

    @Test func `a customer moves until the notice runs out, staff later too`() async throws {
        let booked = try await world.book(monday(10))
        world.clock.set(to: monday(8))
        let moved = try await world.move(booked, to: monday(12), by: .customer)
        world.clock.set(to: monday(10, 0) + .seconds(1))
        let refused: MoveAppointment.Failure? = try await failure { _ = try await world.move(moved, to: monday(14), by: .customer) }
        #expect(refused == .tooLate(until: monday(10)))
        #expect(try await world.move(moved, to: monday(14), by: World.ben).span.start == monday(14))
    }

    @Test func `the lead times hold for a customer's new start as well`() async throws {
        let booked = try await world.book(monday(16))
        world.clock.set(to: monday(9))
        let refused: MoveAppointment.Failure? = try await failure { _ = try await world.move(booked, to: monday(10), by: .customer) }
        #expect(refused == .tooSoon(earliest: monday(11), alternatives: refused?.alternatives ?? []))
    }

    @Test func `a time that is taken is refused with others, and the booking stays`() async throws {
        try await world.book(monday(10))
        let booked = try await world.book(monday(14))
        for against in [false, true] {
            let refused: MoveAppointment.Failure? = try await failure { _ = try await world.move(booked, to: monday(10), against: against) }
            #expect(refused == .taken(alternatives: refused?.alternatives ?? []) && refused?.alternatives.isEmpty == false)
        }
        #expect(try world.appointment(booked.id) == booked)
        #expect(try world.read { try $0.claims.all(of: booked.id).map(\.span) } == [booked.span])
    }

    @Test func `only staff hand it to somebody else, and only to one who offers it in this business`() async throws {
        let booked = try await world.book(monday(10), Cast.coloring)
        #expect(
            try await failure(of: NotAllowed.self) { _ = try await world.move(booked, to: monday(10), with: Cast.anaMember, by: .customer) }
                != nil)
        for against in [false, true] {
            let refused: MoveAppointment.Failure? = try await failure {
                _ = try await world.move(booked, to: monday(10), with: Cast.anaMember, against: against)
            }
            #expect(refused == .notOffered(alternatives: refused?.alternatives ?? []))
            #expect(
                try await failure(of: NotFound.self) {
                    _ = try await world.move(booked, to: monday(10), with: Cast.darioMember, against: against)
                } != nil)
        }
        let cut = try await world.book(monday(14))
        #expect(try await world.move(cut, to: monday(14), with: Cast.anaMember).staff == [Cast.anaMember.id])
    }

    @Test func `what was booked keeps its length and buffers when the service changes`() async throws {
        let booked = try await world.book(monday(11), Cast.coloring)
        var longer = Cast.coloring
        longer.duration = .hours(3)
        longer.postBuffer = .zero
        _ = try await SaveService(world.kalends)(longer, actor: World.ana)
        let moved = try await world.move(booked, to: monday(15), by: .customer)
        #expect(moved.span.duration == .hours(1))
        #expect(try world.read { try $0.claims.all(of: booked.id).map(\.span) } == [Span(monday(14, 45), monday(16, 30))])
        let offer = try await FindSlots(world.kalends).offered(
            longer, business: Cast.studio, staff: Cast.benMember.id, in: Span(monday(16), monday(16, 1)), moving: moved)
        #expect(offer.slots.map(\.start) == [monday(16)])
    }

    @Test func `a cancelled booking, one that has changed and one for a viewer are not moved`() async throws {
        let booked = try await world.book(monday(10))
        #expect(try await failure(of: NotAllowed.self) { _ = try await world.move(booked, to: monday(12), by: World.vera) } != nil)
        let stale: MoveAppointment.Failure? = try await failure {
            _ = try await MoveAppointment(world.kalends)(
                MoveAppointment.Request(appointment: booked.id, start: monday(12), actor: World.ana, expectedRevision: 7))
        }
        #expect(stale == .changedMeanwhile)
        try await world.cancel(booked)
        #expect(try await failure(of: MoveAppointment.Failure.self) { _ = try await world.move(booked, to: monday(12)) } == .cancelled)
    }

    @Test func `a move to where it is changes nothing`() async throws {
        let booked = try await world.book(monday(10))
        #expect(try await world.move(booked, to: monday(10)) == booked)
        #expect(try world.history("appointment:\(booked.id)").count == 1)
    }

    @Test func `the manage link outlives moves, an unpublished page and a removed service`() async throws {
        let confirmation = try await BookAppointment(world.kalends)(world.request(monday(10)))
        var hidden = Cast.studio
        hidden.page.isPublished = false
        _ = try await SaveBusiness(world.kalends)(hidden, actor: World.ana)
        try await SaveService(world.kalends).remove(Cast.haircut.id, actor: World.ana, confirmed: true)
        _ = try await world.move(confirmation.appointment, to: monday(12), by: .customer)
        let managed = try await ManagedAppointment.find(token: confirmation.manageToken, world.kalends)
        #expect(
            managed?.appointment.span.start == monday(12) && managed?.canChangeUntil == monday(10) && managed?.staff.map(\.name) == ["Ben"])
        #expect(try await ManagedAppointment.find(token: confirmation.manageToken + "x", world.kalends) == nil)
        #expect(try await world.cancel(confirmation.appointment, by: .customer).status == .cancelled)
    }
}

extension ManagedAppointment? {
    fileprivate static func == (left: Self, right: _OptionalNilComparisonType) -> Bool { left.map { _ in false } ?? true }
}

struct CancelAppointmentTests {
    let world: World

    init() throws { world = try World() }

    @Test func `a cancelled booking frees its time and keeps its history`() async throws {
        let booked = try await world.book(monday(10))
        let cancelled = try await world.cancel(booked, by: World.ben, reason: " Ben is ill. ")
        #expect(cancelled.status == .cancelled && cancelled.sequence == 1 && cancelled.revision == 2)
        #expect(try await world.isOffered(monday(10)))
        #expect(
            try world.history("appointment:\(booked.id)").map { "\($0.actor) \($0.action) \($0.reason)" } == [
                "customer booked chosen by name", "user:uben cancelled Ben is ill.",
            ])
        #expect(try await failure(of: CancelAppointment.Failure.self) { try await world.cancel(booked) } == .alreadyCancelled)
    }

    @Test func `a customer cancels until the notice runs out, staff later too`() async throws {
        let booked = try await world.book(monday(10))
        world.clock.set(to: monday(8) + .seconds(1))
        let refused = try await failure(of: CancelAppointment.Failure.self) { try await world.cancel(booked, by: .customer) }
        #expect(refused == .tooLate(until: monday(8)))
        try await world.cancel(booked, by: World.ben)
    }

    @Test func `a service's own notice counts before the business's`() async throws {
        var strict = Cast.haircut
        strict.policy = SchedulingPolicy(cancellationLeadTime: .days(1))
        _ = try await SaveService(world.kalends)(strict, actor: World.ana)
        let booked = try await world.book(monday(10))
        world.clock.set(to: monday(10) - .days(1) + .seconds(1))
        let refused = try await failure(of: CancelAppointment.Failure.self) { try await world.cancel(booked, by: .customer) }
        #expect(refused == .tooLate(until: monday(10) - .days(1)))
    }

    @Test func `a viewer cancels nothing`() async throws {
        let booked = try await world.book(monday(10))
        #expect(try await failure(of: NotAllowed.self) { try await world.cancel(booked, by: World.vera) } != nil)
    }
}
