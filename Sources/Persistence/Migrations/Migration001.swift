extension Migration {
    /// The whole schema of the first version.
    static let first = Migration(
        number: 1, name: "first schema",
        statements: Migration001.organization + Migration001.people + Migration001.offer + Migration001.booking + Migration001.time
            + Migration001.outside + Migration001.work,
        guards: [.overlap, .history])
}

/// Frozen. Instants and lengths are whole seconds; JSON is text; flags are 0 and 1; every key leads with the organization.
private enum Migration001 {
    static let organization = [
        """
        CREATE TABLE organizations (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL
        )
        """,
        "INSERT INTO organizations (id, name) VALUES ('home', '')",
        """
        CREATE TABLE settings (
            organization TEXT NOT NULL REFERENCES organizations (id),
            name TEXT NOT NULL,
            setting_value TEXT NOT NULL,
            PRIMARY KEY (organization, name)
        )
        """,
        """
        CREATE TABLE availability_revisions (
            organization TEXT NOT NULL PRIMARY KEY REFERENCES organizations (id),
            revision BIGINT NOT NULL
        )
        """,
        "INSERT INTO availability_revisions (organization, revision) VALUES ('home', 1)",
    ]

    static let people = [
        """
        CREATE TABLE users (
            organization TEXT NOT NULL REFERENCES organizations (id),
            id TEXT NOT NULL,
            name TEXT NOT NULL,
            email TEXT NOT NULL,
            email_folded TEXT NOT NULL CHECK (email_folded <> ''),
            password_hash TEXT,
            role TEXT NOT NULL CHECK (role IN ('administrator', 'scheduler', 'viewer')),
            created_at BIGINT NOT NULL,
            PRIMARY KEY (organization, id),
            UNIQUE (organization, email_folded)
        )
        """,
        """
        CREATE TABLE sessions (
            organization TEXT NOT NULL,
            token_hash TEXT NOT NULL CHECK (token_hash <> ''),
            user_id TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            last_seen_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            user_agent TEXT NOT NULL,
            address TEXT NOT NULL,
            PRIMARY KEY (organization, token_hash),
            FOREIGN KEY (organization, user_id) REFERENCES users (organization, id) ON DELETE CASCADE
        )
        """,
        "CREATE INDEX sessions_of_user ON sessions (organization, user_id)",
        "CREATE INDEX sessions_by_end ON sessions (organization, expires_at)",
        """
        CREATE TABLE password_links (
            organization TEXT NOT NULL,
            token_hash TEXT NOT NULL CHECK (token_hash <> ''),
            user_id TEXT NOT NULL,
            purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
            expires_at BIGINT NOT NULL,
            PRIMARY KEY (organization, token_hash),
            FOREIGN KEY (organization, user_id) REFERENCES users (organization, id) ON DELETE CASCADE
        )
        """,
        "CREATE INDEX password_links_of_user ON password_links (organization, user_id)",
    ]

