import Booking
import CivilTime
import Persistence
import TestSupport
import Testing
import Texts

@testable import Operations

/// A change that leaves bookings outside the rules lists them before it is applied.
struct ChangesWithBookingsTests {
    let world: World

    init() throws { world = try World() }

    /// The reasons that are listed, and whether the confirmed change goes through.
    private func listed(_ change: (Bool) async throws -> Void) async throws -> [RuleBreak] {
        let needed: NeedsConfirmation? = try await failure { try await change(false) }
        try await change(true)
        return needed?.affected.map(\.reason) ?? []
    }

    @Test func `shorter hours of the business list those whose hours they are`() async throws {
        try await world.book(monday(9))
        try await world.book(monday(14))
        var shorter = Cast.studio
        shorter.hours = .every([.monday], OpeningRange(start: 600, end: 1020))
        #expect(try await listed { _ = try await SaveBusiness(world.kalends)(shorter, actor: World.ana, confirmed: $0) } == [.outsideHours])
        #expect(try world.read { try $0.businesses.find(Cast.studio.id)?.hours } == shorter.hours)
        #expect(try world.history("business:bstudio").map(\.action) == ["changed"])
    }

    @Test func `a person's own hours and a closed day are hours too`() async throws {
        let booked = try await world.book(monday(9))
        var late = Cast.benMember
        late.hours = .every([.monday], OpeningRange(start: 720, end: 1020))
        let needed: NeedsConfirmation? = try await failure { _ = try await SaveStaffMember(world.kalends)(late, actor: World.ana) }
        #expect(needed?.affected == [AffectedAppointment(appointment: booked, reason: .outsideHours, staff: Cast.benMember.id)])
        var holiday = Cast.studio
        holiday.overrides = [DateOverride(date: try #require(CivilDate(iso8601: "2026-11-23")), ranges: [])]
        #expect(try await listed { _ = try await SaveBusiness(world.kalends)(holiday, actor: World.ana, confirmed: $0) } == [.outsideHours])
    }

    @Test func `a booking that lay outside before is not listed again`() async throws {
        try await world.book(monday(7), by: World.ana, against: true)
        var shorter = Cast.studio
        shorter.hours = .every([.monday], OpeningRange(start: 600, end: 1020))
        _ = try await SaveBusiness(world.kalends)(shorter, actor: World.ana)
    }

    @Test func `time off lists the bookings in it, once`() async throws {
        try await world.book(monday(10))
        var off = TimeOff(id: SaveTimeOff(world.kalends).newID(), resource: Cast.benResource.id, span: Span(monday(9), monday(12)))
        #expect(try await listed { try await SaveTimeOff(world.kalends)(off, actor: World.ben, confirmed: $0) } == [.duringTimeOff])
        off.reason = "Dentist"
        try await SaveTimeOff(world.kalends)(off, actor: World.ben)
        try await SaveTimeOff(world.kalends).remove(off.id, actor: World.ben)
        #expect(try world.history("time-off:\(off.id)").map(\.action) == ["created", "changed", "removed"])
    }

    @Test func `a person who is removed or can no longer be booked is asked about`() async throws {
        try await world.book(monday(10))
        var unbookable = Cast.benMember
        unbookable.isBookable = false
        #expect(
            try await listed { _ = try await SaveStaffMember(world.kalends)(unbookable, actor: World.ana, confirmed: $0) } == [
                .personNotBookable
            ])
        #expect(
            try await listed { try await SaveStaffMember(world.kalends).remove(Cast.benMember.id, actor: World.ana, confirmed: $0) } == [
                .personRemoved
            ])
        let services = try world.read { try $0.services.all(in: Cast.studio.id) }
        #expect(services.map(\.staff) == [[Cast.anaMember.id], []])
        #expect(
            try await FindSlots(world.kalends).offered(Cast.haircut, business: Cast.studio, in: Span(monday(9), monday(17))).slots
                .allSatisfy {
                    $0.staff == [Cast.anaMember.id]
                })
    }

    @Test func `a service that is removed or changes hands is asked about`() async throws {
        try await world.book(monday(10))
        var handed = Cast.haircut
        handed.staff = [Cast.anaMember.id]
        #expect(
            try await listed { _ = try await SaveService(world.kalends)(handed, actor: World.ana, confirmed: $0) } == [
                .personNoLongerOffersService
            ])
        #expect(
            try await listed { try await SaveService(world.kalends).remove(Cast.haircut.id, actor: World.ana, confirmed: $0) } == [
                .serviceRemoved
            ])
        let again = Service(id: Service.ID("vnew"), business: Cast.studio.id, slug: "haircut", name: "Haircut")
        _ = try await SaveService(world.kalends)(again, actor: World.ana)
    }
}

