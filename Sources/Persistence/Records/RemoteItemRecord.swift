import CalendarSync

extension RemoteItem {
    init(row: any SQLRow) throws {
        var marker: EventMarker?
        if let appointment = try row.textOrNil("marker_appointment") {
            marker = EventMarker(appointment: appointment, generation: try row.count("marker_generation"))
        }
        self.init(
            id: try row.text("id"), version: try row.textOrNil("version"), uid: try row.text("uid"), marker: marker,
            fields: try row.jsonOrNil("fields"), payload: try row.text("payload"))
    }
}

/// An item with the calendar that holds it: together they are its row.
struct StoredItem: Record {
    static var table: String { "remote_items" }
    static var key: [String] { ["calendar", "id"] }

    let calendar: ConnectedCalendar.ID
    let item: RemoteItem

    init(_ item: RemoteItem, in calendar: ConnectedCalendar.ID) {
        self.item = item
        self.calendar = calendar
    }

    init(row: any SQLRow) throws {
        self.init(try RemoteItem(row: row), in: try row.id("calendar"))
    }

    func columns() throws -> Columns {
        [
            "calendar": calendar, "id": item.id, "version": item.version, "uid": item.uid, "marker_appointment": item.marker?.appointment,
            "marker_generation": item.marker?.generation, "fields": try JSONText.encodeOrNil(item.fields), "payload": item.payload,
        ]
    }
}
