public import Booking
public import CalendarSync
import CivilTime
import Logging
public import Persistence

/// The diagnosis of one connection, or of somebody who has none.
public struct ConnectionDiagnosis: Sendable {
    /// `account:…`, or `resource:…`.
    public var subject: String
    public var resource: Resource.ID
    public var person: String
    public var account: CalendarAccount?
    public var diagnosis: Diagnosis

    /// The same as a page shows it.
    public func seen(on versions: PageVersions) -> ConnectionDiagnosis {
        var seen = self
        seen.diagnosis = diagnosis.seen(on: versions, person: person)
        return seen
    }
}

/// Checks the connections of a person: reads what is stored in one transaction, asks the servers outside of any, and keeps what came of it.
public struct DiagnoseConnection: Sendable {
    public enum Depth: Int, Sendable, Codable, Comparable {
        /// Only what is known here.
        case stored
        /// The server is asked.
        case look
        /// A test item is written, found and deleted as well.
        case roundTrip

        public static func < (left: Depth, right: Depth) -> Bool { left.rawValue < right.rawValue }
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Returns: one for each connection of the person; without any, one that says so.
    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ resource: Resource.ID, depth: Depth, actor: Actor) async throws
        -> [ConnectionDiagnosis]
    {
        let accounts = try await kalends.database.read { transaction in
            try transaction.requireScheduler(actor)
            guard try transaction.resources.find(resource) != nil else { throw NotFound("person") }
            return try Self.connections(of: resource, transaction)
        }
        var answers: [ConnectionDiagnosis] = []
        for account in accounts { answers.append(try await diagnose(resource, account, depth)) }
        return answers
    }

    /// What was last found, without asking anybody; what was never looked at, and what may have been settled since, is judged by what is stored.
    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func last(_ resource: Resource.ID, actor: Actor) async throws -> [ConnectionDiagnosis] {
        try await kalends.database.read { transaction in
            try transaction.requireScheduler(actor)
            guard try transaction.resources.find(resource) != nil else { throw NotFound("person") }
            return try Self.connections(of: resource, transaction).map { account in
                let facts = try DiagnosisReading(kalends: kalends, transaction: transaction).facts(of: resource, account: account)
                let subject = DiagnosisReading.subject(resource, account)
                let stored = try transaction.diagnoses.find(subject)?.diagnosis.judgedAgain(.conflicts, by: facts)
                return ConnectionDiagnosis(
                    subject: subject, resource: resource, person: facts.person, account: account, diagnosis: stored ?? Diagnosis(facts))
            }
        }
    }

    /// Everybody who has a connection, by name.
    public static func connected(_ transaction: Transaction) throws -> [Resource.ID] {
        let accounts = try transaction.accounts.all().filter(\.isConnected)
        let names = Dictionary(try transaction.resources.all().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        return Set(accounts.map(\.resource)).sorted { (names[$0] ?? "", $0) < (names[$1] ?? "", $1) }
    }

    /// The connected accounts; the one that was disconnected last when there is none; none at all.
    static func connections(of resource: Resource.ID, _ transaction: Transaction) throws -> [CalendarAccount?] {
        let accounts = try transaction.accounts.all(of: resource)
        let connected = accounts.filter(\.isConnected)
        if !connected.isEmpty { return connected }
        return [accounts.last]
    }

    private func diagnose(_ resource: Resource.ID, _ account: CalendarAccount?, _ depth: Depth) async throws -> ConnectionDiagnosis {
        var look = DiagnosisFacts.Look.notTaken
        var trip: RoundTrip?
        var waiting: [ConnectedCalendar.ID] = []
        // While the sync is off nobody is asked.
        let isOff = try await kalends.database.read { try $0.isSwitchedOff(resource) }
        if let account, account.isConnected, depth >= .look, !isOff {
            let chosen = try await kalends.database.read { transaction in
                try DiagnosisReading(kalends: kalends, transaction: transaction).chosen(of: account)
            }
            look = await LookOutside(kalends: kalends)(account, chosen)
            waiting = try await TakenLook(kalends: kalends, look: look).readAgain(chosen, account)
            // Nothing is written where already reading is refused.
            if depth == .roundTrip, case .answered = look, let linked = chosen.first(where: \.calendar.isLinked) {
                trip = try await RunProbe(kalends: kalends)(linked.calendar.id)
            }
        }
        let (seen, tried, unread) = (look, trip, waiting)
        return try await kalends.database.write { transaction in
            if let tried, let calendar = try transaction.calendars.find(tried.calendar) {
                try SyncLog(kalends: kalends, transaction: transaction, calendar: calendar).note(
                    .probed, .check, failure: tried.reason,
                    took: .milliseconds(tried.inboundMilliseconds ?? tried.outboundMilliseconds ?? 0))
            }
            if let account { try TakenLook(kalends: kalends, look: seen).noteRights(account, tried: tried, transaction) }
            return try kalends.diagnose(resource, account, transaction) { facts in
                facts.look = seen
                facts.unreadSinceTrouble = facts.calendars.filter { unread.contains($0.id) }.map(\.remote.name)
                facts.roundTrip = tried ?? facts.roundTrip
            }
        }
    }
}

extension Kalends {
    /// Judges a connection by what is stored and what a look added to it, and keeps the outcome.
    @discardableResult
    func diagnose(
        _ resource: Resource.ID, _ account: CalendarAccount?, _ transaction: Transaction,
        _ adding: (inout DiagnosisFacts) -> Void = { _ in }
    ) throws -> ConnectionDiagnosis {
        // As it is now: it may have been disconnected while its server was asked.
        let account = try account.flatMap { try transaction.accounts.find($0.id) }
        var facts = try DiagnosisReading(kalends: self, transaction: transaction).facts(of: resource, account: account)
        adding(&facts)
        let subject = DiagnosisReading.subject(resource, account)
        let diagnosis = Diagnosis(facts)
        try transaction.diagnoses.put(
            StoredDiagnosis(subject: subject, resource: resource, diagnosis: diagnosis, roundTrip: facts.roundTrip))
        return ConnectionDiagnosis(subject: subject, resource: resource, person: facts.person, account: account, diagnosis: diagnosis)
    }

    /// The same after a failure or its end, by what is known: nobody is asked who has just refused.
    func rediagnose(_ account: CalendarAccount.ID, _ transaction: Transaction) throws {
        guard let account = try transaction.accounts.find(account) else { return }
        try diagnose(account.resource, account, transaction)
    }
}
