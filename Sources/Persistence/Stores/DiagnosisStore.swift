public import Booking
public import CalendarSync

/// The last diagnosis of a connection.
public struct StoredDiagnosis: Hashable, Sendable {
    /// `account:…`, or `resource:…` for somebody without a connection.
    public var subject: String
    public var resource: Resource.ID
    public var diagnosis: Diagnosis
    /// The last round trip, whenever that was.
    public var roundTrip: RoundTrip?

    public init(subject: String, resource: Resource.ID, diagnosis: Diagnosis, roundTrip: RoundTrip?) {
        self.subject = subject
        self.resource = resource
        self.diagnosis = diagnosis
        self.roundTrip = roundTrip
    }
}

extension StoredDiagnosis: Record {
    static var table: String { "diagnoses" }
    static var key: [String] { ["subject"] }

    init(row: any SQLRow) throws {
        self.init(
            subject: try row.text("subject"), resource: try row.id("resource"), diagnosis: try row.json("diagnosis"),
            roundTrip: try row.jsonOrNil("round_trip"))
    }

    func columns() throws -> Columns {
        [
            "subject": subject, "resource": resource, "examined_at": diagnosis.at, "diagnosis": try JSONText.encode(diagnosis),
            "round_trip": try JSONText.encodeOrNil(roundTrip),
        ]
    }
}

/// What the last look at each connection came to.
public struct DiagnosisStore {
    let transaction: Transaction

    /// Puts the diagnosis in the place of the one before.
    public func put(_ diagnosis: StoredDiagnosis) throws {
        transaction.touch(.calendars)
        try transaction.put(diagnosis)
    }

    public func find(_ subject: String) throws -> StoredDiagnosis? { try transaction.find(where: "subject = ?", subject) }

    public func all(of resource: Resource.ID) throws -> [StoredDiagnosis] {
        try transaction.all("AND resource = ? ORDER BY subject", resource)
    }

    public func all() throws -> [StoredDiagnosis] { try transaction.all("ORDER BY subject") }

    public func delete(_ subject: String) throws {
        transaction.touch(.calendars)
        try transaction.execute("DELETE FROM diagnoses WHERE organization = ? AND subject = ?", transaction.organization, subject)
    }
}
