import Booking
import CivilTime

extension Resource: Record {
    static var table: String { "resources" }

    init(row: any SQLRow) throws {
        self.init(id: try row.id("id"), kind: try row.choice("kind"), name: try row.text("name"))
    }

    func columns() -> Columns { ["id": id, "kind": kind.rawValue, "name": name] }
}

extension TimeOff: Record {
    static var table: String { "time_off" }

    init(row: any SQLRow) throws {
        self.init(id: try row.id("id"), resource: try row.id("resource"), span: try row.span(), reason: try row.text("reason"))
    }

    func columns() -> Columns {
        ["id": id, "resource": resource, "start_at": span.start, "end_at": span.end, "reason": reason]
    }
}
