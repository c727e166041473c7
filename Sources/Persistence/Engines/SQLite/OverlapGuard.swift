/// Refuses a claim that overlaps another of its resource, whoever writes it: below every check that code makes.
enum OverlapGuard {
    /// By this the refusal is recognised among all others.
    static let message = "claims overlap"

    // Claims never overlap, so that the one which starts last before the new one's end also ends last: it alone needs a look.
    // Frozen with migration 1.
    static let statements = [
        """
        CREATE TRIGGER claims_overlap_on_insert BEFORE INSERT ON claims
        WHEN NEW.start_at < (
            SELECT end_at FROM claims WHERE organization = NEW.organization AND resource = NEW.resource AND start_at < NEW.end_at
            ORDER BY start_at DESC LIMIT 1)
        BEGIN SELECT RAISE(ABORT, 'claims overlap'); END
        """,
        """
        CREATE TRIGGER claims_overlap_on_update BEFORE UPDATE ON claims
        WHEN NEW.start_at < (
            SELECT end_at FROM claims WHERE organization = NEW.organization AND resource = NEW.resource AND start_at < NEW.end_at
                AND rowid <> OLD.rowid
            ORDER BY start_at DESC LIMIT 1)
        BEGIN SELECT RAISE(ABORT, 'claims overlap'); END
        """,
    ]
}
