/// What a check came to.
public struct CheckResult: Hashable, Sendable, Codable {
    public enum Outcome: Hashable, Sendable, Codable {
        case well(Statement)
        case finding(Finding)
        /// Not asked, as it depends on a check that failed.
        case blocked(by: SyncCheck)
        /// Makes no sense for this connection, and why.
        case notApplicable(Statement)
        /// Could not be looked at, or was not asked for, and why.
        case notLooked(Statement)
    }

    public var check: SyncCheck
    public var outcome: Outcome

    public init(_ check: SyncCheck, _ outcome: Outcome) {
        self.check = check
        self.outcome = outcome
    }

    public var finding: Finding? { if case .finding(let finding) = outcome { finding } else { nil } }

    /// How much what was found weighs; `nil` when nothing was.
    var weight: Finding.Weight? { if case .finding(let finding) = outcome { finding.weight } else { nil } }

    /// Whether what depends on it is not asked: something that waits or was chosen leaves the rest as it is, unless it ends the sync.
    var isObstacle: Bool {
        switch outcome {
        case .finding(let finding): finding.weight == .broken || check.endsSync
        case .blocked: true
        case .well, .notApplicable, .notLooked: false
        }
    }
}

extension SyncCheck {
    /// Whether nothing is synced while it fails, be it wanted so.
    fileprivate var endsSync: Bool { self == .switchedOn || self == .invitation || self == .leaver }
}
