public import CivilTime

/// What became of all checks of one connection, in the order in which they depend on one another. Pure: facts in, findings out.
public struct Diagnosis: Hashable, Sendable, Codable {
    public var at: Instant
    public var results: [CheckResult]
    /// The checks that answer what was asked about one event or booking; empty when the connection as a whole was asked about.
    public var asked: [SyncCheck]

    public init(at: Instant, results: [CheckResult], asked: [SyncCheck] = []) {
        self.at = at
        self.results = results
        self.asked = asked
    }

    /// Runs every check over the facts.
    public init(_ facts: DiagnosisFacts) {
        let examination = Examination(facts)
        var results: [CheckResult] = []
        for check in SyncCheck.inOrder {
            let needs = examination.needs(of: check)
            let obstacle = examination.knows(check) ? nil : results.first { needs.contains($0.check) && $0.isObstacle }
            results.append(CheckResult(check, obstacle.map { .blocked(by: $0.cause) } ?? examination.outcome(of: check)))
        }
        self.init(at: facts.now, results: results, asked: facts.item?.checks ?? [])
    }

    /// Everything that was found, what is wrong first.
    public var findings: [Finding] {
        var found: [Finding] = []
        for weight in Self.weights {
            for result in results {
                if case .finding(let finding) = result.outcome, finding.weight == weight { found.append(finding) }
            }
        }
        return found
    }

    /// The first cause: what is named before everything else. Of one event it is what became of it, or what keeps that from being known.
    public var first: CheckResult? { asked.isEmpty ? gravest : answer }

    private var gravest: CheckResult? {
        for weight in Self.weights {
            for result in results {
                if case .finding(let finding) = result.outcome, finding.weight == weight { return result }
            }
        }
        return nil
    }

    private var answer: CheckResult? {
        let answers = self.answers
        for result in answers {
            if case .finding = result.outcome { return result }
        }
        guard let head = answers.first, case .blocked(let obstacle) = head.outcome else { return nil }
        return self.result(obstacle)
    }

    /// What is said when there is no cause: of one event where it stands, `nil` of a connection as a whole.
    public var reassurance: Statement? {
        guard let head = answers.first, case .well(let statement) = head.outcome else { return nil }
        return statement
    }

    private var answers: [CheckResult] { results.filter { asked.contains($0.check) } }

    /// Whether nothing is wrong; what waits or was chosen is not.
    public var isHealthy: Bool { results.allSatisfy { $0.weight != .broken } }

    /// Since when each cause has been known, for the next diagnosis.
    public var known: [String: Instant] {
        Dictionary(results.compactMap(\.finding).map { ($0.cause, $0.since) }, uniquingKeysWith: { first, _ in first })
    }

    /// The same as a page shows it that may have been made by another program than the one that runs.
    public func seen(on versions: PageVersions, person: String) -> Diagnosis {
        var facts = DiagnosisFacts(now: at, person: person)
        facts.versions = versions
        var seen = self
        for index in results.indices where results[index].check == .pageVersion {
            seen.results[index].outcome = Examination(facts).outcome(of: .pageVersion)
        }
        return seen
    }

    /// The same where a check that asks nobody comes to something else by now.
    public func judgedAgain(_ check: SyncCheck, by facts: DiagnosisFacts) -> Diagnosis {
        var judged = self
        for index in results.indices where results[index].check == check {
            // What could not be known then is not known now.
            if case .blocked = results[index].outcome { continue }
            judged.results[index].outcome = Examination(facts).outcome(of: check)
        }
        return judged
    }

    public func result(_ check: SyncCheck) -> CheckResult? {
        for result in results where result.check == check { return result }
        return nil
    }

    private static let weights: [Finding.Weight] = [.broken, .waiting, .chosen]
}

extension CheckResult {
    /// The check at which it all began.
    fileprivate var cause: SyncCheck { obstacle ?? check }

    fileprivate var obstacle: SyncCheck? { if case .blocked(let by) = outcome { by } else { nil } }
}
