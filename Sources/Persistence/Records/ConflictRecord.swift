import Booking
import CalendarSync
import CivilTime

extension SyncConflict: Record {
    static var table: String { "conflicts" }

    init(row: any SQLRow) throws {
        let kind: Kind =
            switch try row.text("kind") {
            case "movedOutside": .movedOutside(to: try row.span("moved_start", "moved_end"))
            case "deletedOutside": .deletedOutside
            case let unknown: throw StoreFailure.corrupt("the column kind holds the unknown value \(unknown)")
            }
        self.init(
            id: try row.id("id"), appointment: try row.id("appointment"), resource: try row.id("resource"),
            calendar: try row.id("calendar"),
            kind: kind, openedAt: try row.instant("opened_at"), settledAt: try row.instantOrNil("settled_at"),
            settlement: try row.choiceOrNil("settlement"))
    }

    func columns() -> Columns {
        [
            "id": id, "appointment": appointment, "resource": resource, "calendar": calendar, "kind": kindName,
            "moved_start": movedTo?.start,
            "moved_end": movedTo?.end, "opened_at": openedAt, "settled_at": settledAt, "settlement": settlement?.rawValue,
        ]
    }

    /// The time to which the event was moved; `nil` when it was deleted.
    var movedTo: Span? {
        switch kind {
        case .movedOutside(let span): span
        case .deletedOutside: nil
        }
    }

    private var kindName: String {
        switch kind {
        case .movedOutside: "movedOutside"
        case .deletedOutside: "deletedOutside"
        }
    }
}