    static let offer = [
        """
        CREATE TABLE resources (
            organization TEXT NOT NULL REFERENCES organizations (id),
            id TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('person', 'room', 'device')),
            name TEXT NOT NULL,
            PRIMARY KEY (organization, id)
        )
        """,
        """
        CREATE TABLE businesses (
            organization TEXT NOT NULL REFERENCES organizations (id),
            id TEXT NOT NULL,
            slug TEXT NOT NULL CHECK (slug <> ''),
            name TEXT NOT NULL,
            introduction TEXT NOT NULL,
            zone TEXT NOT NULL,
            currency TEXT NOT NULL,
            language TEXT NOT NULL,
            hours TEXT NOT NULL,
            overrides TEXT NOT NULL,
            policy TEXT NOT NULL,
            page TEXT NOT NULL,
            contact TEXT NOT NULL,
            feed_token TEXT NOT NULL CHECK (feed_token <> ''),
            PRIMARY KEY (organization, id),
            UNIQUE (organization, slug),
            UNIQUE (organization, feed_token)
        )
        """,
        """
        CREATE TABLE staff (
            organization TEXT NOT NULL,
            id TEXT NOT NULL,
            business TEXT NOT NULL,
            resource TEXT NOT NULL,
            name TEXT NOT NULL,
            email TEXT NOT NULL,
            user_id TEXT,
            hours TEXT,
            overrides TEXT NOT NULL,
            zone TEXT,
            is_bookable BIGINT NOT NULL CHECK (is_bookable IN (0, 1)),
            is_active BIGINT NOT NULL CHECK (is_active IN (0, 1)),
            color TEXT NOT NULL,
            feed_token TEXT NOT NULL CHECK (feed_token <> ''),
            position BIGINT NOT NULL,
            PRIMARY KEY (organization, id),
            UNIQUE (organization, feed_token),
            FOREIGN KEY (organization, business) REFERENCES businesses (organization, id),
            FOREIGN KEY (organization, resource) REFERENCES resources (organization, id),
            FOREIGN KEY (organization, user_id) REFERENCES users (organization, id)
        )
        """,
        "CREATE INDEX staff_of_business ON staff (organization, business)",
        "CREATE INDEX staff_of_resource ON staff (organization, resource)",
        "CREATE INDEX staff_of_user ON staff (organization, user_id)",
        """
        CREATE TABLE services (
            organization TEXT NOT NULL,
            id TEXT NOT NULL,
            business TEXT NOT NULL,
            slug TEXT NOT NULL CHECK (slug <> ''),
            name TEXT NOT NULL,
            summary TEXT NOT NULL,
            duration BIGINT NOT NULL CHECK (duration > 0),
            pre_buffer BIGINT NOT NULL CHECK (pre_buffer >= 0),
            post_buffer BIGINT NOT NULL CHECK (post_buffer >= 0),
            price BIGINT CHECK (price >= 0),
            location TEXT NOT NULL,
            fields TEXT NOT NULL,
            policy TEXT,
            color TEXT NOT NULL,
            is_active BIGINT NOT NULL CHECK (is_active IN (0, 1)),
            position BIGINT NOT NULL,
            PRIMARY KEY (organization, id),
            FOREIGN KEY (organization, business) REFERENCES businesses (organization, id)
        )
        """,
        "CREATE INDEX services_of_business ON services (organization, business)",
        // The address of a removed service is free again.
        "CREATE UNIQUE INDEX services_by_slug ON services (organization, business, slug) WHERE is_active = 1",
        """
        CREATE TABLE service_staff (
            organization TEXT NOT NULL,
            service TEXT NOT NULL,
            staff TEXT NOT NULL,
            position BIGINT NOT NULL,
            PRIMARY KEY (organization, service, staff),
            FOREIGN KEY (organization, service) REFERENCES services (organization, id) ON DELETE CASCADE,
            FOREIGN KEY (organization, staff) REFERENCES staff (organization, id)
        )
        """,
        "CREATE INDEX service_staff_of_staff ON service_staff (organization, staff)",
    ]

