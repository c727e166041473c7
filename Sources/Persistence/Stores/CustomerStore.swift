public import Booking

public struct CustomerStore {
    let transaction: Transaction

    public func insert(_ customer: Customer) throws {
        transaction.touch(.appointments)
        try transaction.insert(customer)
    }

    public func update(_ customer: Customer) throws {
        transaction.touch(.appointments)
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
