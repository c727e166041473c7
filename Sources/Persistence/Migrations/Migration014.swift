extension Migration {
    /// What programs store by the REST API beside what is acted on; businesses that were removed; services that only staff book.
    static let fourteenth = Migration(
        number: 14, name: "what the REST API stores",
        statements: ["businesses", "services", "staff", "customers", "appointments"].map {
            "ALTER TABLE \($0) ADD COLUMN extras TEXT NOT NULL DEFAULT '{}'"
        } + [
            "ALTER TABLE businesses ADD COLUMN is_active BIGINT NOT NULL DEFAULT 1",
            "ALTER TABLE services ADD COLUMN is_hidden BIGINT NOT NULL DEFAULT 0",
        ],
        guards: [])
}
