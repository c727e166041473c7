import Booking

extension StaffMember: Record {
    static var table: String { "staff" }

    init(row: any SQLRow) throws {
        self.init(
            id: try row.id("id"), business: try row.id("business"), resource: try row.id("resource"), name: try row.text("name"),
            email: try row.text("email"), user: try row.idOrNil("user_id"), hours: try row.jsonOrNil("hours"),
            overrides: try row.json("overrides"), zone: try row.textOrNil("zone"), isBookable: try row.flag("is_bookable"),
            isActive: try row.flag("is_active"), color: try row.text("color"), meetings: try row.choice("meetings"),
            feedToken: try row.text("feed_token"), position: try row.count("position"))
        extras = try row.json("extras")
    }

    func columns() throws -> Columns {
        [
            "id": id, "business": business, "resource": resource, "name": name, "email": email, "user_id": user,
            "hours": try JSONText.encodeOrNil(hours), "overrides": try JSONText.encode(overrides), "zone": zone, "is_bookable": isBookable,
            "is_active": isActive, "color": color, "meetings": meetings.rawValue, "feed_token": feedToken, "position": position,
            "extras": try JSONText.encode(extras),
        ]
    }
}
