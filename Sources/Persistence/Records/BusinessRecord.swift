import Booking

extension Business: Record {
    static var table: String { "businesses" }

    init(row: any SQLRow) throws {
        self.init(
            id: try row.id("id"), slug: try row.text("slug"), name: try row.text("name"), introduction: try row.text("introduction"),
            zone: try row.text("zone"), currency: try row.text("currency"), language: try row.text("language"),
            hours: try row.json("hours"), overrides: try row.json("overrides"), policy: try row.json("policy"), page: try row.json("page"),
            contact: try row.json("contact"), feedToken: try row.text("feed_token"))
        extras = try row.json("extras")
        isActive = try row.flag("is_active")
    }

    func columns() throws -> Columns {
        [
            "id": id, "slug": slug, "name": name, "introduction": introduction, "zone": zone, "currency": currency, "language": language,
            "hours": try JSONText.encode(hours), "overrides": try JSONText.encode(overrides), "policy": try JSONText.encode(policy),
            "page": try JSONText.encode(page), "contact": try JSONText.encode(contact), "feed_token": feedToken,
            "extras": try JSONText.encode(extras), "is_active": isActive,
        ]
    }
}
