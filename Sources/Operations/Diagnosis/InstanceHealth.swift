public import CalendarSync
import CivilTime
import Persistence
import Secrets

/// How the instance itself is: its database, its mail, its work, its keys.
public struct InstanceHealth: Sendable {
    public enum Part: String, Hashable, Sendable, Codable, CaseIterable { case database, keys, mail, jobs, workers }

    /// One part, and what is wrong with it or that it is well.
    public struct Check: Hashable, Sendable {
        public var part: Part
        public var isWell: Bool
        public var statement: Statement
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// Reads only.
    /// - Throws: `StoreFailure` when the database cannot be read at all.
    public func callAsFunction() async throws -> [Check] {
        let found = try DatabaseCheck(kalends.database).findings(now: kalends.now)
        let database =
            found.isEmpty
            ? [Check(part: .database, isWell: true, statement: Statement("healthDatabase"))]
            : found.map {
                Check(
                    part: .database, isWell: false,
                    statement: Statement("healthDamage", ["reason": .text("\($0.subject.rawValue): \($0.sentence)")]))
            }
        let others = try await kalends.database.read { transaction in
            [try keys(transaction), try mail(transaction), try jobs(transaction), try workers(transaction)]
        }
        return database + others
    }

    /// Whether every stored password can be opened with the key that this program has.
    private func keys(_ transaction: Transaction) throws -> Check {
        let accounts = try transaction.accounts.all().filter(\.isConnected)
        let sealed = accounts.filter { kalends.secretKey.open($0.sealedSecret, context: accountSecretContext($0.id)) == nil }
        guard sealed.isEmpty else {
            return Check(
                part: .keys, isWell: false,
                statement: Statement(
                    "healthKeyWrong", ["count": .count(sealed.count), "names": .text(sealed.map(\.name).joined(separator: ", "))]))
        }
        return Check(part: .keys, isWell: true, statement: Statement("healthKeys", ["count": .count(accounts.count)]))
    }

    private func mail(_ transaction: Transaction) throws -> Check {
        let failed = try transaction.mails.list(state: .failed, limit: 0).total
        let waiting = try transaction.mails.list(state: .waiting, limit: 0).total
        if failed > 0 { return Check(part: .mail, isWell: false, statement: Statement("healthMailFailed", ["count": .count(failed)])) }
        // Without a server mails wait because the operator chose so, as the admin app says on every page of theirs.
        if !kalends.settings.isMailConfigured {
            return Check(part: .mail, isWell: true, statement: Statement("healthMailOff", ["count": .count(waiting)]))
        }
        return Check(part: .mail, isWell: true, statement: Statement("healthMail", ["count": .count(waiting)]))
    }

    private func jobs(_ transaction: Transaction) throws -> Check {
        let dead = try transaction.jobs.counts().dead
        guard dead == 0 else { return Check(part: .jobs, isWell: false, statement: Statement("healthJobsDead", ["count": .count(dead)])) }
        return Check(part: .jobs, isWell: true, statement: Statement("healthJobs"))
    }

    /// Whether anybody does the work: what fell due long ago was taken by nobody.
    private func workers(_ transaction: Transaction) throws -> Check {
        guard let next = try transaction.jobs.nextDue(after: Instant(secondsSinceEpoch: 0)), kalends.now - next > .minutes(10) else {
            return Check(part: .workers, isWell: true, statement: Statement("healthWorkers"))
        }
        return Check(part: .workers, isWell: false, statement: Statement("healthWorkersIdle", ["since": .moment(next)]))
    }
}
