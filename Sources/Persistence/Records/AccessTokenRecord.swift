import Booking

extension AccessToken: Record {
    static var table: String { "access_tokens" }

    init(row: any SQLRow) throws {
        self.init(
            id: try row.id("id"), name: try row.text("name"), user: try row.idOrNil("user_id"), role: try row.choice("role"),
            scopes: try row.json("scopes"), tokenHash: try row.text("token_hash"), hint: try row.text("hint"),
            createdAt: try row.instant("created_at"), expiresAt: try row.instantOrNil("expires_at"),
            lastUsedAt: try row.instantOrNil("last_used_at"), revokedAt: try row.instantOrNil("revoked_at"))
    }

    func columns() throws -> Columns {
        [
            "id": id, "name": name, "user_id": user, "role": role.rawValue,
            "scopes": try JSONText.encode(scopes.map(\.rawValue).sorted()), "token_hash": tokenHash, "hint": hint,
            "created_at": createdAt, "expires_at": expiresAt, "last_used_at": lastUsedAt, "revoked_at": revokedAt,
        ]
    }
}
