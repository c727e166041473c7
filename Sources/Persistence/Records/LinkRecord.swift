import Booking
import CalendarSync

extension Link: Record {
    static var table: String { "links" }
    static var key: [String] { ["appointment", "resource"] }

    init(row: any SQLRow) throws {
        self.init(
            appointment: try row.id("appointment"), resource: try row.id("resource"), calendar: try row.id("calendar"),
            state: try row.choice("state"), generation: try row.count("generation"), remoteID: try row.textOrNil("remote_id"),
            version: try row.textOrNil("version"), base: try row.jsonOrNil("base"), carried: try row.jsonOrNil("carried"),
            heldBack: try row.idOrNil("held_back"))
    }

    func columns() throws -> Columns {
        [
            "appointment": appointment, "resource": resource, "calendar": calendar, "state": state.rawValue, "generation": generation,
            "remote_id": remoteID, "version": version, "base": try JSONText.encodeOrNil(base), "carried": try JSONText.encodeOrNil(carried),
            "held_back": heldBack,
        ]
    }
}
