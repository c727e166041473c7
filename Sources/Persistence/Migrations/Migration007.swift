extension Migration {
    /// What is known of connections: the last diagnosis of each, test items under way, calendars that are not known any more, alarms that were
    /// sent, and what the sync did.
    static let seventh = Migration(
        number: 7, name: "diagnosis",
        statements: [
            """
            CREATE TABLE diagnoses (
                organization TEXT NOT NULL,
                subject TEXT NOT NULL CHECK (subject <> ''),
                resource TEXT NOT NULL,
                examined_at BIGINT NOT NULL,
                diagnosis TEXT NOT NULL,
                round_trip TEXT,
                PRIMARY KEY (organization, subject),
                FOREIGN KEY (organization, resource) REFERENCES resources (organization, id)
            )
            """,
            "CREATE INDEX diagnoses_of_resource ON diagnoses (organization, resource)",
            """
            CREATE TABLE probes (
                organization TEXT NOT NULL,
                id TEXT NOT NULL,
                calendar TEXT NOT NULL,
                item TEXT,
                made_at BIGINT NOT NULL,
                PRIMARY KEY (organization, id),
                FOREIGN KEY (organization, calendar) REFERENCES calendars (organization, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX probes_of_calendar ON probes (organization, calendar)",
            """
            CREATE TABLE calendar_outages (
                organization TEXT NOT NULL,
                calendar TEXT NOT NULL,
                resource TEXT NOT NULL,
                age TEXT NOT NULL CHECK (age IN ('ageing', 'stale', 'dead')),
                since BIGINT NOT NULL,
                PRIMARY KEY (organization, calendar),
                FOREIGN KEY (organization, calendar) REFERENCES calendars (organization, id) ON DELETE CASCADE,
                FOREIGN KEY (organization, resource) REFERENCES resources (organization, id)
            )
            """,
            "CREATE INDEX calendar_outages_of_resource ON calendar_outages (organization, resource, age)",
            """
            CREATE TABLE outage_alarms (
                organization TEXT NOT NULL,
                account TEXT NOT NULL,
                began_at BIGINT NOT NULL,
                PRIMARY KEY (organization, account),
                FOREIGN KEY (organization, account) REFERENCES accounts (organization, id) ON DELETE CASCADE
            )
            """,
            """
            CREATE TABLE sync_log (
                id BIGSERIAL PRIMARY KEY,
                organization TEXT NOT NULL REFERENCES organizations (id),
                happened_at BIGINT NOT NULL,
                resource TEXT NOT NULL,
                calendar TEXT NOT NULL,
                action TEXT NOT NULL,
                cause TEXT NOT NULL,
                appointment TEXT,
                events BIGINT NOT NULL,
                failure TEXT,
                milliseconds BIGINT NOT NULL
            )
            """,
            "CREATE INDEX sync_log_of_resource ON sync_log (organization, resource, id)",
            "CREATE INDEX sync_log_by_age ON sync_log (organization, happened_at)",
        ],
        guards: [])
}
