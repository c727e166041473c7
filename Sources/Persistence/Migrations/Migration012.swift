extension Migration {
    /// Appointments that several customers share.
    static let twelfth = Migration(
        number: 12, name: "group appointments",
        statements: [
            "ALTER TABLE services ADD COLUMN maximum_attendees BIGINT NOT NULL DEFAULT 1 CHECK (maximum_attendees >= 1)",
            "ALTER TABLE appointments ADD COLUMN maximum_attendees BIGINT NOT NULL DEFAULT 1 CHECK (maximum_attendees >= 1)",
            // However many write at once, no row ever says that more came than there are places.
            """
            ALTER TABLE appointments ADD COLUMN filled_attendees BIGINT NOT NULL DEFAULT 1
            CHECK (filled_attendees >= 0 AND filled_attendees <= maximum_attendees)
            """,
            "CREATE INDEX appointments_for_groups ON appointments (organization, service, start_at) WHERE maximum_attendees > 1",
            "ALTER TABLE attendees ADD COLUMN place TEXT",
            // Who gave up a place keeps a row, so that the link of their mail goes on saying so.
            "ALTER TABLE attendees ADD COLUMN is_former BIGINT NOT NULL DEFAULT 0 CHECK (is_former IN (0, 1))",
            // Whose booking a form made; that of the one attendee where it is not said.
            "ALTER TABLE submissions ADD COLUMN customer TEXT",
        ],
        guards: [])
}
