extension Migration {
    /// First reads in portions, and people who are asked to connect their own calendar.
    static let eighth = Migration(
        number: 8, name: "imports and invitations",
        statements: [
            "ALTER TABLE calendars ADD COLUMN importing TEXT",
            """
            CREATE TABLE invitations (
                organization TEXT NOT NULL,
                id TEXT NOT NULL,
                resource TEXT NOT NULL,
                business TEXT NOT NULL,
                inviter TEXT NOT NULL,
                address TEXT NOT NULL,
                token_hash TEXT NOT NULL,
                sealed_token TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                mail TEXT,
                opened_at BIGINT,
                consented_at BIGINT,
                consent TEXT,
                account TEXT,
                accepted_at BIGINT,
                revoked_at BIGINT,
                told TEXT,
                renews TEXT,
                CHECK ((consented_at IS NULL) = (consent IS NULL)),
                CHECK (accepted_at IS NULL OR account IS NOT NULL),
                PRIMARY KEY (organization, id),
                FOREIGN KEY (organization, resource) REFERENCES resources (organization, id),
                FOREIGN KEY (organization, business) REFERENCES businesses (organization, id),
                FOREIGN KEY (organization, account) REFERENCES accounts (organization, id)
            )
            """,
            "CREATE UNIQUE INDEX invitations_by_token ON invitations (organization, token_hash)",
            "CREATE INDEX invitations_of_resource ON invitations (organization, resource, created_at)",
            "CREATE INDEX invitations_of_account ON invitations (organization, account)",
        ],
        guards: [])
}
