extension Migration {
    /// Bookings that await confirmation, as they were made while a calendar could not be looked at.
    static let tenth = Migration(
        number: 10, name: "bookings that await confirmation",
        statements: [
            "ALTER TABLE appointments ADD COLUMN awaits_since BIGINT CHECK (awaits_since IS NULL OR status = 'confirmed')",
            "CREATE INDEX appointments_awaiting ON appointments (organization, start_at) WHERE awaits_since IS NOT NULL",
        ],
        guards: [])
}
