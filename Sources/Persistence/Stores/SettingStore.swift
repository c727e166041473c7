/// The instance's own settings, by name.
public struct SettingStore {
    let transaction: Transaction

    public func get(_ key: String) throws -> String? {
        try transaction.row(
            "SELECT setting_value FROM settings WHERE organization = ? AND name = ?", transaction.organization, key
        ) { try $0.text(at: 0) }
    }

    public func set(_ key: String, _ value: String) throws {
        transaction.touch(.settings)
        try transaction.execute(
            """
            INSERT INTO settings (organization, name, setting_value) VALUES (?, ?, ?)
            ON CONFLICT (organization, name) DO UPDATE SET setting_value = excluded.setting_value
            """, transaction.organization, key, value)
    }

    public func delete(_ key: String) throws {
        transaction.touch(.settings)
        try transaction.execute("DELETE FROM settings WHERE organization = ? AND name = ?", transaction.organization, key)
    }
}
