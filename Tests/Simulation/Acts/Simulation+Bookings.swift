import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport

@testable import Operations

extension Simulation {
    static let ana = Actor.user(Cast.ana.id)

    /// A start in the ten days that matter, often one that somebody else has drawn too.
    func start(_ random: inout SeededGenerator) -> Instant {
        history.start + .days(2) + .days(random.int(0...4)) + .hours(random.int(0...11)) + .minutes(random.pick([0, 30]))
    }

    func work(_ random: inout SeededGenerator) async throws {
        let pause = random.pick([Seconds.zero, .minutes(1), .minutes(2), .minutes(5), .minutes(20), .hours(1)])
        pass(pause)
        try await deliverNews(&random)
        tell("\(pause.count / 60) minutes later the worker works")
        _ = try await worker.runner.drain(limit: random.pick([2, 4, 8, 16, 40]))
    }

    /// Time passes everywhere.
    func pass(_ length: Seconds) {
        around.clock.advance(by: length)
        around.serverClock.advance(by: length)
    }

    func book(_ random: inout SeededGenerator) async throws {
        let start = start(&random)
        let isColouring = random.oneIn(4)
        let staff = isColouring ? Cast.benMember : random.pick([Cast.benMember, Cast.benMember, Cast.anaMember])
        let ignoresPolicy = !random.oneIn(4)
        words += 1
        let request = BookAppointment.Request(
            business: Cast.studio.id, service: isColouring ? Cast.coloring.id : Cast.haircut.id, staff: staff.id, start: start,
            details: CustomerDetails(name: "Cleo \(words)", notes: random.oneIn(2) ? "Short, please." : ""), zone: "Asia/Tokyo",
            language: "en", actor: Self.ana, ignoresPolicy: ignoresPolicy)
        tell("book \(staff.name) at \(start)")
        try await attempting { _ = try await BookAppointment(web.kalends)(request) }
    }

    func appointments() throws -> [Appointment] {
        try read { transaction in
            try transaction.appointments.all(
                overlapping: Span(history.start - .days(10), history.start + .days(60)), includingCancelled: true)
        }.sorted { $0.id < $1.id }
    }

    private func pickUpcoming(_ random: inout SeededGenerator) throws -> Appointment? {
        let all = try appointments().filter { $0.status == .confirmed && $0.span.end > around.clock.now }
        return all.isEmpty ? nil : random.pick(all)
    }

    func move(_ random: inout SeededGenerator) async throws {
        let (start, staff) = (start(&random), random.pick([nil, nil, Cast.anaMember, Cast.benMember]))
        guard let appointment = try pickUpcoming(&random) else { return }
        tell("move \(appointment.id.short) to \(start)\(staff.map { " of \($0.name)" } ?? "")")
        let isColouring = appointment.service == Cast.coloring.id
        try await attempting {
            _ = try await MoveAppointment(web.kalends)(
                MoveAppointment.Request(
                    appointment: appointment.id, start: start, staff: isColouring ? nil : staff?.id, actor: Self.ana, ignoresPolicy: true))
        }
    }

    func cancel(_ random: inout SeededGenerator) async throws {
        guard let appointment = try pickUpcoming(&random) else { return }
        tell("cancel \(appointment.id.short)")
        try await attempting {
            _ = try await CancelAppointment(web.kalends)(CancelAppointment.Request(appointment: appointment.id, actor: Self.ana))
        }
    }

    func settleConflicts(_ random: inout SeededGenerator, all: Bool = false) async throws {
        for conflict in try read({ try $0.conflicts.open() }) where all || random.oneIn(2) {
            let decision = random.pick([SettleConflict.Decision.follow, .follow, .putBack, .putBack, .move(to: start(&random))])
            tell("\(decision) \(conflict.appointment.short) (\(conflict.kind))")
            do {
                try await SettleConflict(web.kalends)(conflict.id, decision, actor: Self.ana)
            } catch is SettleConflict.Failure {
                try await attempting { try await SettleConflict(web.kalends)(conflict.id, .putBack, actor: Self.ana) }
            }
        }
    }
}

extension Identifier {
    /// Its end, which tells apart enough.
    var short: String { String(rawValue.suffix(3)) }
}
