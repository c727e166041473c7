/// Refuses a claim that overlaps another of its resource, whoever writes it: below every check that code makes.
enum PostgresOverlapGuard {
    /// By this the refusal is recognised among all others.
    static let constraint = "claims_overlap"

    // Writers of one resource take turns: two that wait for each other's end inside the constraint would be a deadlock, which the server
    // notices after a second only. Frozen with migration 1.
    static let statements = [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        """
        ALTER TABLE claims ADD CONSTRAINT claims_overlap
        EXCLUDE USING gist (organization WITH =, resource WITH =, int8range(start_at, end_at) WITH &&)
        """,
        """
        CREATE FUNCTION claims_take_turns() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtextextended(NEW.organization || ' ' || NEW.resource, 7210));
            RETURN NEW;
        END $$
        """,
        """
        CREATE TRIGGER claims_take_turns BEFORE INSERT OR UPDATE ON claims FOR EACH ROW EXECUTE FUNCTION claims_take_turns()
        """,
    ]
}
