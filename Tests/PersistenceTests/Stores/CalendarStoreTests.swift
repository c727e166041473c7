import Booking
import CalendarSync
import CivilTime
import Persistence
import Testing

@Suite(.everyEngine) struct CalendarStoreTests {
    private let database: Database

    init() throws { database = try Cast.database() }

    @Test func `an account comes back as stored`() throws {
        var account = Cast.account
        #expect(try database.readNow { try $0.accounts.find(account.id) } == account)
        #expect(try database.readNow { try $0.accounts.all(of: Cast.benResource.id) } == [account])
        #expect(try database.readNow { try $0.accounts.all(of: Cast.anaResource.id) }.isEmpty)
        (account.refusedSince, account.ownAddresses) = (morning, [])
        try database.writeNow { try $0.accounts.update(account) }
        #expect(try database.readNow { try $0.accounts.all() } == [account])
    }

    @Test func `a calendar comes back as stored, trouble and cursor included`() throws {
        var work = Cast.work
        #expect(try database.readNow { try $0.calendars.all() } == [work])
        (work.cursor, work.readAt, work.expandedUntil) = (nil, nil, nil)
        work.failure = CalendarTrouble(since: morning, failure: ProviderFailure(.throttled, "Wait.", retryAfter: 1.5))
        try database.writeNow { try $0.calendars.update(work) }
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.calendars.find(work.id) == work)
            #expect(try transaction.calendars.all(of: Cast.benResource.id) == [work])
            #expect(try transaction.calendars.all(account: Cast.account.id) == [work])
            #expect(try transaction.calendars.linked(of: Cast.benResource.id) == work)
            #expect(try transaction.calendars.linked(of: Cast.anaResource.id) == nil)
        }
    }

    @Test func `a resource has at most one linked calendar, and any number of others`() throws {
        var second = Cast.work
        (second.id, second.remote.id) = ("k-second", "https://cal.example.org/ben/second/")
        #expect(throws: StoreFailure.unique(constraint: "calendars.resource")) { try database.writeNow { try $0.calendars.insert(second) } }
        second.isLinked = false
        try database.writeNow { try $0.calendars.insert(second) }
        second.isLinked = true
        #expect(throws: StoreFailure.unique(constraint: "calendars.resource")) { try database.writeNow { try $0.calendars.update(second) } }
    }

    @Test func `a deleted account takes calendars, items, links and busy time along, and leaves conflicts with their time`() throws {
        try database.writeNow { transaction in
            try transaction.remoteItems.put(item("a"), calendar: Cast.work.id)
            try transaction.links.put(Link(appointment: "p-1", resource: Cast.benResource.id, calendar: Cast.work.id))
            try transaction.busyBlocks.replace(calendar: Cast.work.id, item: "a", with: [Cast.outside(span(0, 9))])
            try transaction.conflicts.insert(Cast.conflict())
            try transaction.busyBlocks.hold(conflict: Cast.conflict(), source: "Work")
            try transaction.accounts.delete(Cast.account.id)
        }
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.calendars.all().isEmpty)
            #expect(try transaction.remoteItems.versions(calendar: Cast.work.id).isEmpty)
            #expect(try transaction.links.all(appointment: "p-1").isEmpty)
            #expect(try transaction.conflicts.open() == [Cast.conflict()])
            let busy = try transaction.busyBlocks.all(of: [Cast.benResource.id], overlapping: span(0, 900))
            #expect(busy == [BusyBlock(resource: Cast.benResource.id, span: span(120, 165), source: "Work", title: nil)])
        }
    }

    @Test func `an item comes back as stored and is overwritten by its id`() throws {
        var first = item("a")
        try database.writeNow { try $0.remoteItems.put(first, calendar: Cast.work.id) }
        #expect(try database.readNow { try $0.remoteItems.find(id: "a", calendar: Cast.work.id) } == first)
        (first.version, first.marker, first.fields, first.payload) = (nil, nil, nil, "BEGIN")
        try database.writeNow { transaction in
            try transaction.remoteItems.put(first, calendar: Cast.work.id)
            try transaction.remoteItems.put(item("b"), calendar: Cast.work.id)
        }
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.remoteItems.find(uid: "uid-a", calendar: Cast.work.id) == first)
            #expect(try transaction.remoteItems.versions(calendar: Cast.work.id) == ["a": "", "b": "\"1\""])
            #expect(try transaction.remoteItems.versions(of: ["a", "c"], calendar: Cast.work.id) == ["a": ""])
            #expect(try transaction.remoteItems.versions(of: ["b", "a"], calendar: Cast.work.id) == ["a": "", "b": "\"1\""])
            #expect(try transaction.remoteItems.versions(of: ["a"], calendar: "k-other").isEmpty)
            #expect(try transaction.remoteItems.find(id: "a", calendar: "k-other") == nil)
        }
    }

    @Test func `items are handed over one by one, while other statements run`() throws {
        try database.writeNow { transaction in
            for number in 10..<60 { try transaction.remoteItems.put(item("\(number)"), calendar: Cast.work.id) }
            var seen: [String] = []
            try transaction.remoteItems.all(calendar: Cast.work.id) { outer in
                var inner = 0
                try transaction.remoteItems.all(calendar: Cast.work.id) { _ in inner += 1 }
                #expect(inner == 50)
                seen.append(outer.id)
            }
            #expect(seen == (10..<60).map(String.init))
        }
    }

    @Test func `an error in the middle of a stream comes out, and the statement can be used again`() throws {
        struct Refusal: Error {}
        try database.writeNow { transaction in
            try transaction.remoteItems.put(item("a"), calendar: Cast.work.id)
            #expect(throws: Refusal.self) { try transaction.remoteItems.all(calendar: Cast.work.id) { _ in throw Refusal() } }
            try transaction.remoteItems.delete(id: "a", calendar: Cast.work.id)
            try transaction.remoteItems.put(item("b"), calendar: Cast.work.id)
            try transaction.remoteItems.deleteAll(calendar: Cast.work.id)
            #expect(try transaction.remoteItems.versions(calendar: Cast.work.id).isEmpty)
        }
    }

    @Test func `a link is put, found from both sides, and put again`() throws {
        var link = Link(appointment: "p-1", resource: Cast.benResource.id, calendar: Cast.work.id)
        try database.writeNow { try $0.links.put(link) }
        let fields = EventFields(span: span(0, 45), title: "Cut", notes: "ä\n", location: "")
        (link.state, link.generation, link.remoteID, link.version) = (.synced, 2, "x.ics", "\"7\"")
        (link.base, link.carried) = (fields, fields)
        try database.writeNow { try $0.links.put(link) }
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.links.find(appointment: "p-1", resource: Cast.benResource.id) == link)
            #expect(try transaction.links.find(remoteID: "x.ics", calendar: Cast.work.id) == link)
            #expect(try transaction.links.find(remoteID: "y.ics", calendar: Cast.work.id) == nil)
            #expect(try transaction.links.all(remoteIDs: ["y.ics", "x.ics"], calendar: Cast.work.id) == ["x.ics": link])
            #expect(try transaction.links.all(remoteIDs: ["y.ics"], calendar: Cast.work.id).isEmpty)
            #expect(try transaction.links.all(calendar: Cast.work.id) == [link])
            #expect(try transaction.links.all(appointment: "p-1") == [link])
        }
        try database.writeNow { try $0.links.delete(appointment: "p-1", resource: Cast.benResource.id) }
        #expect(try database.readNow { try $0.links.all(calendar: Cast.work.id) }.isEmpty)
    }

    private func item(_ id: String) -> RemoteItem {
        RemoteItem(
            id: id, version: "\"1\"", uid: "uid-\(id)", marker: EventMarker(appointment: "p-1", generation: 2),
            fields: EventFields(span: span(0, 30), title: "T", notes: "N", location: "L"), payload: "BEGIN:VCALENDAR\r\n")
    }
}
