extension Migration {
    /// What each run of the sync did, so that it can be undone; and links that an undo left alone.
    static let ninth = Migration(
        number: 9, name: "runs of the sync",
        statements: [
            """
            CREATE TABLE sync_runs (
                organization TEXT NOT NULL REFERENCES organizations (id),
                id TEXT NOT NULL CHECK (id <> ''),
                kind TEXT NOT NULL,
                happened_at BIGINT NOT NULL,
                actor TEXT NOT NULL,
                resource TEXT,
                undoes TEXT,
                PRIMARY KEY (organization, id)
            )
            """,
            "CREATE INDEX sync_runs_by_age ON sync_runs (organization, happened_at)",
            // A run is undone once.
            "CREATE UNIQUE INDEX sync_runs_undone ON sync_runs (organization, undoes) WHERE undoes IS NOT NULL",
            """
            CREATE TABLE run_effects (
                id BIGSERIAL PRIMARY KEY,
                organization TEXT NOT NULL,
                run TEXT NOT NULL,
                happened_at BIGINT NOT NULL,
                resource TEXT,
                calendar TEXT,
                appointment TEXT,
                kind TEXT NOT NULL,
                details TEXT NOT NULL,
                outcome TEXT NOT NULL CHECK (outcome IN ('done', 'pending', 'leftAlone')),
                FOREIGN KEY (organization, run) REFERENCES sync_runs (organization, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX run_effects_of_run ON run_effects (organization, run, id)",
            "CREATE INDEX run_effects_of_appointment ON run_effects (organization, appointment) WHERE appointment IS NOT NULL",
            "ALTER TABLE sync_log ADD COLUMN run TEXT",
            "CREATE INDEX sync_log_of_run ON sync_log (organization, run) WHERE run IS NOT NULL",
            "ALTER TABLE links ADD COLUMN held_back TEXT",
        ],
        guards: [])
}
