import Booking
import CalendarSync
import CivilTime
import Operations
import RestShape

/// A person's connection to a calendar provider. Nothing by which somebody could sign in is in it.
struct CalendarAccountItem: Sendable {
    var id = ""
    var name = ""
    var provider = ProviderKind.caldav
    var isConnected = false
    var refused: Instant?
    var made = Instant(secondsSinceEpoch: 0)
    var person = SyncPeople()

    init(_ account: CalendarAccount, _ person: SyncPeople) {
        (id, name, provider) = (account.id.rawValue, account.name, account.provider)
        (isConnected, refused, made) = (account.isConnected, account.refusedSince, account.createdAt)
        self.person = person
    }

    private init() {}

    private static let kinds = EnumDefinition("calendarProvider", ProviderKind.allCases.map(\.rawValue))

    static let schema = ObjectSchema<CalendarAccountItem>(
        "calendarAccount", fresh: { CalendarAccountItem() },
        properties: [
            .readOnly("id", .string(maxLength: 100), get: { $0.id }, isNullable: false),
            .readOnly("createdDateTime", .dateTimeOffset, get: { $0.made }, isNullable: false),
            .readOnly("displayName", .string(maxLength: 500), get: { $0.name }, [.searchable], isNullable: false),
            .readOnly("isConnected", .boolean, get: { $0.isConnected }, isNullable: false),
            .readOnly("personDisplayName", .string(maxLength: 200), get: { $0.person.name }, [.searchable], isNullable: false),
            .readOnly("provider", .enumeration(kinds), get: { $0.provider }, isNullable: false),
            .readOnly("refusedSince", .dateTimeOffset, get: { $0.refused }, about: "Since when it lets us in no more."),
            .readOnly(
                "staffMemberIds", .collection(of: .string(maxLength: 100), maxCount: 1_000), get: { $0.person.staff }, isNullable: false,
                about: "Who its owner is in each business."),
        ])
}

/// A calendar of an account, and what it is for.
struct ConnectedCalendarItem: Sendable {
    var id = ""
    var name = ""
    var access = CalendarAccess.readOnly
    var limitation: String?
    var isLinked = false
    var closesTime = false
    var readAt: Instant?
    var troubleSince: Instant?
    var trouble: String?
    var withheld = 0

    init(_ calendar: ConnectedCalendar) {
        (id, name) = (calendar.id.rawValue, calendar.remote.name)
        (access, limitation) = (calendar.remote.access, calendar.remote.limitation)
        (isLinked, closesTime, readAt) = (calendar.isLinked, calendar.closesTime, calendar.readAt)
        (troubleSince, trouble) = (calendar.failure?.since, calendar.failure?.failure.sentence)
        withheld = calendar.withheldRemovals
    }

    private init() {}

    private static let accesses: KeyValuePairs<String, CalendarAccess> = ["readWrite": .readWrite, "readOnly": .readOnly]

    static let schema = ObjectSchema<ConnectedCalendarItem>(
        "connectedCalendar", fresh: { ConnectedCalendarItem() },
        properties: [
            .readOnly("id", .string(maxLength: 100), get: { $0.id }, isNullable: false),
            .readOnly(
                "access", .enumeration(EnumDefinition("calendarAccess", ["readWrite", "readOnly"]), accesses), get: { $0.access },
                isNullable: false),
            .readOnly("closesTime", .boolean, get: { $0.closesTime }, isNullable: false, about: "Its busy events close time."),
            .readOnly("displayName", .string(maxLength: 500), get: { $0.name }, [.searchable], isNullable: false),
            .readOnly("isLinked", .boolean, get: { $0.isLinked }, isNullable: false, about: "Bookings are written into it."),
            .readOnly("limitation", .string(maxLength: 2000), get: { $0.limitation }, about: "Why it cannot be the linked calendar."),
            .readOnly("readDateTime", .dateTimeOffset, get: { $0.readAt }, about: "The end of the last read that succeeded."),
            .readOnly("troubleMessage", .string(maxLength: 4000), get: { $0.trouble }),
            .readOnly("troubleSince", .dateTimeOffset, get: { $0.troubleSince }),
            .readOnly(
                "withheldRemovals", .int32(0...Int32.max), get: { $0.withheld }, isNullable: false,
                about: "Events that the server says are gone, and that count until somebody agrees."),
        ])
}
