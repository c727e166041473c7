import Booking
import CivilTime

extension User: Record {
    static var table: String { "users" }

    init(row: any SQLRow) throws {
        self.init(
            id: try row.id("id"), name: try row.text("name"), email: try row.text("email"),
            passwordHash: try row.textOrNil("password_hash"),
            role: try row.choice("role"), createdAt: try row.instant("created_at"))
    }

    func columns() -> Columns {
        [
            "id": id, "name": name, "email": email, "email_folded": FoldedText.fold(email), "password_hash": passwordHash,
            "role": role.rawValue, "created_at": createdAt,
        ]
    }
}
