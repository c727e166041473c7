extension Migration {
    /// What nodes kept for themselves, or nobody kept, belongs to all of them: wrong attempts, the requests of a minute, and when recurring
    /// work last ran.
    static let third = Migration(
        number: 3, name: "shared by all nodes",
        statements: [
            """
            CREATE TABLE attempts (
                organization TEXT NOT NULL REFERENCES organizations (id),
                subject TEXT NOT NULL CHECK (subject <> ''),
                failures BIGINT NOT NULL CHECK (failures >= 0),
                last_at BIGINT NOT NULL,
                PRIMARY KEY (organization, subject)
            )
            """,
            "CREATE INDEX attempts_by_age ON attempts (organization, last_at)",
            // Moments and lengths in microseconds. It refers to nothing, so that a request locks nothing but its own row.
            """
            CREATE UNLOGGED TABLE request_buckets (
                organization TEXT NOT NULL,
                household TEXT NOT NULL CHECK (household <> ''),
                asked_at BIGINT NOT NULL,
                granted BIGINT NOT NULL,
                given_back BIGINT NOT NULL,
                full_at BIGINT NOT NULL,
                PRIMARY KEY (organization, household)
            )
            """,
            """
            CREATE TABLE recurring_runs (
                organization TEXT NOT NULL REFERENCES organizations (id),
                name TEXT NOT NULL,
                started_at BIGINT NOT NULL,
                ended_at BIGINT NOT NULL,
                failure TEXT,
                PRIMARY KEY (organization, name)
            )
            """,
            "ALTER TABLE sessions ADD COLUMN household TEXT NOT NULL DEFAULT ''",
        ],
        guards: [])
}
