import Booking
import CalendarSync
import CivilTime
import Operations
import Persistence
import WebShell

/// What the inbox shows, read in one transaction.
struct ConflictReading: Sendable {
    struct Open: Sendable {
        var outlook: ConflictOutlook
        var person: String
        var calendar: String
    }

    struct Settled: Sendable {
        var conflict: SyncConflict
        var appointment: Appointment?
    }

    var staff: [StaffMember]
    /// Whose conflicts are shown; everybody's when `nil`.
    var person: StaffMember?
    var open: [Open]
    var obstacles: [CalendarObstacle]
    var settled: [Settled]
    /// How many are not shown because somebody was chosen.
    var hidden: Int

    /// How many things the inbox of everybody shows as waiting.
    static func count(_ visit: Visit, _ transaction: Transaction) throws -> Int {
        let people = Set(try transaction.staff.all(in: visit.business.id, includingRemoved: true).map(\.resource))
        let open = try transaction.conflicts.open().filter { people.contains($0.resource) }
        return try open.count + visit.kalends.obstacles(of: people, transaction).count
    }

    init(_ visit: Visit, in transaction: Transaction) throws {
        let everybody = try transaction.staff.all(in: visit.business.id, includingRemoved: true)
        let names = Dictionary(everybody.map { ($0.resource, $0.name) }, uniquingKeysWith: { first, _ in first })
        let person = everybody.first { $0.id.rawValue == visit.query["person"] }
        self.person = person
        staff = everybody.filter(\.isActive)
        let all = try transaction.conflicts.open().filter { names[$0.resource] != nil }
        let shown = all.filter { person == nil || $0.resource == person?.resource }
        open = try shown.compactMap { conflict in
            guard let outlook = try visit.kalends.outlook(on: conflict, transaction) else { return nil }
            return Open(
                outlook: outlook, person: names[conflict.resource] ?? "",
                calendar: try transaction.calendars.find(conflict.calendar)?.remote.name ?? "")
        }
        let obstacles = try visit.kalends.obstacles(of: Set(names.keys), transaction)
        self.obstacles = obstacles.filter { person == nil || $0.resource == person?.resource }
        hidden = all.count - shown.count + obstacles.count - self.obstacles.count
        let resources = person.map { [$0.resource] } ?? Array(Set(everybody.map(\.resource)))
        settled = try resources.flatMap { try transaction.conflicts.all(resource: $0, limit: 20) }
            .filter { $0.settledAt != nil }
            .sorted { ($0.settledAt?.secondsSinceEpoch ?? 0, $0.id) > ($1.settledAt?.secondsSinceEpoch ?? 0, $1.id) }
            .prefix(20).map { Settled(conflict: $0, appointment: try transaction.appointments.find($0.appointment)) }
    }
}
