/// One database put in the place of what another held: only once everything is there and equal, and only where nobody is disturbed. Until
/// then what was there before stays as it is.
public struct DatabaseReplacement {
    private let target: DatabasePlace
    private let isForced: Bool
    private let keepsRest: Bool

    /// - Parameters:
    ///   - isForced: whether a business that the target holds may go.
    ///   - keepsRest: whether a copy that was cut short is left there, to be gone on with.
    public init(of target: DatabasePlace, isForced: Bool, keepsRest: Bool) {
        self.target = target.resolved
        self.isForced = isForced
        self.keepsRest = keepsRest
    }

    /// - Throws: `DatabaseCopy.Failure`, `StoreFailure`; then the target is as it was before.
    public func callAsFunction(
        with source: Database, progress: @escaping (DatabaseCopy.Progress) throws -> Void = { _ in }
    ) throws -> DatabaseCopy.Report {
        let lock = try CopyLock(target)
        return try withExtendedLifetime(lock) {
            let identity = try source.engine.readNow { connection in
                try DatabaseCopy.identity(of: connection, StoredTable.present(in: connection, of: source.engine))
            }
            let isInPlace = try isWrittenInPlace(identity)
            let draft = isInPlace ? target : target.draft
            if !isInPlace { try prepare(draft, for: identity) }
            let report: DatabaseCopy.Report
            do {
                report = try fill(draft, from: source, progress)
            } catch {
                if !keepsRest || Self.isFutile(error) { try draft.removeEverything() }
                throw error
            }
            if !isInPlace { try target.adoptDraft() }
            return report
        }
    }

    /// Whether the target can be written at once, because nothing is there that could be lost; a file never is.
    private func isWrittenInPlace(_ identity: String) throws -> Bool {
        switch try target.content() {
        case .nothing: return target.isShared
        case .business:
            guard isForced else { throw DatabaseCopy.Failure.targetInUse }
            return false
        case .unfinishedCopy(let source):
            if source == identity { return target.isShared }
            guard isForced else { throw DatabaseCopy.Failure.targetUnfinished }
            if target.isShared { try target.removeEverything() }
            return target.isShared
        case .foreign(let tables): throw DatabaseCopy.Failure.targetForeign(place: target.name, tables: tables)
        }
    }

    /// What an earlier attempt left is gone on with, when it had the same source.
    private func prepare(_ draft: DatabasePlace, for identity: String) throws {
        switch try draft.content() {
        case .nothing: break
        case .unfinishedCopy(identity) where keepsRest: break
        case .foreign(let tables) where draft.isShared || !tables.isEmpty:
            throw DatabaseCopy.Failure.targetForeign(place: draft.schema.map { "the schema \($0)" } ?? draft.name, tables: tables)
        case .business, .unfinishedCopy, .foreign: try draft.removeEverything()
        }
        try draft.prepareDraft()
    }

    private func fill(
        _ draft: DatabasePlace, from source: Database, _ progress: @escaping (DatabaseCopy.Progress) throws -> Void
    ) throws -> DatabaseCopy.Report {
        let database = try Database.open(copyAt: draft)
        do {
            let report = try DatabaseCopy(from: source, to: database, progress: progress)()
            try database.close()
            try draft.complete()
            return report
        } catch {
            try database.close()
            throw error
        }
    }

    /// Whether going on with it would end the same way.
    private static func isFutile(_ error: any Error) -> Bool {
        if case DatabaseCopy.Failure.differs = error { true } else { false }
    }
}
