import Booking
import CalendarSync
import CivilTime

extension CalendarAccount: Record {
    static var table: String { "accounts" }

    init(row: any SQLRow) throws {
        self.init(
            id: try row.id("id"), resource: try row.id("resource"), provider: try row.choice("provider"), name: try row.text("name"),
            address: try row.text("address"), user: try row.text("login"), sealedSecret: try row.text("sealed_secret"),
            ownAddresses: try row.json("own_addresses"), createdAt: try row.instant("created_at"),
            refusedSince: try row.instantOrNil("refused_since"))
    }

    func columns() throws -> Columns {
        [
            "id": id, "resource": resource, "provider": provider.rawValue, "name": name, "address": address, "login": user,
            "sealed_secret": sealedSecret, "own_addresses": try JSONText.encode(ownAddresses), "created_at": createdAt,
            "refused_since": refusedSince,
        ]
    }
}

extension ConnectedCalendar: Record {
    static var table: String { "calendars" }

    init(row: any SQLRow) throws {
        let remote = RemoteCalendar(
            id: try row.text("remote_id"), name: try row.text("name"), access: try row.choice("access"),
            capabilities: try row.json("capabilities"), limitation: try row.textOrNil("limitation"))
        self.init(
            id: try row.id("id"), account: try row.id("account"), resource: try row.id("resource"), remote: remote,
            isLinked: try row.flag("is_linked"), closesTime: try row.flag("closes_time"),
            cursor: try row.textOrNil("sync_cursor").map { SyncCursor($0) }, readAt: try row.instantOrNil("read_at"),
            expandedUntil: try row.instantOrNil("expanded_until"), failure: try row.jsonOrNil("failure"),
            withheldRemovals: try row.count("withheld_removals"), agreedRemovals: try row.count("agreed_removals"),
            importing: try row.jsonOrNil("importing"))
    }

    func columns() throws -> Columns {
        [
            "id": id, "account": account, "resource": resource, "remote_id": remote.id, "name": remote.name,
            "access": remote.access.rawValue, "capabilities": try JSONText.encode(remote.capabilities), "is_linked": isLinked,
            "closes_time": closesTime, "sync_cursor": cursor?.value, "read_at": readAt, "expanded_until": expandedUntil,
            "failure": try JSONText.encodeOrNil(failure), "limitation": remote.limitation,
            "withheld_removals": withheldRemovals, "agreed_removals": agreedRemovals,
            "importing": try JSONText.encodeOrNil(importing),
        ]
    }
}
