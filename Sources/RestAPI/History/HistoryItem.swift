import CivilTime
import Persistence
import RestShape

/// Who did what, to what, and when.
struct HistoryItem: Sendable {
    var entry: HistoryEntry
    var changes: [HistoryChange]

    /// - Throws: `StoreFailure.corrupt`.
    init(_ entry: HistoryEntry) throws {
        self.entry = entry
        changes = try HistoryChange.all(of: entry)
    }

    private init() {
        entry = HistoryEntry(at: Instant(secondsSinceEpoch: 0), actor: "", subject: "", action: "")
        changes = []
    }

    static let schema = ObjectSchema<HistoryItem>(
        "historyEntry", fresh: { HistoryItem() },
        properties: [
            .readOnly("id", .string(maxLength: 100), get: { String($0.entry.id) }, isNullable: false),
            .readOnly("action", .string(maxLength: 100), get: { $0.entry.action }, isNullable: false),
            .readOnly(
                "actor", .string(maxLength: 200), get: { $0.entry.actor }, isNullable: false,
                about: "user: or application: and an id, or customer, sync, system."),
            .readOnly(
                "changes", .collection(of: .object(HistoryChange.schema), maxCount: 10_000), get: { $0.changes }, isNullable: false),
            .readOnly("createdDateTime", .dateTimeOffset, get: { $0.entry.at }, isNullable: false),
            .readOnly("reason", .string(maxLength: 10_000), get: { $0.entry.reason }, isNullable: false),
            .readOnly(
                "redactedDateTime", .dateTimeOffset, get: { $0.entry.redactedAt }, about: "When reason and changes were erased."),
            .readOnly(
                "subject", .string(maxLength: 200), get: { $0.entry.subject }, isNullable: false,
                about: "A noun, a colon and an id: appointment:…"),
        ])
}
