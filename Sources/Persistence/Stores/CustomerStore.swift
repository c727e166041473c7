public import Booking

public struct CustomerStore {
    let transaction: Transaction

    public func insert(_ customer: Customer) throws {
        transaction.touch(.appointments)
        try transaction.insert(customer)
    }

    /// The customer of the business who has this one's address, or this one, stored; whoever it is cannot be changed by others meanwhile.
    public func ensure(_ customer: Customer) throws -> Customer {
        guard !customer.email.isEmpty else {
            try insert(customer)
            return customer
        }
        transaction.touch(.appointments)
        let columns = try customer.columns()
        // Rather than looked for first: on PostgreSQL whoever looks meets everybody who writes nearby. The change changes nothing, and keeps
        // the row.
        let sql = """
            INSERT INTO customers (\((["organization"] + columns.names).joined(separator: ", ")))
            VALUES (\(Placeholders.list(columns.pairs.count + 1)))
            ON CONFLICT (organization, business, email_folded) WHERE email_folded <> ''
            DO UPDATE SET email_folded = excluded.email_folded
            RETURNING *
            """
        let stored = try transaction.rows(sql, [transaction.organization.sqlValue] + columns.values, Customer.init(row:))
        guard let stored = stored.first else { throw StoreFailure.corrupt("no answer to the insertion of a customer") }
        return stored
    }

    public func update(_ customer: Customer) throws {
        transaction.touch(.appointments)
        // Mails are composed for whoever was not erased when that began.
        if customer.erasedAt != nil { try transaction.requireAlone() }
        try transaction.update(customer)
    }

    public func find(_ id: Customer.ID) throws -> Customer? { try transaction.find(where: "id = ?", id) }

    /// Finds by address without regard to letter case; nobody has the empty address.
    public func find(email: String, in business: Business.ID) throws -> Customer? {
        guard !email.isEmpty else { return nil }
        return try transaction.find(where: "business = ? AND email_folded = ? AND email_folded <> ''", business, FoldedText.fold(email))
    }

    /// The customers in whose name, address or number every word of the text (the first eight) occurs, in any letter case, by name;
    /// everybody for an empty text. Erased customers are not found.
    public func search(text: String, in business: Business.ID? = nil, limit: Int, offset: Int = 0) throws -> (rows: [Customer], total: Int)
    {
        let words = text.split(whereSeparator: \.isWhitespace).prefix(8)
        var condition =
            "organization = ? AND erased_at IS NULL" + String(repeating: " AND search_text LIKE ? ESCAPE '!'", count: words.count)
        var arguments = [transaction.organization.sqlValue] + words.map { FoldedText.pattern(containing: String($0)).sqlValue }
        if let business {
            condition += " AND business = ?"
            arguments.append(business.sqlValue)
        }
        let total = try transaction.number("SELECT COUNT(*) FROM customers WHERE \(condition)", arguments)
        // The folded text begins with the name.
        let sql = "SELECT * FROM customers WHERE \(condition) ORDER BY search_text, id LIMIT ? OFFSET ?"
        return (try transaction.rows(sql, arguments + [limit.sqlValue, offset.sqlValue], Customer.init(row:)), Int(total))
    }
}
