import Booking

extension WebhookSubscription: Record {
    static var table: String { "webhook_subscriptions" }

    init(row: any SQLRow) throws {
        // A kind that a later program knew is none to this one.
        let kinds: [String] = try row.json("kinds")
        self.init(
            id: try row.id("id"), name: try row.text("name"), address: try row.text("address"),
            kinds: Set(kinds.compactMap(WebhookKind.init(rawValue:))), sealedSecret: try row.text("sealed_secret"),
            formerSecret: try row.jsonOrNil("former_secret"), owner: try row.idOrNil("owner"), createdAt: try row.instant("created_at"),
            off: try row.jsonOrNil("off"))
    }

    func columns() throws -> Columns {
        [
            "id": id, "name": name, "address": address, "kinds": try JSONText.encode(kinds.map(\.rawValue).sorted()),
            "sealed_secret": sealedSecret, "former_secret": try JSONText.encodeOrNil(formerSecret), "owner": owner,
            "created_at": createdAt, "off": try JSONText.encodeOrNil(off),
        ]
    }
}