    static let booking = [
        """
        CREATE TABLE customers (
            organization TEXT NOT NULL,
            id TEXT NOT NULL,
            business TEXT NOT NULL,
            name TEXT NOT NULL,
            email TEXT NOT NULL,
            email_folded TEXT NOT NULL,
            phone TEXT NOT NULL,
            notes TEXT NOT NULL,
            search_text TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            erased_at BIGINT,
            CHECK (erased_at IS NULL OR (name = '' AND email = '' AND phone = '' AND notes = '')),
            PRIMARY KEY (organization, id),
            FOREIGN KEY (organization, business) REFERENCES businesses (organization, id)
        )
        """,
        "CREATE UNIQUE INDEX customers_by_email ON customers (organization, business, email_folded) WHERE email_folded <> ''",
        """
        CREATE TABLE appointments (
            organization TEXT NOT NULL,
            id TEXT NOT NULL,
            business TEXT NOT NULL,
            service TEXT NOT NULL,
            service_name TEXT NOT NULL,
            start_at BIGINT NOT NULL,
            end_at BIGINT NOT NULL,
            pre_buffer BIGINT NOT NULL CHECK (pre_buffer >= 0),
            post_buffer BIGINT NOT NULL CHECK (post_buffer >= 0),
            status TEXT NOT NULL CHECK (status IN ('confirmed', 'cancelled')),
            location TEXT NOT NULL,
            price BIGINT CHECK (price >= 0),
            currency TEXT NOT NULL,
            staff_notes TEXT NOT NULL,
            source TEXT NOT NULL CHECK (source IN ('page', 'admin')),
            uid TEXT NOT NULL CHECK (uid <> ''),
            sequence BIGINT NOT NULL CHECK (sequence >= 0),
            revision BIGINT NOT NULL CHECK (revision > 0),
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            CHECK (end_at > start_at AND end_at - start_at <= 2678400),
            PRIMARY KEY (organization, id),
            UNIQUE (organization, uid),
            FOREIGN KEY (organization, business) REFERENCES businesses (organization, id),
            FOREIGN KEY (organization, service) REFERENCES services (organization, id)
        )
        """,
        "CREATE INDEX appointments_by_start ON appointments (organization, start_at)",
        "CREATE INDEX appointments_of_business ON appointments (organization, business, end_at)",
        "CREATE INDEX appointments_of_service ON appointments (organization, service, end_at)",
        """
        CREATE TABLE appointment_staff (
            organization TEXT NOT NULL,
            appointment TEXT NOT NULL,
            staff TEXT NOT NULL,
            position BIGINT NOT NULL,
            PRIMARY KEY (organization, appointment, staff),
            FOREIGN KEY (organization, appointment) REFERENCES appointments (organization, id) ON DELETE CASCADE,
            FOREIGN KEY (organization, staff) REFERENCES staff (organization, id)
        )
        """,
        "CREATE INDEX appointment_staff_of_staff ON appointment_staff (organization, staff, appointment)",
        """
        CREATE TABLE attendees (
            organization TEXT NOT NULL,
            appointment TEXT NOT NULL,
            customer TEXT NOT NULL,
            position BIGINT NOT NULL,
            name TEXT NOT NULL,
            email TEXT NOT NULL,
            phone TEXT NOT NULL,
            notes TEXT NOT NULL,
            zone TEXT NOT NULL,
            language TEXT NOT NULL,
            PRIMARY KEY (organization, appointment, customer),
            FOREIGN KEY (organization, appointment) REFERENCES appointments (organization, id) ON DELETE CASCADE,
            FOREIGN KEY (organization, customer) REFERENCES customers (organization, id)
        )
        """,
        "CREATE INDEX attendees_of_customer ON attendees (organization, customer, appointment)",
        """
        CREATE TABLE manage_links (
            organization TEXT NOT NULL,
            token_hash TEXT NOT NULL CHECK (token_hash <> ''),
            sealed_token TEXT NOT NULL,
            appointment TEXT NOT NULL,
            customer TEXT NOT NULL,
            PRIMARY KEY (organization, token_hash),
            UNIQUE (organization, appointment, customer),
            FOREIGN KEY (organization, appointment) REFERENCES appointments (organization, id) ON DELETE CASCADE,
            FOREIGN KEY (organization, customer) REFERENCES customers (organization, id)
        )
        """,
        """
        CREATE TABLE submissions (
            organization TEXT NOT NULL,
            form_id TEXT NOT NULL CHECK (form_id <> ''),
            appointment TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            PRIMARY KEY (organization, form_id),
            FOREIGN KEY (organization, appointment) REFERENCES appointments (organization, id) ON DELETE CASCADE
        )
        """,
        "CREATE INDEX submissions_by_age ON submissions (organization, created_at)",
        "CREATE INDEX submissions_of_appointment ON submissions (organization, appointment)",
    ]

    static let time = [
        // Claims of one resource never overlap, so that its start names a claim; the overlap guard comes with the engine.
        """
        CREATE TABLE claims (
            organization TEXT NOT NULL,
            resource TEXT NOT NULL,
            start_at BIGINT NOT NULL,
            end_at BIGINT NOT NULL,
            cause TEXT NOT NULL CHECK (cause IN ('appointment')),
            appointment TEXT,
            CHECK (end_at > start_at),
            CHECK ((cause = 'appointment') = (appointment IS NOT NULL)),
            PRIMARY KEY (organization, resource, start_at),
            FOREIGN KEY (organization, resource) REFERENCES resources (organization, id),
            FOREIGN KEY (organization, appointment) REFERENCES appointments (organization, id)
        )
        """,
        "CREATE INDEX claims_of_appointment ON claims (organization, appointment)",
        "CREATE INDEX claims_by_time ON claims (organization, resource, start_at, end_at)",
        """
        CREATE TABLE time_off (
            organization TEXT NOT NULL,
            id TEXT NOT NULL,
            resource TEXT NOT NULL,
            start_at BIGINT NOT NULL,
            end_at BIGINT NOT NULL,
            reason TEXT NOT NULL,
            CHECK (end_at > start_at),
            PRIMARY KEY (organization, id),
            FOREIGN KEY (organization, resource) REFERENCES resources (organization, id)
        )
        """,
        "CREATE INDEX time_off_by_time ON time_off (organization, resource, end_at, start_at)",
    ]

