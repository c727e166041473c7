extension Migration {
    /// Accounts whose owners sign in at the provider's own page, calendars whose provider says when they change, and meetings that it makes.
    static let fourth = Migration(
        number: 4, name: "sign-ins, news and online meetings",
        statements: [
            "ALTER TABLE services ADD COLUMN is_online BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE staff ADD COLUMN meetings TEXT NOT NULL DEFAULT 'calendar'",
            "ALTER TABLE appointments ADD COLUMN meeting TEXT",
            "ALTER TABLE calendars ADD COLUMN limitation TEXT",
            """
            CREATE TABLE push_channels (
                organization TEXT NOT NULL,
                id TEXT NOT NULL CHECK (id <> ''),
                calendar TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('opening', 'open', 'retired', 'refused')),
                address TEXT NOT NULL,
                token_hash TEXT NOT NULL CHECK (token_hash <> ''),
                watched TEXT,
                opened_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                heard_at BIGINT,
                failure TEXT,
                CHECK (state <> 'open' OR watched IS NOT NULL),
                CHECK ((state = 'refused') = (failure IS NOT NULL)),
                PRIMARY KEY (organization, id),
                FOREIGN KEY (organization, calendar) REFERENCES calendars (organization, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX push_channels_of_calendar ON push_channels (organization, calendar, opened_at)",
            "CREATE INDEX push_channels_by_end ON push_channels (organization, expires_at)",
            // Who renews the tokens of an account just now: one at a time over all nodes.
            """
            CREATE TABLE grant_renewals (
                organization TEXT NOT NULL REFERENCES organizations (id),
                provider TEXT NOT NULL CHECK (provider <> ''),
                subject TEXT NOT NULL CHECK (subject <> ''),
                holder TEXT NOT NULL CHECK (holder <> ''),
                lease_until BIGINT NOT NULL,
                PRIMARY KEY (organization, provider, subject)
            )
            """,
            // Sign-ins that came back once already.
            """
            CREATE TABLE spent_states (
                organization TEXT NOT NULL REFERENCES organizations (id),
                state_hash TEXT NOT NULL CHECK (state_hash <> ''),
                expires_at BIGINT NOT NULL,
                PRIMARY KEY (organization, state_hash)
            )
            """,
            "CREATE INDEX spent_states_by_end ON spent_states (organization, expires_at)",
            "CREATE INDEX accounts_of_login ON accounts (organization, provider, login)",
        ],
        guards: [])
}
