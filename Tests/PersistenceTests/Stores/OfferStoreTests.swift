import Booking
import CivilTime
import Persistence
import Testing

@Suite(.everyEngine) struct OfferStoreTests {
    private let database: Database

    init() throws { database = try Cast.database() }

    @Test func `a business comes back as stored, by id, address and feed`() throws {
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.businesses.find(Cast.studio.id) == Cast.studio)
            #expect(try transaction.businesses.find(slug: "studio") == Cast.studio)
            #expect(try transaction.businesses.find(feedToken: "feed-studio") == Cast.studio)
            #expect(try transaction.businesses.find(slug: "nowhere") == nil)
            #expect(try transaction.businesses.all() == [Cast.studio])
        }
    }

    @Test func `every field of a business can be changed`() throws {
        let changed = Business(
            id: Cast.studio.id, slug: "new", name: "Näw", introduction: "Hi", zone: "Asia/Tokyo", currency: "JPY", language: "sv",
            hours: WeeklyHours(), policy: SchedulingPolicy(cancellationLeadTime: .hours(1)), page: BookingPageSettings(isPublished: false),
            contact: BusinessContact(website: "https://example.org"), feedToken: "other")
        try database.writeNow { try $0.businesses.update(changed) }
        #expect(try database.readNow { try $0.businesses.all() } == [changed])
    }

    @Test func `two businesses cannot share an address`() throws {
        var twin = Cast.studio
        (twin.id, twin.feedToken) = ("b-twin", "other")
        #expect(throws: StoreFailure.unique(constraint: "businesses.slug")) { try database.writeNow { try $0.businesses.insert(twin) } }
    }

    @Test func `a service comes back with its people in order`() throws {
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.services.find(Cast.cut.id) == Cast.cut)
            #expect(try transaction.services.find(slug: "cut", in: Cast.studio.id) == Cast.cut)
        }
        var cut = Cast.cut
        (cut.staff, cut.price, cut.policy) = ([Cast.anaMember.id], nil, nil)
        try database.writeNow { try $0.services.update(cut) }
        #expect(try database.readNow { try $0.services.all(in: Cast.studio.id) } == [cut])
    }

    @Test func `a removed service gives up its place and its address`() throws {
        var old = Cast.cut
        old.isActive = false
        var new = Cast.cut
        new.id = "v-new"
        #expect(throws: StoreFailure.unique(constraint: "services.business, services.slug")) {
            try database.writeNow { try $0.services.insert(new) }
        }
        try database.writeNow { try $0.services.update(old) }
        #expect(try database.readNow { try $0.services.find(slug: "cut", in: Cast.studio.id) } == old)
        try database.writeNow { try $0.services.insert(new) }
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.services.find(slug: "cut", in: Cast.studio.id) == new)
            #expect(try transaction.services.all(in: Cast.studio.id) == [new])
            #expect(try transaction.services.all(in: Cast.studio.id, includingRemoved: true).count == 2)
        }
    }

    @Test func `people come back as stored, in the order of the page, removed ones on request`() throws {
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.staff.find(Cast.ben.id) == Cast.ben)
            #expect(try transaction.staff.find(feedToken: "feed-ana") == Cast.anaMember)
            #expect(try transaction.staff.all(in: Cast.studio.id) == [Cast.anaMember, Cast.ben])
        }
        var ana = Cast.anaMember
        (ana.isActive, ana.overrides) = (false, [DateOverride(date: CivilDate(year: 2027, month: 1, day: 1)!, ranges: [])])
        try database.writeNow { try $0.staff.update(ana) }
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.staff.all(in: Cast.studio.id) == [Cast.ben])
            #expect(try transaction.staff.all(in: Cast.studio.id, includingRemoved: true) == [ana, Cast.ben])
            #expect(try transaction.staff.all(of: Cast.anaResource.id) == [ana])
        }
    }

    @Test func `a resource can be renamed`() throws {
        let room = Resource(id: Cast.anaResource.id, kind: .room, name: "Attic")
        try database.writeNow { try $0.resources.update(room) }
        #expect(try database.readNow { try $0.resources.all() } == [room, Cast.benResource])
        #expect(try database.readNow { try $0.resources.find("r-none") } == nil)
    }

    @Test func `time off is found by resource and span, touching does not count`() throws {
        let first = TimeOff(id: "t1", resource: Cast.benResource.id, span: span(0, 60), reason: "Rest")
        let second = TimeOff(id: "t2", resource: Cast.benResource.id, span: span(60, 120))
        let other = TimeOff(id: "t3", resource: Cast.anaResource.id, span: span(-9_000, 9_000))
        try database.writeNow { transaction in for time in [second, other, first] { try transaction.timeOff.insert(time) } }
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.timeOff.all(of: Cast.benResource.id) == [first, second])
            #expect(try transaction.timeOff.all(of: Cast.benResource.id, overlapping: span(60, 70)) == [second])
            #expect(
                try transaction.timeOff.all(of: [Cast.benResource.id, Cast.anaResource.id], overlapping: span(59, 61)) == [
                    other, first, second,
                ])
            #expect(try transaction.timeOff.all(of: [], overlapping: span(59, 61)).isEmpty)
        }
        try database.writeNow { transaction in
            try transaction.timeOff.delete("t1")
            try transaction.timeOff.update(TimeOff(id: "t2", resource: Cast.benResource.id, span: span(5, 6)))
        }
        #expect(try database.readNow { try $0.timeOff.find("t2")?.span } == span(5, 6))
        #expect(try database.readNow { try $0.timeOff.find("t1") } == nil)
    }

    @Test func `a setting is set, changed and removed`() throws {
        try database.writeNow { transaction in
            try transaction.settings.set("mail.from", "a")
            try transaction.settings.set("mail.from", "b")
            #expect(try transaction.settings.get("mail.from") == "b")
            try transaction.settings.delete("mail.from")
            #expect(try transaction.settings.get("mail.from") == nil)
        }
    }
}
