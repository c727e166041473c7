/// A table of the schema as copies and checks see it: its name, and the columns of the primary key, by which its rows are ordered alike on
/// every engine.
struct StoredTable: Hashable, Sendable {
    let name: String
    let key: [String]
    /// Whether migrations put rows into it, which a copy overwrites.
    let isSeeded: Bool

    private init(_ name: String, _ key: [String] = ["organization", "id"], isSeeded: Bool = false) {
        self.name = name
        self.key = key
        self.isSeeded = isSeeded
    }

    /// Tables of what is right for some hours at most, which are never copied.
    static let passing = ["attempts", "request_buckets"]

    /// All other tables but the list of migrations, each after the tables that its rows refer to. Settings come last: a copy that was cut short is
    /// known by one of them.
    static let all: [StoredTable] = [
        StoredTable("organizations", ["id"], isSeeded: true),
        StoredTable("availability_counters", ["organization", "shard"], isSeeded: true),
        StoredTable("users"),
        StoredTable("sessions", ["organization", "token_hash"]),
        StoredTable("password_links", ["organization", "token_hash"]),
        StoredTable("resources"),
        StoredTable("businesses"),
        StoredTable("staff"),
        StoredTable("services"),
        StoredTable("service_staff", ["organization", "service", "staff"]),
        StoredTable("customers"),
        StoredTable("appointments"),
        StoredTable("appointment_staff", ["organization", "appointment", "staff"]),
        StoredTable("attendees", ["organization", "appointment", "customer"]),
        StoredTable("manage_links", ["organization", "token_hash"]),
        StoredTable("submissions", ["organization", "form_id"]),
        StoredTable("claims", ["organization", "resource", "start_at"]),
        StoredTable("time_off"),
        StoredTable("accounts"),
        StoredTable("calendars"),
        StoredTable("remote_items", ["organization", "calendar", "id"]),
        StoredTable("busy_blocks", ["organization", "calendar", "item", "number"]),
        StoredTable("links", ["organization", "appointment", "resource"]),
        StoredTable("conflicts"),
        StoredTable("conflict_holds", ["organization", "conflict"]),
        StoredTable("diagnoses", ["organization", "subject"]),
        StoredTable("probes"),
        StoredTable("calendar_outages", ["organization", "calendar"]),
        StoredTable("outage_alarms", ["organization", "account"]),
        StoredTable("sync_log", ["id"]),
        StoredTable("jobs", ["id"]),
        StoredTable("recurring_runs", ["organization", "name"]),
        StoredTable("mails"),
        StoredTable("history", ["id"]),
        StoredTable("settings", ["organization", "name"], isSeeded: true),
    ]

    private var order: String { key.joined(separator: ", ") }

    func count(in connection: any SQLConnection) throws -> Int {
        var count: Int64 = 0
        try connection.query("SELECT COUNT(*) FROM \(name)", []) { count = try $0.integer(at: 0) }
        return Int(count)
    }

    /// The key of the last row; `nil` when there is none.
    func lastKey(in connection: any SQLConnection) throws -> [SQLValue]? {
        let backwards = key.map { "\($0) DESC" }.joined(separator: ", ")
        var last: [SQLValue]?
        try connection.query("SELECT \(order) FROM \(name) ORDER BY \(backwards) LIMIT 1", []) { row in
            last = key.indices.map(row.value(at:))
        }
        return last
    }

    /// Hands over the rows after a key, in the order of the key, without holding them all. The mark of an unfinished copy is none of them.
    func rows(
        after last: [SQLValue]? = nil, limit: Int? = nil, in connection: any SQLConnection,
        _ body: (_ columns: SQLColumns, _ row: StoredRow) throws -> Void
    ) throws {
        var conditions = last == nil ? [] : ["(\(order)) > (\(Placeholders.list(key.count)))"]
        if name == "settings" { conditions.append("name <> '\(DatabaseCopy.mark)'") }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let ending = limit.map { "LIMIT \($0)" } ?? ""
        try connection.stream("SELECT * FROM \(name) \(condition) ORDER BY \(order) \(ending)", last ?? []) { row in
            try body(row.columns, StoredRow(values: row.columns.names.indices.map(row.value(at:))))
        }
    }
}

/// All values of a row, in the order of its table's columns.
struct StoredRow: Hashable, Sendable {
    let values: [SQLValue]

    func key(of table: StoredTable, _ columns: SQLColumns) throws -> [SQLValue] { try table.key.map { values[try columns.index(of: $0)] } }

    /// How a message names the row.
    func name(by table: StoredTable, _ columns: SQLColumns) throws -> String {
        try key(of: table, columns).map(\.name).joined(separator: " ")
    }
}
