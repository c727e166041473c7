import Booking
import CalendarSync
import CivilTime
import TestSupport
import Testing

@testable import Operations

/// Who may do what, use case by use case.
struct RolesTests {
    let world: World

    init() throws { world = try World() }

    @Test func `a customer passes neither check of roles, the system passes both`() throws {
        try world.read { transaction in
            #expect(throws: NotAllowed.self) { try transaction.requireScheduler(.customer) }
            #expect(throws: NotAllowed.self) { try transaction.requireAdministrator(.customer) }
            for actor in [Actor.sync, .system, World.ana] {
                try transaction.requireScheduler(actor)
                try transaction.requireAdministrator(actor)
            }
            try transaction.requireScheduler(World.ben)
            #expect(throws: NotAllowed.self) { try transaction.requireAdministrator(World.ben) }
            #expect(throws: NotAllowed.self) { try transaction.requireScheduler(World.vera) }
            #expect(throws: NotAllowed.self) { try transaction.requireScheduler(.user(User.ID("gone"))) }
        }
    }

    @Test(arguments: [Actor.customer, World.vera, World.ben])
    func `settings, users and calendars are an administrator's`(_ actor: Actor) async throws {
        let kalends = world.kalends
        let attempts: [() async throws -> Void] = [
            { _ = try await SaveBusiness(kalends)(Cast.studio, actor: actor) },
            {
                _ = try await SaveBusiness(kalends).create(
                    name: "New", zone: "Europe/Berlin", currency: "EUR", language: "en", actor: actor)
            },
            { try await SaveBusiness(kalends).renewFeed(of: Cast.studio.id, actor: actor) },
            { _ = try await SaveService(kalends)(Cast.haircut, actor: actor) },
            { try await SaveService(kalends).remove(Cast.haircut.id, actor: actor, confirmed: true) },
            { _ = try await SaveStaffMember(kalends)(Cast.benMember, actor: actor) },
            { try await SaveStaffMember(kalends).remove(Cast.benMember.id, actor: actor, confirmed: true) },
            { _ = try await InviteUser(kalends)(name: "Eve", email: "eve@example.org", role: .administrator, actor: actor) },
            { try await ChangeUser(kalends).role(of: Cast.ben.id, to: .administrator, actor: actor) },
            { try await ChangeUser(kalends).remove(Cast.ana.id, actor: actor) },
            { try await EraseCustomer(kalends)(Cast.cleo.id, actor: actor) },
            { _ = try await ConnectCalendar(kalends).discover(.caldav, .init(address: "x"), for: Cast.benResource.id, actor: actor) },
            { try await SendTestMail(kalends)(to: "eve@example.org", business: Cast.studio.id, actor: actor) },
            { try await ReviveJob(kalends)(1, actor: actor) },
        ]
        for (number, attempt) in attempts.enumerated() {
            #expect(try await failure(of: NotAllowed.self, attempt) != nil, "attempt \(number)")
        }
    }

    @Test(arguments: [Actor.customer, World.vera])
    func `customers, time off and conflicts are not a viewer's to change`(_ actor: Actor) async throws {
        let kalends = world.kalends
        let timeOff = TimeOff(id: TimeOff.ID("t1"), resource: Cast.benResource.id, span: Span(monday(9), monday(10)))
        let attempts: [() async throws -> Void] = [
            { _ = try await CorrectCustomer(kalends)(Cast.cleo.id, name: "Cleo", email: "", phone: "", notes: "", actor: actor) },
            { _ = try await ExportCustomer(kalends)(Cast.cleo.id, actor: actor) },
            { try await SaveTimeOff(kalends)(timeOff, actor: actor) },
            { try await SaveTimeOff(kalends).remove(timeOff.id, actor: actor) },
            { _ = try await SyncNow(kalends)(actor: actor) },
            { try await ResendMail(kalends)("m1", actor: actor) },
            { try await SettleConflict(kalends)(.init("x1"), .follow, actor: actor) },
            { _ = try await SaveStaffNotes(kalends)(.init("p1"), notes: "", actor: actor) },
        ]
        for (number, attempt) in attempts.enumerated() {
            #expect(try await failure(of: NotAllowed.self, attempt) != nil, "attempt \(number)")
        }
    }
}
