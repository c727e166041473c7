import Booking
import CalendarSync
import CivilTime

extension SyncConflict: Record {
    static var table: String { "conflicts" }

    init(row: any SQLRow) throws {
        self.init(
            id: try row.id("id"), appointment: try row.id("appointment"), resource: try row.id("resource"),
            calendar: try row.id("calendar"), kind: try Kind(row: row), openedAt: try row.instant("opened_at"),
            settledAt: try row.instantOrNil("settled_at"), settlement: try row.choiceOrNil("settlement"))
    }

    func columns() throws -> Columns {
        [
            "id": id, "appointment": appointment, "resource": resource, "calendar": calendar, "topic": topic.text, "kind": kind.name,
            "moved_start": kind.span?.start, "moved_end": kind.span?.end, "details": try kind.details(), "opened_at": openedAt,
            "settled_at": settledAt, "settlement": settlement?.rawValue,
        ]
    }

    /// The time to which the event was moved; `nil` for every other conflict.
    var movedTo: Span? {
        guard case .movedOutside(let span) = kind else { return nil }
        return span
    }
}

extension SyncConflict.Kind {
    /// What a clash is stored as beside its times.
    private struct ClashDetails: Codable {
        var item: RemoteItem.ID
        var title: String?
    }

    fileprivate init(row: any SQLRow) throws {
        switch try row.text("kind") {
        case "movedOutside": self = .movedOutside(to: try row.span("moved_start", "moved_end"))
        case "deletedOutside": self = .deletedOutside
        case "cancelledOutside": self = .cancelledOutside
        case "overlapped":
            let details: ClashDetails = try row.json("details")
            self = .overlapped(by: Clash(item: details.item, span: try row.span("moved_start", "moved_end"), title: details.title))
        case "editedTwice": self = .editedTwice(try row.json("details"))
        case let unknown: throw StoreFailure.corrupt("the column kind holds the unknown value \(unknown)")
        }
    }

    fileprivate var name: String {
        switch self {
        case .movedOutside: "movedOutside"
        case .deletedOutside: "deletedOutside"
        case .cancelledOutside: "cancelledOutside"
        case .overlapped: "overlapped"
        case .editedTwice: "editedTwice"
        }
    }

    fileprivate var span: Span? {
        switch self {
        case .movedOutside(let span): span
        case .overlapped(let clash): clash.span
        case .deletedOutside, .cancelledOutside, .editedTwice: nil
        }
    }

    fileprivate func details() throws -> String? {
        switch self {
        case .overlapped(let clash): try JSONText.encode(ClashDetails(item: clash.item, title: clash.title))
        case .editedTwice(let texts): try JSONText.encode(texts)
        case .movedOutside, .deletedOutside, .cancelledOutside: nil
        }
    }
}
