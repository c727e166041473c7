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
    static let passing = ["attempts", "request_buckets", "grant_renewals", "spent_states"]

    /// All other tables but the list of migrations, each after the tables that its rows refer to. Settings come last: a copy that was cut short is
    /// known by one of them.
    static let all: [StoredTable] = [
        StoredTable("organizations", ["id"], isSeeded: true),
        StoredTable("availability_counters", ["organization", "shard"], isSeeded: true),
        StoredTable("users"),
        StoredTable("sessions", ["organization", "token_hash"]),
        StoredTable("password_links", ["organization", "token_hash"]),
        StoredTable("access_tokens"),
        StoredTable("resources"),
        StoredTable("businesses"),
        StoredTable("staff"),
        StoredTable("services"),
        StoredTable("service_staff", ["organization", "service", "staff"]),
        StoredTable("custom_questions"),
        StoredTable("service_questions", ["organization", "service", "question"]),
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
        StoredTable("invitations"),
        StoredTable("push_channels"),
        StoredTable("remote_items", ["organization", "calendar", "id"]),
        StoredTable("busy_blocks", ["organization", "calendar", "item", "number"]),
        StoredTable("links", ["organization", "appointment", "resource"]),
        StoredTable("conflicts"),
        StoredTable("conflict_holds", ["organization", "conflict"]),
        StoredTable("conflict_questions", ["organization", "token_hash"]),
        StoredTable("sync_settings", ["organization", "subject", "number"]),
        StoredTable("diagnoses", ["organization", "subject"]),
        StoredTable("probes"),
        StoredTable("calendar_outages", ["organization", "calendar"]),
        StoredTable("outage_alarms", ["organization", "account"]),
        StoredTable("sync_log", ["id"]),
        StoredTable("sync_runs"),
        StoredTable("run_effects", ["id"]),
        StoredTable("jobs", ["id"]),
        StoredTable("recurring_runs", ["organization", "name"]),
        StoredTable("mails"),
        StoredTable("webhook_subscriptions"),
        StoredTable("webhook_deliveries", ["id"]),
        StoredTable("webhook_attempts", ["id"]),
        StoredTable("kept_answers", ["organization", "holder", "request_key"]),
        StoredTable("history", ["id"]),
        StoredTable("settings", ["organization", "name"], isSeeded: true),
    ]

    /// What had another name or another shape before, and is taken along where it is still there.
    static let former = [StoredTable("availability_revisions", ["organization"], isSeeded: true)]

    /// The tables that a database of any version has.
    static func present(in connection: any SQLConnection, of engine: any SQLEngine) throws -> [StoredTable] {
        var names: Set<String> = []
        try connection.query(engine.tableNames, []) { names.insert(try $0.text(at: 0)) }
        return (former + all).filter { names.contains($0.name) }
    }

    /// All names of tables that are Kalends'.
    static var ownNames: Set<String> { Set((former + all).map(\.name) + passing + ["schema_migrations"]) }

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

    /// Asks for the rows after a key, in the order of the key. The mark of an unfinished copy is none of them.
    func selection(_ columns: [String], after last: [SQLValue]? = nil) -> String {
        var conditions: [String] = []
        if let last { conditions.append("(\(order)) > (\(last.map(\.literal).joined(separator: ", ")))") }
        if name == "settings" { conditions.append("name <> '\(DatabaseCopy.mark)'") }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return "SELECT \(columns.joined(separator: ", ")) FROM \(name) \(condition) ORDER BY \(order)"
    }

    /// The columns in their order.
    func columns(in connection: any SQLConnection, of engine: any SQLEngine) throws -> [String] {
        var names: [String] = []
        try connection.query(engine.columnNames, [.text(name)]) { names.append(try $0.text(at: 0)) }
        return names
    }

    /// How a message names a packed row.
    func name(of row: UnsafeRawBufferPointer, _ columns: [String]) -> String {
        let fields = PackedFields.all(of: row)
        return key.compactMap { columns.firstIndex(of: $0) }.map { PackedFields.name(fields[$0]) }.joined(separator: " ")
    }
}

extension SQLValue {
    /// The value as a statement without placeholders writes it.
    fileprivate var literal: String {
        switch self {
        case .null: "NULL"
        case .integer(let number): String(number)
        case .text(let text): "'" + text.replacing("'", with: "''") + "'"
        case .bytes(let bytes): "'" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "'"
        }
    }
}
