extension Database {
    /// A step that a database has still to take.
    public struct PendingMigration: Hashable, Sendable {
        public let number: Int
        public let name: String
    }

    /// The schema that this program writes.
    public static var schemaVersion: Int { Schema.newest }

    /// The schema of the database at a path or an address, which is left as it is; 0 when it is missing or empty.
    public static func schemaVersion(at place: String) throws(StoreFailure) -> Int {
        guard let engine = try DatabasePlace(place).readingEngine() else { return 0 }
        let version = try StoreFailure.only { try engine.readNow { try Schema.version(in: $0, of: engine) } }
        try engine.close()
        return version
    }

    /// The steps that opening a database would take.
    /// - Throws: `StoreFailure.newerDatabase` when it was written by a newer program.
    public static func pendingMigrations(at place: String) throws(StoreFailure) -> [PendingMigration] {
        let version = try schemaVersion(at: place)
        if version > schemaVersion { throw .newerDatabase(found: version, known: schemaVersion) }
        return Schema.migrations.filter { $0.number > version }.map { PendingMigration(number: $0.number, name: $0.name) }
    }
}
