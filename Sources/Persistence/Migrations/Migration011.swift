extension Migration {
    /// Keys to the REST API.
    static let eleventh = Migration(
        number: 11, name: "access tokens",
        statements: [
            """
            CREATE TABLE access_tokens (
                organization TEXT NOT NULL REFERENCES organizations (id),
                id TEXT NOT NULL CHECK (id <> ''),
                name TEXT NOT NULL,
                user_id TEXT,
                role TEXT NOT NULL,
                scopes TEXT NOT NULL,
                token_hash TEXT NOT NULL,
                hint TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                expires_at BIGINT,
                last_used_at BIGINT,
                revoked_at BIGINT,
                PRIMARY KEY (organization, id),
                FOREIGN KEY (organization, user_id) REFERENCES users (organization, id) ON DELETE CASCADE
            )
            """,
            "CREATE UNIQUE INDEX access_tokens_by_hash ON access_tokens (organization, token_hash)",
            "CREATE INDEX access_tokens_of_user ON access_tokens (organization, user_id)",
        ],
        guards: [])
}
