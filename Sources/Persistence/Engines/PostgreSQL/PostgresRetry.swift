#if PostgreSQL
import Foundation

/// Runs a transaction again when it met another one, a little later each time; the last time alone.
struct PostgresRetry {
    /// A transaction that left nothing behind and may do better next time.
    struct Anew: Error {
        enum Reason { case conflict, occupied, lost, unique, overlap, alone }

        let reason: Reason
        /// What is thrown when there is no next time.
        let failure: any Error
    }

    /// After so many meetings nobody else may write meanwhile, so that the next run meets nobody.
    private static let patience = 6
    /// Runs at most, alone ones included: a claim's own guard can still refuse what another program wrote.
    private static let most = 12
    /// A server that just came back is asked a few times.
    private static let reconnections = 3

    /// - Parameter attempt: is told whether it shall run alone.
    func run<T>(_ attempt: (_ alone: Bool) throws -> T) throws -> T {
        var (conflicts, losses, repeats, isAlone) = (0, 0, 0, false)
        while true {
            do {
                return try attempt(isAlone || conflicts >= Self.patience)
            } catch let anew as Anew {
                switch anew.reason {
                case .conflict, .overlap:
                    conflicts += 1
                    if conflicts == Self.most { throw anew.failure }
                    // Jitter keeps two that met from meeting again.
                    Thread.sleep(forTimeInterval: .random(in: 0...0.001 * Double(conflicts)))
                case .occupied:
                    // The turn was waited for already.
                    break
                case .lost:
                    losses += 1
                    if losses > Self.reconnections { throw anew.failure }
                    Thread.sleep(forTimeInterval: 0.05 * Double(losses))
                case .alone: isAlone = true
                case .unique:
                    repeats += 1
                    if repeats > 1 { throw anew.failure }
                }
            }
        }
    }
}
#endif
