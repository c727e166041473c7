/// Whether a transaction may still be committed. The first failure of a statement decides, whatever its body makes of it.
final class TransactionFate {
    private(set) var failure: (any Error)?

    /// Runs a statement; what it throws dooms the transaction.
    func deciding<T>(_ statement: () throws -> T) throws -> T {
        do {
            return try statement()
        } catch {
            if failure == nil { failure = error }
            throw error
        }
    }

    func requireUndoomed() throws {
        if let failure { throw failure }
    }
}
