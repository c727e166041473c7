import Booking
import CivilTime
import TestSupport
import Testing

@testable import Operations

struct FilesTests {
    let world: World

    init() throws { world = try World() }

    @Test func `the file of a confirmation tells the booking's UID, time and link`() async throws {
        let made = try await BookAppointment(world.kalends)(world.request(monday(10)))
        let managed = try #require(try await ManagedAppointment.find(token: made.manageToken, world.kalends))
        let text = String(decoding: AppointmentFile(world.kalends).ics(for: managed), as: UTF8.self).replacing("\r\n ", with: "")
        #expect(
            text.contains("UID:\(made.appointment.uid)") && text.contains("DTSTART:20261123T090000Z")
                && text.contains("/manage/\(made.manageToken)"))
        #expect(!text.contains("ATTENDEE"))
    }

    @Test func `feeds open by their secret alone and tell their own bookings`() async throws {
        let mine = try await world.book(monday(10))
        let others = try await world.book(monday(10), with: Cast.anaMember)
        try await world.cancel(try await world.book(monday(12)))
        let feed = BookingFeed(world.kalends)
        let ben = String(decoding: try #require(try await feed.staff(token: "feed-ben")), as: UTF8.self)
        #expect(ben.contains(mine.uid) && !ben.contains(others.uid) && !ben.contains("110000Z"))
        let all = String(decoding: try #require(try await feed.business(token: "feed-studio")), as: UTF8.self)
        #expect(all.contains(mine.uid) && all.contains(others.uid))
        #expect(try await feed.business(token: "feed-ben") == nil)
        #expect(try await feed.staff(token: "") == nil)
        try await SaveStaffMember(world.kalends).remove(Cast.benMember.id, actor: World.ana, confirmed: true)
        #expect(try await feed.staff(token: "feed-ben") == nil)
    }
}
