import Booking
import CivilTime

/// The people who offer it stand in `service_staff`, what it asks in `service_questions`; `ServiceStore` joins them.
extension Service: Record {
    static var table: String { "services" }

    init(row: any SQLRow) throws {
        self.init(
            id: try row.id("id"), business: try row.id("business"), slug: try row.text("slug"), name: try row.text("name"),
            summary: try row.text("summary"), duration: try row.seconds("duration"), preBuffer: try row.seconds("pre_buffer"),
            postBuffer: try row.seconds("post_buffer"), price: try row.countOrNil("price"), location: try row.text("location"),
            isOnline: try row.flag("is_online"), maximumAttendeesCount: try row.count("maximum_attendees"),
            fields: try row.json("fields"), policy: try row.jsonOrNil("policy"), color: try row.text("color"),
            isActive: try row.flag("is_active"), position: try row.count("position"))
        extras = try row.json("extras")
        isHidden = try row.flag("is_hidden")
    }

    func columns() throws -> Columns {
        [
            "id": id, "business": business, "slug": slug, "name": name, "summary": summary, "duration": duration, "pre_buffer": preBuffer,
            "post_buffer": postBuffer, "price": price, "location": location, "is_online": isOnline,
            "maximum_attendees": maximumAttendeesCount, "fields": try JSONText.encode(fields),
            "policy": try JSONText.encodeOrNil(policy), "color": color, "is_active": isActive, "position": position,
            "extras": try JSONText.encode(extras), "is_hidden": isHidden,
        ]
    }
}
