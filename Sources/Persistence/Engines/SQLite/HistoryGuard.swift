/// Keeps history append-only. One change is let through: a redaction, which can take facts away and can never put others in their place.
enum HistoryGuard {
    // Frozen with migration 1.
    static let statements = [
        """
        CREATE TRIGGER history_is_not_removed BEFORE DELETE ON history
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END
        """,
        """
        CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history
        WHEN OLD.redacted_at IS NOT NULL OR NEW.redacted_at IS NULL OR NEW.reason <> '' OR NEW.before_json IS NOT NULL
            OR NEW.after_json IS NOT NULL OR NEW.id <> OLD.id OR NEW.organization <> OLD.organization
            OR NEW.happened_at <> OLD.happened_at OR NEW.actor <> OLD.actor OR NEW.subject <> OLD.subject OR NEW.action <> OLD.action
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END
        """,
        // INSERT OR REPLACE would remove a row without asking the triggers for removal.
        """
        CREATE TRIGGER history_is_not_replaced BEFORE INSERT ON history
        WHEN EXISTS (SELECT 1 FROM history WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END
        """,
    ]
}
