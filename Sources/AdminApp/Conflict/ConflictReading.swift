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
        /// The mail with the question that waits for an answer.
        var mail: QueuedMail?
        /// The link in it, while it has not reached anybody.
        var questionLink: String?
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
            let mail = try Self.mail(of: outlook, transaction)
            let message = try mail.flatMap { $0.state == .sent ? nil : try transaction.mails.message($0.id) }
            return Open(
                outlook: outlook, person: names[conflict.resource] ?? "",
                calendar: try transaction.calendars.find(conflict.calendar)?.remote.name ?? "", mail: mail,
                questionLink: message.flatMap { Self.link(in: $0, visit) })
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

    /// The mail of the question that waits, if one does.
    private static func mail(of outlook: ConflictOutlook, _ transaction: Transaction) throws -> QueuedMail? {
        guard let question = outlook.question, outlook.questionEnding == nil else { return nil }
        return try transaction.mails.list(appointment: outlook.appointment.id, limit: 50).rows
            .last { $0.kind == AskCustomer.mailKind && $0.createdAt >= question.askedAt }
    }

    /// The address of the page that a question's mail leads to: the token itself is stored nowhere else.
    private static func link(in message: [UInt8], _ visit: Visit) -> String? {
        let page = "\(visit.kalends.settings.baseURL)/question/"
        return MailParts(message).text?.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix(page) }.map(String.init)
    }
}
