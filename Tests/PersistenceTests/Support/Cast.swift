import Booking
import CalendarSync
import CivilTime

@testable import Persistence

/// 2026-11-21T09:00:00Z.
let morning = Instant(secondsSinceEpoch: 1_795_251_600)

func span(_ startMinutes: Int, _ endMinutes: Int) -> Span { Span(morning + .minutes(startMinutes), morning + .minutes(endMinutes)) }

/// Ana owns the studio, Ben works there, Cleo books.
enum Cast {
    static let ana = User(
        id: "u-ana", name: "Ana", email: "Ana@Example.org", passwordHash: "hash", role: .administrator, createdAt: morning)
    static let studio = Business(
        id: "b-studio", slug: "studio", name: "Studio", zone: "Europe/Berlin",
        hours: .every([.monday, .friday], OpeningRange(start: 540, end: 1020)!),
        overrides: [
            DateOverride(date: CivilDate(year: 2026, month: 12, day: 24)!, ranges: [], note: "Christmas Eve")
        ], contact: BusinessContact(address: "Street 1", senderName: "The Studio"), feedToken: "feed-studio")
    static let anaResource = Resource(id: "r-ana", name: "Ana")
    static let benResource = Resource(id: "r-ben", name: "Ben")
    static let anaMember = StaffMember(
        id: "s-ana", business: studio.id, resource: anaResource.id, name: "Ana", user: ana.id, feedToken: "feed-ana", position: 1)
    static let ben = StaffMember(
        id: "s-ben", business: studio.id, resource: benResource.id, name: "Ben", email: "ben@example.org",
        hours: .every([.tuesday], OpeningRange(start: 600, end: 1560)!), zone: "Europe/Helsinki", feedToken: "feed-ben", position: 2)
    static let cut = Service(
        id: "v-cut", business: studio.id, slug: "cut", name: "Cut", duration: .minutes(45), preBuffer: .minutes(5),
        postBuffer: .minutes(10),
        price: 4_500, staff: [ben.id, anaMember.id], fields: CustomerFields(phone: .required),
        policy: SchedulingPolicy(timeSlotInterval: .minutes(15)))
    static let cleo = Customer(
        id: "c-cleo", business: studio.id, name: "Cleo", email: "Cleo@Example.org", phone: "+49 30 1234", notes: "Likes tea",
        createdAt: morning)
    static let account = CalendarAccount(
        id: "a-ben", resource: benResource.id, provider: .caldav, name: "ben at cal.example.org", address: "https://cal.example.org/ben/",
        user: "ben", sealedSecret: "sealed", ownAddresses: ["ben@example.org", "b@example.org"], createdAt: morning)
    static let work = ConnectedCalendar(
        id: "k-work", account: account.id, resource: benResource.id,
        remote: RemoteCalendar(
            id: "https://cal.example.org/ben/work/", name: "Work", access: .readWrite, capabilities: ["sync-collection"]),
        isLinked: true, closesTime: true, cursor: SyncCursor("token-1"), readAt: morning, expandedUntil: morning + .days(90))

    static func appointment(
        _ id: String = "p-1", _ span: Span = span(0, 45), staff: [StaffMember.ID] = [ben.id], status: Appointment.Status = .confirmed,
        createdAt: Instant = morning
    ) -> Appointment {
        Appointment(
            id: Appointment.ID(id), business: studio.id, service: cut.id, serviceName: "Cut", span: span, preBuffer: .minutes(5),
            postBuffer: .minutes(10), staff: staff,
            attendees: [
                Attendee(
                    customer: cleo.id, name: "Cleo", email: "cleo@example.org", phone: "+49 30 1234", notes: "Hello", zone: "Asia/Tokyo",
                    language: "en")
            ], status: status, location: "Street 1", price: 4_500, currency: "EUR", staffNotes: "VIP", source: .page, uid: "uid-\(id)",
            createdAt: createdAt, updatedAt: createdAt)
    }

    static func claim(_ span: Span, of resource: Resource.ID = benResource.id, for appointment: String = "p-1") -> Claim {
        Claim(resource: resource, span: span, cause: .appointment(Appointment.ID(appointment)))
    }

    static func conflict(_ kind: SyncConflict.Kind = .movedOutside(to: span(120, 165)), id: String = "x-1", openedAt: Instant = morning)
        -> SyncConflict
    {
        SyncConflict(
            id: SyncConflict.ID(id), appointment: "p-1", resource: benResource.id, calendar: work.id, kind: kind, openedAt: openedAt)
    }

    static func outside(_ span: Span, _ title: String? = "Dentist", isBusy: Bool = true, item: String = "dentist.ics") -> OutsideBlock {
        OutsideBlock(
            block: BusyBlock(resource: benResource.id, span: span, source: "Work", title: title), isBusy: isBusy,
            reason: isBusy ? "marked busy" : "marked free", calendar: work.id, item: item)
    }

    /// An open database on the engine of the test, with the whole cast in it, and one appointment without a claim.
    static func database() throws -> Database {
        let database = try emptyDatabase()
        try database.writeNow(install)
        return database
    }

    static func emptyDatabase() throws -> Database {
        switch TestEngine.current {
        case .sqlite: try Database.inMemory()
        #if PostgreSQL
        case .postgres: try TestPlace.kept(.borrowed).open()
        #endif
        }
    }

    static func install(_ transaction: Transaction) throws {
        try transaction.users.insert(ana)
        try transaction.businesses.insert(studio)
        for resource in [anaResource, benResource] { try transaction.resources.insert(resource) }
        for member in [anaMember, ben] { try transaction.staff.insert(member) }
        try transaction.services.insert(cut)
        try transaction.customers.insert(cleo)
        try transaction.appointments.insert(appointment())
        try transaction.accounts.insert(account)
        try transaction.calendars.insert(work)
    }
}

extension Identifier: ExpressibleByUnicodeScalarLiteral, ExpressibleByExtendedGraphemeClusterLiteral, ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self.init(value) }
}
