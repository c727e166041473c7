import Booking
import CalendarSync
import CivilTime
import Foundation
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Whatever the history says reaches those who asked for it, as the documentation describes it.
struct EventTests {
    private let world: World

    init() throws { world = try World() }

    private func facts(_ delivery: WebhookDelivery?) throws -> [String: Any] {
        let body = try JSONSerialization.jsonObject(with: Data(try #require(delivery).body.utf8)) as? [String: Any]
        return try #require(body)
    }

    @Test func `a booking, its move and its end are three events in their order`() async throws {
        let hook = try await world.subscribe()
        let booked = try await world.book(monday(10))
        _ = try await world.move(booked, to: monday(12))
        try await world.cancel(booked)
        let deliveries = try world.deliveries(hook)
        #expect(deliveries.map(\.kind) == ["appointment.created", "appointment.moved", "appointment.cancelled"])
        #expect(deliveries.allSatisfy { $0.subject == "appointment:\(booked.id)" && $0.state == .waiting })
        #expect(Set(deliveries.map(\.message)).count == 3)
        let moved = try facts(deliveries[1])
        #expect(moved["type"] as? String == "appointment.moved" && moved["timestamp"] as? String == "2026-11-21T09:00:00Z")
        let data = try #require(moved["data"] as? [String: Any])
        #expect(data["id"] as? String == booked.id.rawValue && data["bookingBusinessId"] as? String == Cast.studio.id.rawValue)
        let start = data["startDateTime"] as? [String: String]
        #expect(start == ["dateTime": "2026-11-23T11:00:00.0000000", "timeZone": "UTC"])
        let previous = data["previous"] as? [String: Any]
        #expect((previous?["startDateTime"] as? [String: String])?["dateTime"] == "2026-11-23T09:00:00.0000000")
        let customer = (data["customers"] as? [[String: String]])?.first
        #expect(customer?["emailAddress"] == "cleo@example.org" && customer?["name"] == "Cleo")
        #expect(try facts(deliveries[0]).keys.sorted() == ["data", "timestamp", "type"])
    }

    @Test func `no message holds what somebody could act by, or notes`() async throws {
        let hook = try await world.subscribe()
        let confirmation = try await BookAppointment(world.kalends)(world.request(monday(10)))
        _ = try await SaveStaffNotes(world.kalends)(confirmation.appointment.id, notes: "Pays late", actor: World.ana)
        try await world.connect()
        let bodies = try world.deliveries(hook).map(\.body).joined()
        for secret in [confirmation.manageToken, "Short, please.", "Pays late", "app-password", Cast.studio.feedToken, hook.secret] {
            #expect(!secret.isEmpty && !bodies.contains(secret), "\(secret)")
        }
    }

    @Test func `whoever asked for one kind is told of that alone`() async throws {
        let created = try await world.subscribe("One", to: [.appointmentCreated])
        let cancelled = try await world.subscribe("Two", to: [.appointmentCancelled])
        let booked = try await world.book(monday(10))
        #expect(try world.deliveries(created).map(\.kind) == ["appointment.created"] && world.deliveries(cancelled).isEmpty)
        try await world.cancel(booked)
        #expect(try world.deliveries(created).count == 1 && world.deliveries(cancelled).map(\.kind) == ["appointment.cancelled"])
    }

    @Test func `what is undone was never told`() async throws {
        let hook = try await world.subscribe()
        let failed = try await failure(of: BookAppointment.Failure.self) {
            try await world.book(monday(10))
            try await world.book(monday(10))
        }
        #expect(failed != nil)
        #expect(try world.deliveries(hook).count == 1)
    }

    @Test func `a conflict is told when it opens and when it is settled`() async throws {
        try await world.connect()
        let booked = try await world.book(monday(10))
        try await world.run()
        let hook = try await world.subscribe(to: [.conflictOpened, .conflictSettled])
        world.server.move(to: monday(14))
        try await world.poll()
        try await SettleConflict(world.kalends)(try world.conflicts()[0].id, .follow, actor: World.ana)
        let deliveries = try world.deliveries(hook)
        #expect(deliveries.map(\.kind) == ["conflict.opened", "conflict.settled"])
        let data = try facts(deliveries[0])["data"] as? [String: Any]
        #expect(data?["cause"] as? String == "moved-outside")
        #expect((data?["appointment"] as? [String: Any])?["id"] as? String == booked.id.rawValue)
    }

    @Test func `a connection is told when it is made, fails and works again`() async throws {
        let hook = try await world.subscribe(to: [.connectionConnected, .connectionFailed, .connectionRecovered, .connectionDisconnected])
        let account = try await world.connect()
        world.server.change { $0.password = "changed" }
        try await world.poll()
        world.server.change { $0.password = "app-password" }
        world.clock.advance(by: .minutes(20))
        try await world.run()
        try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
        let kinds = try world.deliveries(hook).map(\.kind)
        #expect(kinds == ["connection.connected", "connection.failed", "connection.recovered", "connection.disconnected"])
        let data = try facts(world.deliveries(hook)[1])["data"] as? [String: Any]
        #expect(data?["id"] as? String == account.id.rawValue && data?["cause"] as? String == "credentials-refused")
    }

    @Test func `rules and people have their kinds, and a removal is one`() async throws {
        let hook = try await world.subscribe()
        var service = SaveService(world.kalends).draft(in: Cast.studio.id)
        service.name = "Beard"
        let saved = try await SaveService(world.kalends)(service, actor: World.ana)
        service = saved
        service.duration = .minutes(50)
        _ = try await SaveService(world.kalends)(service, actor: World.ana)
        try await SaveService(world.kalends).remove(saved.id, actor: World.ana)
        let timeOff = SaveTimeOff(world.kalends)
        let id = timeOff.newID()
        try await timeOff(TimeOff(id: id, resource: Cast.benResource.id, span: Span(monday(9), monday(11))), actor: World.ana)
        try await timeOff.remove(id, actor: World.ana)
        var studio = Cast.studio
        studio.name = "Another name"
        _ = try await SaveBusiness(world.kalends)(studio, actor: World.ana)
        let deliveries = try world.deliveries(hook)
        #expect(
            deliveries.map(\.kind) == [
                "service.created", "service.updated", "service.deleted", "timeOff.created", "timeOff.deleted", "business.updated",
            ])
        let data = try facts(deliveries[1])["data"] as? [String: Any]
        #expect(data?["displayName"] as? String == "Beard" && data?["defaultDuration"] as? String == "PT50M")
        #expect((try facts(deliveries[4])["data"] as? [String: Any])?["staffMemberIds"] as? [String] == [Cast.benMember.id.rawValue])
    }

    @Test func `who is erased is erased from messages too, and that alone is told`() async throws {
        let hook = try await world.subscribe()
        let booked = try await world.book(monday(10))
        try await world.run()
        #expect(try world.deliveries(hook).first?.body.contains("cleo@example.org") == true)
        try await EraseCustomer(world.kalends)(booked.attendees[0].customer, actor: World.ana)
        let deliveries = try world.deliveries(hook)
        #expect(deliveries.map(\.kind) == ["appointment.updated", "customer.erased"])
        #expect(!deliveries.map(\.body).joined().contains("Cleo"))
    }

    @Test func `every kind that somebody can subscribe to comes from some entry of the history`() {
        let subjects = ["appointment", "customer", "service", "staff", "time-off", "business", "account"]
        var found = Set(
            subjects.flatMap { subject in
                HistoryAction.allCases.compactMap { WebhookKind($0, of: "\(subject):x", before: nil, after: nil) }
            })
        var gone = Cast.haircut
        gone.isActive = false
        var left = Cast.benMember
        left.isActive = false
        found.formUnion(
            [
                WebhookKind(.changed, of: "service:x", before: Cast.haircut, after: gone),
                WebhookKind(.changed, of: "staff:x", before: Cast.benMember, after: left),
            ].compactMap(\.self))
        #expect(found == World.everything)
    }
}
