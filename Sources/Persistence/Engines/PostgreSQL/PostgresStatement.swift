#if PostgreSQL
/// A statement as PostgreSQL reads it: the placeholders `?` become `$1`, `$2`, …
struct PostgresStatement {
    let sql: String
    let placeholders: Int

    /// What stands between quotes is left alone.
    init(_ shared: String) {
        var (sql, number, quote): (String, Int, Character?) = ("", 0, nil)
        sql.reserveCapacity(shared.utf8.count + 64)
        for character in shared {
            if let open = quote {
                if character == open { quote = nil }
                sql.append(character)
            } else if character == "?" {
                number += 1
                sql.append("$\(number)")
            } else {
                if character == "'" || character == "\"" { quote = character }
                sql.append(character)
            }
        }
        (self.sql, placeholders) = (sql, number)
    }
}
#endif
