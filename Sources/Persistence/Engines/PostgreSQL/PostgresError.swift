#if PostgreSQL
/// What can go wrong beneath a transaction, before it is known what that means for it.
enum PostgresError: Error {
    /// The transaction met another one: it can be run anew.
    case conflict
    /// A statement was parsed before a migration: it has to be parsed anew.
    case stalePlan
    /// Somebody writes alone: the transaction has to wait before it begins.
    case occupied
    /// The server was lost, or let us go.
    case lost(String)
    /// A statement's answer.
    case refused(StoreFailure)

    /// - Parameters:
    ///   - state: SQLSTATE, appendix A of PostgreSQL's manual.
    ///   - message: the server's primary message.
    ///   - detail: which key exists already.
    init(state: String, message: String, table: String?, constraint: String?, detail: String?) {
        switch state {
        // Serialisation failure; deadlock.
        case "40001", "40P01": self = .conflict
        case "0A000" where message.contains("cached plan"): self = .stalePlan
        // Only `PostgresTurn` divides by anything.
        case "22012": self = .occupied
        // The overlap guard; two claims that begin together meet in the primary key first.
        case "23P01" where constraint == PostgresOverlapGuard.constraint: self = .refused(.overlap)
        case "23505" where constraint == "claims_pkey": self = .refused(.overlap)
        case "23505": self = .refused(.unique(constraint: Self.columns(of: table, in: detail) ?? constraint ?? message))
        // Lock time-out; statement time-out; too many connections.
        case "55P03", "57014", "53300": self = .refused(.busy)
        case "53100": self = .refused(.diskFull)
        // No memory, no file left to open.
        case _ where state.hasPrefix("53"): self = .refused(.busy)
        // A table is not there: somebody has emptied or exchanged the database.
        case "42P01": self = .refused(.unprepared("its tables are gone (\(message)). Restore a backup, or name the right database."))
        case "58030": self = .refused(.diskTrouble(message))
        case "25006": self = .refused(.readOnly)
        case "42501": self = .refused(.unprepared(Self.missingRight(message)))
        case "58P01" where message.contains("extension"): self = .refused(.unprepared(Self.missingExtension))
        case "0A000" where message.contains("extension"): self = .refused(.unprepared(Self.missingExtension))
        case "57P01", "57P02", "57P03", "25P03": self = .lost(message)
        case _ where state.hasPrefix("08"): self = .lost(message)
        case "XX001", "XX002": self = .refused(.corrupt(message))
        default: self = .refused(.other(message))
        }
    }

    /// - Parameter reason: why libpq could not connect.
    init(connecting reason: String) {
        // Waiting helps against none of these: somebody has to see to certificates, to the address, or to the server's users and databases.
        let untrusted = ["certificate", "does not support SSL", "no encryption", "SSL error: tlsv1 alert"]
        if untrusted.contains(where: reason.contains) {
            self = .refused(
                .unprepared(
                    "the connection would not be as safe as its address or its server asks (\(reason)). "
                        + "Check sslmode, sslrootcert and the host's name in the address, and the server's certificate."))
        } else if let remedy = Self.remedy(for: reason) {
            self = .refused(.wrongAddress("\(reason). \(remedy)"))
        } else {
            self = .lost(reason)
        }
    }

    /// What to do when the address names something that is not there. A server of another language is understood as far as libpq's own
    /// words go.
    private static func remedy(for reason: String) -> String? {
        if reason.hasPrefix("invalid ") { return "Correct that option; everything after “?” is libpq's, but for connections." }
        if reason.contains("does not exist") {
            if reason.contains("database \"") {
                return "Make the database (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0;), or name the right one."
            }
            if reason.contains("role \"") { return "Make the user (CREATE ROLE … LOGIN;), or name the right one." }
        }
        if ["password authentication failed", "no password supplied"].contains(where: reason.contains) {
            return "Check user and password; in the password write %25 for %, %40 for @ and %2F for /."
        }
        if reason.contains("no pg_hba.conf entry") { return "Let the server's pg_hba.conf admit this user from here." }
        if ["Name or service not known", "No address associated"].contains(where: reason.contains) { return "Check the name of the host." }
        return nil
    }

    private static let missingExtension =
        "its server lacks the extension btree_gist. Install PostgreSQL's contrib modules there (Debian: postgresql-contrib)."

    private static func missingRight(_ message: String) -> String {
        if message.contains("extension") {
            return "its user may not install the extension btree_gist. Let an administrator run in this database: "
                + "CREATE EXTENSION btree_gist;"
        }
        return "\(message). Let an administrator make its user the owner: ALTER DATABASE … OWNER TO …;"
    }

    /// "Key (organization, email_folded)=(…) already exists." as SQLite names it: `users.email_folded`.
    private static func columns(of table: String?, in detail: String?) -> String? {
        guard let table, let detail, let open = detail.firstIndex(of: "("), let close = detail.firstRange(of: ")=(") else { return nil }
        let columns = detail[detail.index(after: open)..<close.lowerBound].split(separator: ",").map { $0.drop { $0 == " " } }
        return columns.filter { $0 != "organization" }.map { "\(table).\($0)" }.joined(separator: ", ")
    }
}

extension PostgresError {
    /// What a store's caller is told when nothing can be tried again.
    var failure: StoreFailure {
        switch self {
        case .conflict, .stalePlan, .occupied: .busy
        case .lost(let reason): .connectionLost(reason)
        case .refused(let failure): failure
        }
    }
}
#endif
