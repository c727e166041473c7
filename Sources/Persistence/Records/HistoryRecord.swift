import CivilTime

extension HistoryEntry {
    init(row: any SQLRow) throws {
        self.init(
            id: try row.integer("id"), at: try row.instant("happened_at"), actor: try row.text("actor"), subject: try row.text("subject"),
            action: try row.text("action"), reason: try row.text("reason"), before: try row.textOrNil("before_json"),
            after: try row.textOrNil("after_json"), redactedAt: try row.instantOrNil("redacted_at"))
    }
}
