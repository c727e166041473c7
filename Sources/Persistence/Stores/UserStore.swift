public import Booking

public struct UserStore {
    let transaction: Transaction

    public func insert(_ user: User) throws {
        transaction.touch(.settings)
        try transaction.insert(user)
    }

    public func update(_ user: User) throws {
        transaction.touch(.settings)
        try transaction.update(user)
    }

    public func find(_ id: User.ID) throws -> User? { try transaction.find(where: "id = ?", id) }

    /// Finds by address without regard to letter case.
    public func find(email: String) throws -> User? { try transaction.find(where: "email_folded = ?", FoldedText.fold(email)) }

    /// By name.
    public func all() throws -> [User] { try transaction.all("ORDER BY name, id") }

    public func count() throws -> Int {
        Int(try transaction.number("SELECT COUNT(*) FROM users WHERE organization = ?", [transaction.organization.sqlValue]))
    }

    /// Removes the user with sessions and links; people who signed in as this user stay, without a user.
    public func delete(_ id: User.ID) throws {
        transaction.touch(.settings)
        try transaction.execute("UPDATE staff SET user_id = NULL WHERE organization = ? AND user_id = ?", transaction.organization, id)
        try transaction.execute("DELETE FROM users WHERE organization = ? AND id = ?", transaction.organization, id)
    }
}
