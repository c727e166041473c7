import GRDB

extension StoreFailure {
    init(_ error: DatabaseError) {
        let message = error.message ?? "\(error.resultCode)"
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_TRIGGER where message == OverlapGuard.message: self = .overlap
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY: self = .unique(constraint: Self.columns(in: message))
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly
        case .SQLITE_IOERR, .SQLITE_CANTOPEN: self = .diskTrouble(message)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(message)
        default: self = .other(message)
        }
    }

    /// "UNIQUE constraint failed: users.organization, users.email_folded" without what every constraint says.
    private static func columns(in message: String) -> String {
        guard let colon = message.firstIndex(of: ":") else { return message }
        let columns = message[message.index(after: colon)...].split(separator: ",").map { $0.drop { $0 == " " } }
        return columns.filter { !$0.hasSuffix(".organization") }.joined(separator: ", ")
    }
}

extension StoreFailure {
    /// Runs `body` and turns the driver's errors into failures; everything else is thrown as it is.
    static func translating<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch { throw of(error) }
    }

    /// A driver's error as a failure, any other as it is.
    static func of(_ error: any Error) -> any Error { (error as? DatabaseError).map { StoreFailure($0) } ?? error }

    /// Runs `body`, which throws the driver's errors and failures alone.
    static func only<T>(_ body: () throws -> T) throws(StoreFailure) -> T {
        do {
            return try body()
        } catch let failure as StoreFailure {
            throw failure
        } catch let error as DatabaseError {
            throw StoreFailure(error)
        } catch {
            throw .other("\(error)")
        }
    }
}
