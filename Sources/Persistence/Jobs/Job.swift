public import CivilTime

/// A piece of work that must be done after its cause was committed, as often as it takes.
public struct Job: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case waiting
        /// A worker holds a lease; once it has run out the job is claimed again.
        case running
        /// Given up until a person revives it.
        case dead
    }

    public var id: Int64
    public var kind: String
    /// JSON.
    public var payload: String
    /// Jobs of one lane run one after the other: `account:…`.
    public var lane: String
    /// At most one job of a key waits.
    public var key: String?
    public var due: Instant
    /// How often it was claimed, this time included.
    public var attempts: Int
    public var leaseUntil: Instant?
    public var worker: String?
    public var state: State
    public var lastError: String?
    public var createdAt: Instant

    public init(
        id: Int64, kind: String, payload: String, lane: String, key: String?, due: Instant, attempts: Int, leaseUntil: Instant?,
        worker: String?, state: State, lastError: String?, createdAt: Instant
    ) {
        self.id = id
        self.kind = kind
        self.payload = payload
        self.lane = lane
        self.key = key
        self.due = due
        self.attempts = attempts
        self.leaseUntil = leaseUntil
        self.worker = worker
        self.state = state
        self.lastError = lastError
        self.createdAt = createdAt
    }
}

extension Job {
    private static let interruption = "Kalends ended in the middle of this work; times in a row: "

    /// What a job's last error says that was cut short once more by the end of its process.
    static func interruption(after lastError: String?) -> String { "\(interruption)\(interruptions(lastError) + 1)" }

    private static func interruptions(_ lastError: String?) -> Int {
        guard let lastError, lastError.hasPrefix(interruption) else { return 0 }
        return Int(lastError.dropFirst(interruption.count)) ?? 0
    }

    /// How often in a row its process ended, or lost its lease, while it was at the job: the job itself may be the reason.
    public var interruptions: Int { Self.interruptions(lastError) }
}

/// How many jobs stand where.
public struct JobCounts: Hashable, Sendable {
    public var waiting = 0
    public var running = 0
    public var dead = 0

    public init(waiting: Int = 0, running: Int = 0, dead: Int = 0) {
        self.waiting = waiting
        self.running = running
        self.dead = dead
    }
}
