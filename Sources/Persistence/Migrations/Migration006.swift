extension Migration {
    /// What each person's sync does, with every state of it; and more kinds of conflicts, several of which may wait about one booking.
    static let sixth = Migration(
        number: 6, name: "sync settings and more conflicts", statements: Migration006.settings + Migration006.conflicts, guards: [])
}

/// Frozen.
private enum Migration006 {
    static let settings = [
        // The subject is a resource, or nothing for the organization itself.
        """
        CREATE TABLE sync_settings (
            organization TEXT NOT NULL REFERENCES organizations (id),
            subject TEXT NOT NULL,
            number BIGINT NOT NULL CHECK (number > 0),
            since BIGINT NOT NULL,
            reaches_existing BIGINT NOT NULL CHECK (reaches_existing IN (0, 1)),
            earlier TEXT NOT NULL,
            choices TEXT NOT NULL,
            PRIMARY KEY (organization, subject, number)
        )
        """
    ]

    /// A check cannot be changed in place on both engines, so the tables are made anew.
    static let conflicts = [
        """
        CREATE TABLE conflicts_anew (
            organization TEXT NOT NULL,
            id TEXT NOT NULL,
            appointment TEXT NOT NULL,
            resource TEXT NOT NULL,
            calendar TEXT NOT NULL,
            topic TEXT NOT NULL CHECK (topic <> ''),
            kind TEXT NOT NULL CHECK (kind IN ('movedOutside', 'deletedOutside', 'cancelledOutside', 'overlapped', 'editedTwice')),
            moved_start BIGINT,
            moved_end BIGINT,
            details TEXT,
            opened_at BIGINT NOT NULL,
            settled_at BIGINT,
            settlement TEXT CHECK (settlement IN ('followed', 'putBack', 'overtaken', 'moved', 'kept')),
            CHECK ((kind IN ('movedOutside', 'overlapped')) = (moved_start IS NOT NULL)),
            CHECK ((moved_start IS NULL) = (moved_end IS NULL)),
            CHECK (moved_end >= moved_start),
            CHECK ((kind IN ('overlapped', 'editedTwice')) = (details IS NOT NULL)),
            CHECK ((settled_at IS NULL) = (settlement IS NULL)),
            PRIMARY KEY (organization, id),
            FOREIGN KEY (organization, appointment) REFERENCES appointments (organization, id),
            FOREIGN KEY (organization, resource) REFERENCES resources (organization, id)
        )
        """,
        """
        INSERT INTO conflicts_anew (organization, id, appointment, resource, calendar, topic, kind, moved_start, moved_end, opened_at,
            settled_at, settlement)
        SELECT organization, id, appointment, resource, calendar, 'event', kind, moved_start, moved_end, opened_at, settled_at, settlement
        FROM conflicts
        """,
        """
        CREATE TABLE conflict_holds_anew (
            organization TEXT NOT NULL,
            conflict TEXT NOT NULL,
            resource TEXT NOT NULL,
            start_at BIGINT NOT NULL,
            end_at BIGINT NOT NULL,
            source TEXT NOT NULL,
            CHECK (end_at >= start_at),
            PRIMARY KEY (organization, conflict),
            FOREIGN KEY (organization, conflict) REFERENCES conflicts_anew (organization, id) ON DELETE CASCADE,
            FOREIGN KEY (organization, resource) REFERENCES resources (organization, id)
        )
        """,
        """
        INSERT INTO conflict_holds_anew (organization, conflict, resource, start_at, end_at, source)
        SELECT organization, conflict, resource, start_at, end_at, source FROM conflict_holds
        """,
        "DROP TABLE conflict_holds",
        "DROP TABLE conflicts",
        "ALTER TABLE conflicts_anew RENAME TO conflicts",
        "ALTER TABLE conflict_holds_anew RENAME TO conflict_holds",
        """
        CREATE UNIQUE INDEX one_open_conflict ON conflicts (organization, appointment, resource, topic) WHERE settled_at IS NULL
        """,
        "CREATE INDEX conflicts_of_resource ON conflicts (organization, resource, opened_at)",
        "CREATE INDEX conflict_holds_by_time ON conflict_holds (organization, resource, end_at, start_at)",
        // What a customer was asked by mail. The answer is taken once, until it is past its time.
        """
        CREATE TABLE conflict_questions (
            organization TEXT NOT NULL,
            token_hash TEXT NOT NULL CHECK (token_hash <> ''),
            conflict TEXT NOT NULL,
            customer TEXT NOT NULL,
            offered TEXT NOT NULL,
            asked_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            answered_at BIGINT,
            answer TEXT,
            CHECK ((answered_at IS NULL) = (answer IS NULL)),
            PRIMARY KEY (organization, token_hash),
            FOREIGN KEY (organization, conflict) REFERENCES conflicts (organization, id) ON DELETE CASCADE
        )
        """,
        "CREATE INDEX conflict_questions_of_conflict ON conflict_questions (organization, conflict)",
        // Messages that writes of ours will bring, so that they are told from news.
        "ALTER TABLE push_channels ADD COLUMN echoes BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE push_channels ADD COLUMN written_at BIGINT",
    ]
}
