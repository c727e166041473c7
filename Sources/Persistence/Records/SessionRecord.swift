import Booking
import CivilTime

extension Session: Record {
    static var table: String { "sessions" }
    static var key: [String] { ["token_hash"] }

    init(row: any SQLRow) throws {
        self.init(
            tokenHash: try row.text("token_hash"), user: try row.id("user_id"), createdAt: try row.instant("created_at"),
            lastSeenAt: try row.instant("last_seen_at"), expiresAt: try row.instant("expires_at"), userAgent: try row.text("user_agent"),
            address: try row.text("address"), household: try row.text("household"))
    }

    func columns() -> Columns {
        [
            "token_hash": tokenHash, "user_id": user, "created_at": createdAt, "last_seen_at": lastSeenAt, "expires_at": expiresAt,
            "user_agent": userAgent, "address": address, "household": household,
        ]
    }
}

extension PasswordLink: Record {
    static var table: String { "password_links" }
    static var key: [String] { ["token_hash"] }

    init(row: any SQLRow) throws {
        self.init(
            tokenHash: try row.text("token_hash"), user: try row.id("user_id"), purpose: try row.choice("purpose"),
            expiresAt: try row.instant("expires_at"))
    }

    func columns() -> Columns {
        ["token_hash": tokenHash, "user_id": user, "purpose": purpose.rawValue, "expires_at": expiresAt]
    }
}
