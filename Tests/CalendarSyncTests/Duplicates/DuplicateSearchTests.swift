import Booking
import CalendarSync
import CivilTime
import TestSupport
import Testing

/// What counts as the same event, and which one stays.
struct DuplicateSearchTests {
    private let work = Cast.benCalendar.id
    private let home = Cast.benPrivateCalendar.id

    private func candidate(
        _ id: String, uid: String? = nil, in calendar: ConnectedCalendar.ID? = nil, _ fields: EventFields? = fields(), marker: Int? = nil,
        isLinked: Bool = false, isOurs: Bool = false, isPrivate: Bool = false, created: String? = nil,
        involvesOthers: Bool? = nil
    ) -> DuplicateCandidate {
        DuplicateCandidate(
            calendar: calendar ?? work,
            item: RemoteItem(
                id: id, version: "v1", uid: uid ?? id, marker: marker.map { EventMarker(appointment: "pfirst", generation: $0) },
                fields: fields, payload: ""), isLinked: isLinked, isOurs: isOurs || isLinked,
            origin: ItemOrigin(involvesOthers: involvesOthers, isPrivate: isPrivate, created: created))
    }

    private func reasons(_ candidates: DuplicateCandidate...) -> [DuplicateGroup.Reason] { DuplicateSearch.groups(candidates).map(\.0) }

    @Test func `one event each is no duplicate`() {
        #expect(reasons(candidate("a"), candidate("b", fields(12)), candidate("c", fields(10, "Colour"))) == [])
    }

    @Test func `the same title, start and end are the same within one calendar alone`() {
        #expect(reasons(candidate("a"), candidate("b")) == [.sameContent])
        #expect(reasons(candidate("a"), candidate("b", in: home)) == [])
        #expect(reasons(candidate("a"), candidate("b", fields(10, "Haircut ", notes: "other"))) == [.sameContent])
        #expect(reasons(candidate("a"), candidate("b", fields(isAllDay: true))) == [])
        #expect(reasons(candidate("a", fields(10, "")), candidate("b", fields(10, ""))) == [])
    }

    @Test func `one UID in two calendars is one event, also of a series, and within one calendar it is not`() {
        #expect(reasons(candidate("a", uid: "u", nil), candidate("b", uid: "u", in: home, nil)) == [.sameEvent])
        #expect(reasons(candidate("a", uid: "u", nil), candidate("b", uid: "u", nil)) == [])
    }

    @Test func `events of one booking belong together wherever they stand, and each item to one group`() {
        let found = DuplicateSearch.groups([
            candidate("a", marker: 1), candidate("b", in: home, fields(12), marker: 2), candidate("c"), candidate("d"),
        ])
        #expect(found.map(\.0) == [.sameBooking, .sameContent] && found.map(\.1.count) == [2, 2])
    }

    @Test func `the linked one stays, else our latest, else the oldest`() throws {
        let linked = try #require(
            DuplicateGroup(
                .sameBooking,
                [candidate("a", marker: 3, isOurs: true), candidate("b", marker: 1, isLinked: true), candidate("c", marker: 2)]))
        #expect(linked.kept.item.id == "b" && linked.keeping == .linked && linked.others.map(\.item.id) == ["a", "c"])
        let ours = try #require(
            DuplicateGroup(.sameBooking, [candidate("a", marker: 1, isOurs: true), candidate("b", marker: 2, isOurs: true)]))
        #expect(ours.kept.item.id == "b" && ours.keeping == .latest)
        let old = try #require(
            DuplicateGroup(
                .sameContent, [candidate("a", created: "20260302T100000Z"), candidate("b", created: "20260301T100000Z"), candidate("c")]))
        #expect(old.kept.item.id == "b" && old.keeping == .oldest && old.others.map(\.item.id) == ["a", "c"])
        let invited = try #require(
            DuplicateGroup(.sameContent, [candidate("a", created: "20260302T100000Z"), candidate("b", involvesOthers: true)]))
        #expect(invited.kept.item.id == "b" && invited.keeping == .invited)
        let alike = try #require(DuplicateGroup(.sameContent, [candidate("b"), candidate("a")]))
        #expect(alike.kept.item.id == "a" && alike.keeping == .alike)
    }

    @Test func `of private events too little is known`() {
        #expect(DuplicateGroup(.sameEvent, [candidate("a", isPrivate: true), candidate("b", isPrivate: true)]) == nil)
        #expect(DuplicateGroup(.sameEvent, [candidate("a", isPrivate: true), candidate("b")]) == nil)
    }

    @Test func `a link that was left alone plans nothing, whatever there is to do`() {
        var link = synced()
        link.heldBack = SyncRun.ID("run")
        for remote in [RemoteObservation.notRead, present(fields(12)), .gone] {
            #expect(plan(fields(14), link, remote) == [] && plan(nil, link, remote) == [])
        }
    }
}
