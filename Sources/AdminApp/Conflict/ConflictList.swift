import Booking
import CalendarSync
import CivilTime
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// What both sides cannot have at once: each conflict with what happened, both versions, and every way out of it.
enum ConflictList {
    struct View: Sendable {
        var chips: [CalendarPage.Chip]
        var hasSeveralPeople: Bool
        var hidden: String?
        var everybodyAddress: String
        var open: [ConflictRow]
        var obstacles: [ObstacleRow]
        var isEmpty: Bool
        var settled: [SettledConflict]
        var hasSettled: Bool
        var colorsAddress: String
    }

    static let path = "/admin/conflicts"

    /// The inbox that somebody looks at: one person's, or everybody's.
    static func address(_ visit: Visit) -> String { Query().setting("person", visit.query.value("person")).address(path) }

    static func get(_ visit: Visit) async throws -> Answer { .page(try await page(visit)) }

    static func settle(_ visit: Visit) async throws -> Answer {
        let id: SyncConflict.ID = visit.id()
        let back = visit.back(or: address(visit))
        do {
            let (decision, notice) = try decision(visit)
            try await SettleConflict(visit.kalends)(id, decision, actor: visit.actor)
            return .redirect(back, notice)
        } catch let failure as SettleConflict.Failure {
            switch failure {
            case .alreadySettled: return .redirect(back, Notice("conflictSettledAlready"))
            case .namesNoTime: return try await refuse(visit, id, "namesNoTime")
            case .namesNoLength: return try await refuse(visit, id, "namesNoLength")
            case .nothingToFollow: return try await refuse(visit, id, "nothingToFollow")
            case .taken:
                if visit.form["decision"] == "move" { return try await refuse(visit, id, "proposalTaken") }
                return try await refuse(visit, id, obstacle(id, visit)?.key ?? "taken")
            }
        }
    }

    static func ask(_ visit: Visit) async throws -> Answer {
        let id: SyncConflict.ID = visit.id()
        do {
            try await AskCustomer(visit.kalends)(id, actor: visit.actor)
            return .redirect(
                visit.back(or: address(visit)), Notice(visit.kalends.settings.isMailConfigured ? "customerAsked" : "customerAskedWaits"))
        } catch let failure as AskCustomer.Failure {
            if failure == .alreadySettled { return .redirect(address(visit), Notice("conflictSettledAlready")) }
            return try await refuse(visit, id, failure.key)
        }
    }

    /// Why the calendar cannot be followed now.
    private static func obstacle(_ id: SyncConflict.ID, _ visit: Visit) async throws -> ConflictOutlook.Obstacle? {
        try await visit.read { transaction in
            try transaction.conflicts.find(id).flatMap { try visit.kalends.outlook(on: $0, transaction) }?.obstacle
        }
    }

    private static func decision(_ visit: Visit) throws -> (SettleConflict.Decision, Notice) {
        switch visit.form["decision"] {
        case "follow": return (.follow, Notice("conflictFollowed"))
        case "putBack": return (.putBack, Notice("conflictPutBack"))
        case "keep": return (.putBack, Notice("conflictKept"))
        case "move":
            guard let start = Instant(rfc3339: visit.form["start"]) else { throw NotFound("start") }
            return (.move(to: start), Notice("conflictMoved"))
        default: throw NotFound("decision")
        }
    }

    private static func refuse(_ visit: Visit, _ id: SyncConflict.ID, _ key: String) async throws -> Answer {
        .page(try await page(visit, fault: (id, visit.texts["adminConflict.\(key)"]), status: .conflict))
    }

    private static func page(
        _ visit: Visit, fault: (id: SyncConflict.ID, sentence: String)? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> AdminPage {
        let reading = try await visit.read { try ConflictReading(visit, in: $0) }
        let texts = visit.texts
        let open = reading.open.map { ConflictRow($0, fault?.id == $0.outlook.conflict.id ? fault?.sentence : nil, visit) }
        let obstacles = reading.obstacles.map { ObstacleRow($0, reading, visit) }
        let view = View(
            chips: reading.staff.map { member in
                CalendarPage.Chip(
                    label: member.name, address: visit.query.setting("person", member.id.rawValue).address(path),
                    isOn: member.id == reading.person?.id, color: CalendarStylesheet.className(of: member.color))
            },
            hasSeveralPeople: reading.staff.count > 1,
            hidden: reading.hidden == 0 ? nil : texts.count("admin.hiddenByFilters", reading.hidden),
            everybodyAddress: visit.query.setting("person", nil).address(path), open: open, obstacles: obstacles,
            isEmpty: open.isEmpty && obstacles.isEmpty, settled: reading.settled.map { SettledConflict($0, visit) },
            hasSettled: !reading.settled.isEmpty, colorsAddress: CalendarStylesheet.colorsAddress(reading.staff.map(\.color)))
        return AdminPage(
            "admin-conflict-list", title: texts["adminMenu.conflicts"], menu: .conflicts, status: status,
            live: ["conflicts", "appointments", "calendars", "jobs", "mails"], view: view)
    }
}

extension AskCustomer.Failure {
    /// The key of its sentence.
    var key: String {
        switch self {
        case .alreadySettled: "settledAlready"
        case .notTheirs: "askNotTheirs"
        case .nobodyToAsk: "askNobody"
        case .noAddress: "askNoAddress"
        case .severalCustomers: "askSeveral"
        case .tooLate: "askTooLate"
        }
    }
}

extension SyncConflict.Kind {
    /// The first part of the catalogue keys about it.
    var word: String {
        switch self {
        case .movedOutside: "movedOutside"
        case .deletedOutside: "deletedOutside"
        case .cancelledOutside: "cancelledOutside"
        case .overlapped: "overlapped"
        case .editedTwice: "editedTwice"
        }
    }
}
