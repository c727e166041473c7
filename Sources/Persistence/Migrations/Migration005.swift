extension Migration {
    /// What a calendar's server says is gone waits for a person when it is suspiciously much.
    static let fifth = Migration(
        number: 5, name: "removals that wait for a person",
        statements: [
            "ALTER TABLE calendars ADD COLUMN withheld_removals BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE calendars ADD COLUMN agreed_removals BIGINT NOT NULL DEFAULT 0",
        ],
        guards: [])
}
