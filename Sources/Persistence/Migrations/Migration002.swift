extension Migration {
    /// The count of changes to free time becomes a sum of many rows, so that writers need not wait for one another.
    static let second = Migration(
        number: 2, name: "availability counters",
        statements: [
            """
            CREATE TABLE availability_counters (
                organization TEXT NOT NULL REFERENCES organizations (id),
                shard BIGINT NOT NULL,
                revision BIGINT NOT NULL,
                PRIMARY KEY (organization, shard)
            )
            """,
            """
            INSERT INTO availability_counters (organization, shard, revision)
            SELECT organization, 0, revision FROM availability_revisions
            """,
            "DROP TABLE availability_revisions",
        ],
        guards: [])
}
