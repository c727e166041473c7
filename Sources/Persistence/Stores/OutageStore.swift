public import Booking
public import CalendarSync
public import CivilTime

/// A calendar that closes time and is not known as it should be.
public struct CalendarOutage: Hashable, Sendable {
    public var calendar: ConnectedCalendar.ID
    public var resource: Resource.ID
    /// Never `fresh`.
    public var age: CalendarAge
    public var since: Instant

    public init(calendar: ConnectedCalendar.ID, resource: Resource.ID, age: CalendarAge, since: Instant) {
        self.calendar = calendar
        self.resource = resource
        self.age = age
        self.since = since
    }
}

extension CalendarOutage: Record {
    static var table: String { "calendar_outages" }
    static var key: [String] { ["calendar"] }

    init(row: any SQLRow) throws {
        self.init(
            calendar: try row.id("calendar"), resource: try row.id("resource"), age: try row.choice("age"), since: try row.instant("since"))
    }

    func columns() -> Columns { ["calendar": calendar, "resource": resource, "age": age.rawValue, "since": since] }
}

/// The calendars that are not fresh, and the connections of which somebody was told.
public struct OutageStore {
    let transaction: Transaction

    /// Makes the calendar's outage this one, or none. Writes nothing when it is so already.
    public func set(_ outage: CalendarOutage?, of calendar: ConnectedCalendar.ID) throws {
        let known: CalendarOutage? = try transaction.find(where: "calendar = ?", calendar)
        guard known != outage else { return }
        // Only what may close time is news for whoever searches.
        if known?.age != outage?.age { transaction.touch(.availability, .calendars) }
        if let outage { return try transaction.put(outage) }
        try transaction.execute("DELETE FROM calendar_outages WHERE organization = ? AND calendar = ?", transaction.organization, calendar)
    }

    public func all() throws -> [CalendarOutage] { try transaction.all("ORDER BY since, calendar") }

    public func all(of resources: [Resource.ID]) throws -> [CalendarOutage] {
        try Set(resources).sorted().flatMap { try transaction.all("AND resource = ? ORDER BY since, calendar", $0) }
    }

    /// When the outage of an account began of which somebody was told; `nil` when nobody was, or it is over.
    public func alarm(of account: CalendarAccount.ID) throws -> Instant? {
        try transaction.row("SELECT began_at FROM outage_alarms WHERE organization = ? AND account = ?", transaction.organization, account)
        {
            try $0.instant("began_at")
        }
    }

    /// Notes that somebody was told, or with `nil` that it is over.
    public func setAlarm(_ began: Instant?, of account: CalendarAccount.ID) throws {
        guard let began else {
            try transaction.execute("DELETE FROM outage_alarms WHERE organization = ? AND account = ?", transaction.organization, account)
            return
        }
        try transaction.execute(
            """
            INSERT INTO outage_alarms (organization, account, began_at) VALUES (?, ?, ?)
            ON CONFLICT (organization, account) DO UPDATE SET began_at = excluded.began_at
            """, transaction.organization, account, began)
    }
}
