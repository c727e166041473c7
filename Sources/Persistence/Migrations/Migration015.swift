extension Migration {
    /// Other programs that are told of events, and answers that are given again.
    static let fifteenth = Migration(
        number: 15, name: "webhooks and kept answers",
        statements: [
            """
            CREATE TABLE webhook_subscriptions (
                organization TEXT NOT NULL REFERENCES organizations (id),
                id TEXT NOT NULL CHECK (id <> ''),
                name TEXT NOT NULL,
                address TEXT NOT NULL,
                kinds TEXT NOT NULL,
                sealed_secret TEXT NOT NULL,
                former_secret TEXT,
                owner TEXT,
                created_at BIGINT NOT NULL,
                off TEXT,
                failing_since BIGINT,
                delivered_at BIGINT,
                PRIMARY KEY (organization, id)
            )
            """,
            """
            CREATE TABLE webhook_deliveries (
                id BIGSERIAL PRIMARY KEY,
                organization TEXT NOT NULL,
                subscription TEXT NOT NULL,
                message TEXT NOT NULL,
                kind TEXT NOT NULL,
                subject TEXT NOT NULL,
                body TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed', 'dropped')),
                attempts BIGINT NOT NULL,
                tries BIGINT NOT NULL,
                is_aside BIGINT NOT NULL,
                next_at BIGINT,
                CHECK ((state = 'waiting') = (next_at IS NOT NULL))
            )
            """,
            "CREATE UNIQUE INDEX webhook_deliveries_by_message ON webhook_deliveries (organization, message)",
            "CREATE INDEX webhook_deliveries_of_subscription ON webhook_deliveries (organization, subscription, id)",
            "CREATE INDEX webhook_deliveries_of_subject ON webhook_deliveries (organization, subject)",
            "CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (organization, created_at)",
            """
            CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (organization, subscription, is_aside, id)
            WHERE state = 'waiting'
            """,
            """
            CREATE TABLE webhook_attempts (
                id BIGSERIAL PRIMARY KEY,
                organization TEXT NOT NULL,
                delivery BIGINT NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
                number BIGINT NOT NULL,
                happened_at BIGINT NOT NULL,
                status BIGINT,
                failure TEXT,
                answer TEXT NOT NULL,
                milliseconds BIGINT NOT NULL,
                CHECK ((status IS NULL) = (failure IS NOT NULL))
            )
            """,
            "CREATE INDEX webhook_attempts_of_delivery ON webhook_attempts (organization, delivery, number)",
            """
            CREATE TABLE kept_answers (
                organization TEXT NOT NULL REFERENCES organizations (id),
                holder TEXT NOT NULL,
                request_key TEXT NOT NULL,
                fingerprint TEXT NOT NULL,
                sealed_answer TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (organization, holder, request_key)
            )
            """,
            "CREATE INDEX kept_answers_by_age ON kept_answers (organization, created_at)",
        ],
        guards: [])
}
