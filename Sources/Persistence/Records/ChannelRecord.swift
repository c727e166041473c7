import CalendarSync
import CivilTime

extension KeptChannel: Record {
    static var table: String { "push_channels" }

    init(row: any SQLRow) throws {
        self.init(
            id: try row.text("id"), calendar: try row.id("calendar"), state: try row.choice("state"), address: try row.text("address"),
            tokenHash: try row.text("token_hash"), resource: try row.textOrNil("watched"), openedAt: try row.instant("opened_at"),
            expires: try row.instant("expires_at"), heardAt: try row.instantOrNil("heard_at"), failure: try row.jsonOrNil("failure"))
    }

    func columns() throws -> Columns {
        [
            "id": id, "calendar": calendar, "state": state.rawValue, "address": address, "token_hash": tokenHash, "watched": resource,
            "opened_at": openedAt, "expires_at": expires, "heard_at": heardAt, "failure": try JSONText.encodeOrNil(failure),
        ]
    }
}