    static let outside = [
        """
        CREATE TABLE accounts (
            organization TEXT NOT NULL,
            id TEXT NOT NULL,
            resource TEXT NOT NULL,
            provider TEXT NOT NULL CHECK (provider <> ''),
            name TEXT NOT NULL,
            address TEXT NOT NULL,
            login TEXT NOT NULL,
            sealed_secret TEXT NOT NULL,
            own_addresses TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            refused_since BIGINT,
            PRIMARY KEY (organization, id),
            FOREIGN KEY (organization, resource) REFERENCES resources (organization, id)
        )
        """,
        "CREATE INDEX accounts_of_resource ON accounts (organization, resource)",
        """
        CREATE TABLE calendars (
            organization TEXT NOT NULL,
            id TEXT NOT NULL,
            account TEXT NOT NULL,
            resource TEXT NOT NULL,
            remote_id TEXT NOT NULL CHECK (remote_id <> ''),
            name TEXT NOT NULL,
            access TEXT NOT NULL CHECK (access IN ('readWrite', 'readOnly')),
            capabilities TEXT NOT NULL,
            is_linked BIGINT NOT NULL CHECK (is_linked IN (0, 1)),
            closes_time BIGINT NOT NULL CHECK (closes_time IN (0, 1)),
            sync_cursor TEXT,
            read_at BIGINT,
            expanded_until BIGINT,
            failure TEXT,
            PRIMARY KEY (organization, id),
            UNIQUE (organization, account, remote_id),
            FOREIGN KEY (organization, account) REFERENCES accounts (organization, id) ON DELETE CASCADE,
            FOREIGN KEY (organization, resource) REFERENCES resources (organization, id)
        )
        """,
        "CREATE INDEX calendars_of_resource ON calendars (organization, resource)",
        "CREATE UNIQUE INDEX one_linked_calendar ON calendars (organization, resource) WHERE is_linked = 1",
        """
        CREATE TABLE remote_items (
            organization TEXT NOT NULL,
            calendar TEXT NOT NULL,
            id TEXT NOT NULL,
            version TEXT,
            uid TEXT NOT NULL,
            marker_appointment TEXT,
            marker_generation BIGINT,
            fields TEXT,
            payload TEXT NOT NULL,
            CHECK ((marker_appointment IS NULL) = (marker_generation IS NULL)),
            PRIMARY KEY (organization, calendar, id),
            FOREIGN KEY (organization, calendar) REFERENCES calendars (organization, id) ON DELETE CASCADE
        )
        """,
        "CREATE INDEX remote_items_by_uid ON remote_items (organization, calendar, uid)",
        """
        CREATE TABLE busy_blocks (
            organization TEXT NOT NULL,
            calendar TEXT NOT NULL,
            item TEXT NOT NULL,
            number BIGINT NOT NULL,
            resource TEXT NOT NULL,
            start_at BIGINT NOT NULL,
            end_at BIGINT NOT NULL,
            length_class BIGINT NOT NULL,
            is_all_day BIGINT NOT NULL CHECK (is_all_day IN (0, 1)),
            is_busy BIGINT NOT NULL CHECK (is_busy IN (0, 1)),
            title TEXT,
            reason TEXT NOT NULL,
            CHECK (end_at >= start_at),
            CHECK (length_class = CASE WHEN end_at - start_at <= 86400 THEN 0 WHEN end_at - start_at <= 2764800 THEN 1 ELSE 2 END),
            PRIMARY KEY (organization, calendar, item, number),
            FOREIGN KEY (organization, calendar) REFERENCES calendars (organization, id) ON DELETE CASCADE,
            FOREIGN KEY (organization, resource) REFERENCES resources (organization, id)
        )
        """,
        "CREATE INDEX busy_blocks_by_time ON busy_blocks (organization, resource, length_class, start_at, end_at, is_busy)",
        """
        CREATE TABLE links (
            organization TEXT NOT NULL,
            appointment TEXT NOT NULL,
            resource TEXT NOT NULL,
            calendar TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'synced', 'inConflict', 'closed')),
            generation BIGINT NOT NULL CHECK (generation > 0),
            remote_id TEXT,
            version TEXT,
            base TEXT,
            carried TEXT,
            PRIMARY KEY (organization, appointment, resource),
            FOREIGN KEY (organization, appointment) REFERENCES appointments (organization, id),
            FOREIGN KEY (organization, resource) REFERENCES resources (organization, id),
            FOREIGN KEY (organization, calendar) REFERENCES calendars (organization, id) ON DELETE CASCADE
        )
        """,
        "CREATE INDEX links_of_calendar ON links (organization, calendar, remote_id)",
        // Conflicts outlive their calendar: what was seen there still has to be settled by a person.
        """
        CREATE TABLE conflicts (
            organization TEXT NOT NULL,
            id TEXT NOT NULL,
            appointment TEXT NOT NULL,
            resource TEXT NOT NULL,
            calendar TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('movedOutside', 'deletedOutside')),
            moved_start BIGINT,
            moved_end BIGINT,
            opened_at BIGINT NOT NULL,
            settled_at BIGINT,
            settlement TEXT CHECK (settlement IN ('followed', 'putBack', 'overtaken')),
            CHECK ((kind = 'movedOutside') = (moved_start IS NOT NULL)),
            CHECK ((moved_start IS NULL) = (moved_end IS NULL)),
            CHECK (moved_end >= moved_start),
            CHECK ((settled_at IS NULL) = (settlement IS NULL)),
            PRIMARY KEY (organization, id),
            FOREIGN KEY (organization, appointment) REFERENCES appointments (organization, id),
            FOREIGN KEY (organization, resource) REFERENCES resources (organization, id)
        )
        """,
        "CREATE UNIQUE INDEX one_open_conflict ON conflicts (organization, appointment, resource) WHERE settled_at IS NULL",
        "CREATE INDEX conflicts_of_resource ON conflicts (organization, resource, opened_at)",
        """
        CREATE TABLE conflict_holds (
            organization TEXT NOT NULL,
            conflict TEXT NOT NULL,
            resource TEXT NOT NULL,
            start_at BIGINT NOT NULL,
            end_at BIGINT NOT NULL,
            source TEXT NOT NULL,
            CHECK (end_at >= start_at),
            PRIMARY KEY (organization, conflict),
            FOREIGN KEY (organization, conflict) REFERENCES conflicts (organization, id) ON DELETE CASCADE,
            FOREIGN KEY (organization, resource) REFERENCES resources (organization, id)
        )
        """,
        "CREATE INDEX conflict_holds_by_time ON conflict_holds (organization, resource, end_at, start_at)",
    ]

