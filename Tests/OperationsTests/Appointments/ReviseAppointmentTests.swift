import Booking
import CivilTime
import Persistence
import TestSupport
import Testing
import Texts

@testable import Operations

/// An appointment changed in all its parts at once, by a program of the staff.
struct ReviseAppointmentTests {
    let world: World

    init() throws { world = try World() }

    private func revise(_ appointment: Appointment, by actor: Actor = World.ana, _ change: (inout Appointment) -> Void) async throws
        -> Appointment
    {
        var wanted = appointment
        change(&wanted)
        return try await ReviseAppointment(world.kalends)(wanted, actor: actor)
    }

    @Test func `time, length, people and terms change together, and the old time is free`() async throws {
        let booked = try await world.book(monday(10))
        let after = try await revise(booked) { wanted in
            wanted.span = Span(start: monday(12), duration: .minutes(75))
            wanted.staff = [Cast.anaMember.id]
            (wanted.price, wanted.location, wanted.staffNotes) = (1_000, "Garden", "VIP")
            (wanted.status, wanted.uid, wanted.source) = (.cancelled, "another", .admin)
        }
        #expect(after.span.duration == .minutes(75) && after.staff == [Cast.anaMember.id] && after.price == 1_000)
        #expect(after.status == .confirmed && after.uid == booked.uid && after.source == booked.source)
        #expect(after.sequence == 1 && after.revision == 2 && after.updatedAt > booked.updatedAt)
        #expect(try world.appointment(booked.id) == after)
        #expect(try world.history("appointment:\(booked.id)").map(\.action) == ["booked", "moved"])
        try await world.book(monday(10))
        #expect(try await failure(of: BookAppointment.Failure.self) { try await world.book(monday(13), with: Cast.anaMember) } != nil)
    }

    @Test func `nobody is booked over somebody else, and then nothing changes`() async throws {
        let first = try await world.book(monday(10))
        let second = try await world.book(monday(12))
        #expect(
            try await failure(of: ReviseAppointment.Failure.self) {
                _ = try await revise(second) { $0.span = Span(start: monday(10, 15), duration: .minutes(30)) }
            } == .taken)
        #expect(try world.appointment(second.id) == second && world.appointment(first.id) == first)
    }

    @Test func `it may reach over its own former time`() async throws {
        let booked = try await world.book(monday(10))
        #expect(try await revise(booked) { $0.span = Span(monday(10, 15), monday(11)) }.span == Span(monday(10, 15), monday(11)))
    }

    @Test func `several people take part`() async throws {
        let booked = try await world.book(monday(10), with: Cast.benMember)
        _ = try await revise(booked) { $0.staff.append(Cast.anaMember.id) }
        #expect(try await failure(of: BookAppointment.Failure.self) { try await world.book(monday(10), with: Cast.anaMember) } != nil)
        #expect(
            try await failure(of: ReviseAppointment.Failure.self) {
                _ = try await revise(booked) { $0.staff = [Cast.darioMember.id] }
            } == .unknownStaff(Cast.darioMember.id))
    }

    @Test func `a correction moves nothing and writes to nobody`() async throws {
        let booked = try await world.book(monday(10))
        try await world.run()
        let waiting = try world.read { try $0.jobs.all(lane: "appointment:\(booked.id)").count }
        let after = try await revise(booked) { $0.attendees[0].phone = "+49 30 5550111" }
        #expect(after.sequence == booked.sequence && after.revision == booked.revision + 1)
        #expect(try world.history("appointment:\(booked.id)").map(\.action) == ["booked", "corrected"])
        #expect(try world.read { try $0.jobs.all(lane: "appointment:\(booked.id)").count } == waiting)
        #expect(try await revise(after) { _ in } == after)
    }

    @Test func `what cannot be stored is named, and who may not is refused`() async throws {
        let booked = try await world.book(monday(10))
        let invalid = try await failure(of: Invalid.self) {
            _ = try await revise(booked) { wanted in
                wanted.attendees[0].email = "nobody"
                wanted.preBuffer = .hours(13)
            }
        }
        #expect(Set(invalid?.faults.map(\.field) ?? []) == ["email", "preBuffer"])
        #expect(try await failure(of: NotAllowed.self) { _ = try await revise(booked, by: World.vera) { $0.staffNotes = "x" } } != nil)
        _ = try await world.cancel(booked)
        #expect(
            try await failure(of: ReviseAppointment.Failure.self) { _ = try await revise(booked) { $0.staffNotes = "x" } } == .cancelled)
    }
}
