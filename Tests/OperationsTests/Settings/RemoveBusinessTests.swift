import Booking
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// A business that is removed, or stays.
struct RemoveBusinessTests {
    let world: World

    init() throws { world = try World() }

    private func remove(_ id: Business.ID = Cast.studio.id, by actor: Actor = World.ana) async throws {
        try await RemoveBusiness(world.kalends)(id, actor: actor)
    }

    @Test func `it goes with its services and people, and its address is free`() async throws {
        try await remove()
        #expect(try world.read { try $0.businesses.all().map(\.id) } == [Cast.darioBusiness.id])
        #expect(try world.read { try $0.businesses.find(slug: "studio") == nil && $0.businesses.find(feedToken: "feed-studio") == nil })
        #expect(try world.read { try $0.services.all(in: Cast.studio.id).isEmpty && $0.staff.all(in: Cast.studio.id).isEmpty })
        #expect(try world.history("business:\(Cast.studio.id)").map(\.action) == ["removed"])
        #expect(try await failure(of: NotFound.self) { try await remove() } != nil)
        let again = try await SaveBusiness(world.kalends).create(
            name: "Studio", zone: "Europe/Berlin", currency: "EUR", language: "en", actor: World.ana)
        #expect(again.slug == "studio")
    }

    @Test func `nobody stands before a closed door`() async throws {
        let booked = try await world.book(monday(10))
        #expect(try await failure(of: RemoveBusiness.Failure.self) { try await remove() } == .hasAppointments(1))
        #expect(try world.read { try $0.businesses.find(Cast.studio.id)?.isActive } == true)
        _ = try await world.cancel(booked)
        try await remove()
    }

    @Test func `the last one stays, and only administrators remove one`() async throws {
        #expect(try await failure(of: NotAllowed.self) { try await remove(by: World.ben) } != nil)
        try await remove()
        #expect(try await failure(of: RemoveBusiness.Failure.self) { try await remove(Cast.darioBusiness.id) } == .isLast)
    }
}