struct SettingsTests {
    let world: World

    init() throws { world = try World() }

    @Test func `a removed person's booking still moves against the rules, and to somebody else`() async throws {
        let booked = try await world.book(monday(10))
        try await SaveStaffMember(world.kalends).remove(Cast.benMember.id, actor: World.ana, confirmed: true)
        #expect(
            try await failure(of: MoveAppointment.Failure.self) { _ = try await world.move(booked, to: monday(11)) }
                == .notOffered(alternatives: []))
        _ = try await world.move(booked, to: monday(11), against: true)
        #expect(try await world.move(booked, to: monday(12), with: Cast.anaMember).staff == [Cast.anaMember.id])
    }

    @Test func `secrets of feeds stand in no history, and an old form does not bring an old one back`() async throws {
        try await SaveBusiness(world.kalends).renewFeed(of: Cast.studio.id, actor: World.ana)
        try await SaveStaffMember(world.kalends).renewFeed(of: Cast.benMember.id, actor: World.ana)
        _ = try await SaveBusiness(world.kalends)(Cast.studio, actor: World.ana)
        _ = try await SaveStaffMember(world.kalends)(Cast.benMember, actor: World.ana)
        let tokens = try world.read {
            [try $0.businesses.find(Cast.studio.id)?.feedToken, try $0.staff.find(Cast.benMember.id)?.feedToken]
        }
        #expect(tokens[0] != Cast.studio.feedToken && tokens[1] != Cast.benMember.feedToken)
        let told = try world.read { try $0.history.latest(limit: 100) }.flatMap { [$0.before, $0.after] }.compactMap(\.self).joined()
        for token in tokens.compactMap(\.self) + ["feed-studio", "feed-ben"] { #expect(!told.contains(token)) }
    }

    @Test func `a form changes neither whose timeline a person is, nor the business of a person or service`() async throws {
        var stolen = Cast.benMember
        stolen.resource = Cast.darioResource.id
        stolen.isActive = false
        let saved = try await SaveStaffMember(world.kalends)(stolen, actor: World.ana)
        #expect(saved.resource == Cast.benResource.id && saved.isActive)
        stolen.business = Cast.darioBusiness.id
        #expect(try await failure(of: NotFound.self) { _ = try await SaveStaffMember(world.kalends)(stolen, actor: World.ana) } != nil)
        var service = Cast.haircut
        service.business = Cast.darioBusiness.id
        service.staff = []
        #expect(try await failure(of: NotFound.self) { _ = try await SaveService(world.kalends)(service, actor: World.ana) } != nil)
    }

    @Test func `addresses of pages are one business's alone, and people of a service are its own`() async throws {
        var taken = Cast.studio
        taken.slug = "dario"
        #expect(
            try await failure(of: Invalid.self) { _ = try await SaveBusiness(world.kalends)(taken, actor: World.ana) }
                == Invalid("slug", "slugTaken"))
        var foreign = Cast.haircut
        foreign.staff = [Cast.darioMember.id]
        #expect(
            try await failure(of: Invalid.self) { _ = try await SaveService(world.kalends)(foreign, actor: World.ana) }
                == Invalid("staff", "staffUnknown"))
    }

    @Test func `what cannot be stored is told by field`() async throws {
        var wrong = Cast.studio
        wrong.name = " "
        wrong.zone = "Europe/Atlantis"
        wrong.policy = SchedulingPolicy(minimumLeadTime: .hours(2), maximumAdvance: .days(1))
        wrong.contact.replyTo = "x\r\nBcc: y@z"
        wrong.contact.website = "javascript:alert(1)"
        let invalid: Invalid? = try await failure { _ = try await SaveBusiness(world.kalends)(wrong, actor: World.ana) }
        #expect(invalid?.faults.map(\.field) == ["name", "zone", "maximumAdvance", "website", "replyTo"])
    }

    @Test func `another business has an address of its own and is not published yet`() async throws {
        let made = try await SaveBusiness(world.kalends).create(
            name: "Studio", zone: "Europe/Berlin", currency: "EUR", language: "en", actor: World.ana)
        #expect(made.slug == "studio-2" && !made.page.isPublished)
    }
}
