import Booking
import CalendarSync
import CivilTime

extension SyncRun: Record {
    static var table: String { "sync_runs" }

    init(row: any SQLRow) throws {
        self.init(
            id: try row.id("id"), kind: try row.choice("kind"), at: try row.instant("happened_at"), actor: try row.text("actor"),
            resource: try row.idOrNil("resource"), undoes: try row.idOrNil("undoes"))
    }

    func columns() -> Columns {
        ["id": id, "kind": kind.rawValue, "happened_at": at, "actor": actor, "resource": resource, "undoes": undoes]
    }
}

extension RunEffect {
    init(row: any SQLRow) throws {
        self.init(
            id: try row.integer("id"), run: try row.id("run"), at: try row.instant("happened_at"), resource: try row.idOrNil("resource"),
            calendar: try row.idOrNil("calendar"), appointment: try row.idOrNil("appointment"), change: try row.json("details"),
            outcome: try row.choice("outcome"))
    }

    func columns() throws -> Columns {
        [
            "run": run, "happened_at": at, "resource": resource, "calendar": calendar, "appointment": appointment,
            "kind": change.kind.rawValue, "details": try JSONText.encode(change), "outcome": outcome.rawValue,
        ]
    }
}
