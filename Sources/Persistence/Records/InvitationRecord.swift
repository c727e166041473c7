import Booking
import CalendarSync

extension ConnectionInvitation: Record {
    static var table: String { "invitations" }

    init(row: any SQLRow) throws {
        self.init(
            id: try row.id("id"), resource: try row.id("resource"), business: try row.id("business"), inviter: try row.text("inviter"),
            address: try row.text("address"), tokenHash: try row.text("token_hash"), sealedToken: try row.text("sealed_token"),
            createdAt: try row.instant("created_at"), expiresAt: try row.instant("expires_at"), mail: try row.textOrNil("mail"),
            openedAt: try row.instantOrNil("opened_at"), consentedAt: try row.instantOrNil("consented_at"),
            consent: try row.textOrNil("consent"), account: try row.textOrNil("account").map { CalendarAccount.ID($0) },
            acceptedAt: try row.instantOrNil("accepted_at"), revokedAt: try row.instantOrNil("revoked_at"),
            told: try row.textOrNil("told"), renews: try row.textOrNil("renews").map { CalendarAccount.ID($0) })
    }

    func columns() throws -> Columns {
        [
            "id": id, "resource": resource, "business": business, "inviter": inviter, "address": address, "token_hash": tokenHash,
            "sealed_token": sealedToken, "created_at": createdAt, "expires_at": expiresAt, "mail": mail, "opened_at": openedAt,
            "consented_at": consentedAt, "consent": consent, "account": account, "accepted_at": acceptedAt, "revoked_at": revokedAt,
            "told": told, "renews": renews,
        ]
    }
}
