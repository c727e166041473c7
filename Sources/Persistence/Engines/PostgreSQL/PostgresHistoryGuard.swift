/// Keeps history append-only. One change is let through: a redaction, which can take facts away and can never put others in their place.
enum PostgresHistoryGuard {
    // Frozen with migration 1.
    static let statements = [
        """
        CREATE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'history is append-only'; END $$
        """,
        """
        CREATE TRIGGER history_is_not_removed BEFORE DELETE ON history
        FOR EACH ROW EXECUTE FUNCTION history_is_append_only()
        """,
        """
        CREATE TRIGGER history_is_not_emptied BEFORE TRUNCATE ON history
        FOR EACH STATEMENT EXECUTE FUNCTION history_is_append_only()
        """,
        """
        CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history FOR EACH ROW
        WHEN (OLD.redacted_at IS NOT NULL OR NEW.redacted_at IS NULL OR NEW.reason <> '' OR NEW.before_json IS NOT NULL
            OR NEW.after_json IS NOT NULL OR NEW.id <> OLD.id OR NEW.organization <> OLD.organization
            OR NEW.happened_at <> OLD.happened_at OR NEW.actor <> OLD.actor OR NEW.subject <> OLD.subject OR NEW.action <> OLD.action)
        EXECUTE FUNCTION history_is_append_only()
        """,
    ]
}
