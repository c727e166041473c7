extension Migration {
    /// Questions that businesses ask, and what attendees answered: with the attendee, as the question was then.
    static let thirteenth = Migration(
        number: 13, name: "custom questions",
        statements: [
            """
            CREATE TABLE custom_questions (
                organization TEXT NOT NULL,
                id TEXT NOT NULL CHECK (id <> ''),
                business TEXT NOT NULL,
                text TEXT NOT NULL CHECK (text <> ''),
                input_type TEXT NOT NULL,
                options TEXT NOT NULL,
                position BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                PRIMARY KEY (organization, id),
                FOREIGN KEY (organization, business) REFERENCES businesses (organization, id)
            )
            """,
            "CREATE INDEX custom_questions_of_business ON custom_questions (organization, business, position)",
            """
            CREATE TABLE service_questions (
                organization TEXT NOT NULL,
                service TEXT NOT NULL,
                question TEXT NOT NULL,
                position BIGINT NOT NULL,
                is_required BIGINT NOT NULL,
                PRIMARY KEY (organization, service, question),
                FOREIGN KEY (organization, service) REFERENCES services (organization, id) ON DELETE CASCADE,
                FOREIGN KEY (organization, question) REFERENCES custom_questions (organization, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX service_questions_of_question ON service_questions (organization, question)",
            "ALTER TABLE attendees ADD COLUMN answers TEXT NOT NULL DEFAULT '[]'",
        ],
        guards: [])
}