    static let work = [
        """
        CREATE TABLE jobs (
            id BIGSERIAL PRIMARY KEY,
            organization TEXT NOT NULL REFERENCES organizations (id),
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            lane TEXT NOT NULL,
            job_key TEXT,
            due_at BIGINT NOT NULL,
            attempts BIGINT NOT NULL DEFAULT 0,
            lease_until BIGINT,
            worker TEXT,
            state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'dead')),
            last_error TEXT,
            created_at BIGINT NOT NULL,
            CHECK ((state = 'running') = (worker IS NOT NULL)),
            CHECK ((state = 'running') = (lease_until IS NOT NULL))
        )
        """,
        "CREATE UNIQUE INDEX one_waiting_job ON jobs (organization, job_key) WHERE state = 'waiting' AND job_key IS NOT NULL",
        "CREATE UNIQUE INDEX one_running_job ON jobs (organization, lane) WHERE state = 'running'",
        "CREATE INDEX jobs_by_due ON jobs (organization, state, due_at, id)",
        "CREATE INDEX jobs_of_lane ON jobs (organization, lane, state, due_at, id)",
        """
        CREATE TABLE mails (
            organization TEXT NOT NULL REFERENCES organizations (id),
            id TEXT NOT NULL,
            to_address TEXT NOT NULL,
            to_name TEXT NOT NULL,
            from_address TEXT NOT NULL,
            from_name TEXT NOT NULL,
            subject TEXT NOT NULL,
            kind TEXT NOT NULL,
            appointment TEXT,
            message_id TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
            attempts BIGINT NOT NULL CHECK (attempts >= 0),
            created_at BIGINT NOT NULL,
            sent_at BIGINT,
            last_tried_at BIGINT,
            last_reply TEXT NOT NULL,
            message BYTEA NOT NULL,
            PRIMARY KEY (organization, id),
            FOREIGN KEY (organization, appointment) REFERENCES appointments (organization, id)
        )
        """,
        "CREATE UNIQUE INDEX one_mail_of_a_message_id ON mails (organization, message_id)",
        "CREATE INDEX mails_by_age ON mails (organization, created_at, id)",
        "CREATE INDEX mails_by_state ON mails (organization, state, created_at, id)",
        "CREATE INDEX mails_of_appointment ON mails (organization, appointment)",
        """
        CREATE TABLE history (
            id BIGSERIAL PRIMARY KEY,
            organization TEXT NOT NULL REFERENCES organizations (id),
            happened_at BIGINT NOT NULL,
            actor TEXT NOT NULL,
            subject TEXT NOT NULL,
            action TEXT NOT NULL,
            reason TEXT NOT NULL,
            before_json TEXT,
            after_json TEXT,
            redacted_at BIGINT
        )
        """,
        "CREATE INDEX history_of_subject ON history (organization, subject, id)",
        "CREATE INDEX history_by_age ON history (organization, id)",
    ]
}
