/// Waits for work so long at most. What takes longer is cancelled and no longer waited for, whether it heeds that or not.
/// - Returns: `nil` when the time was up.
func within<Value: Sendable>(_ limit: Duration, _ work: @escaping @Sendable () async -> Value) async -> Value? {
    let (outcomes, outcome) = AsyncStream<Value?>.makeStream(bufferingPolicy: .bufferingOldest(1))
    let working = Task { outcome.yield(await work()) }
    let waiting = Task {
        do { try await Task.sleep(for: limit) } catch { return }
        outcome.yield(nil)
    }
    defer {
        working.cancel()
        waiting.cancel()
    }
    for await value in outcomes { return value }
    return nil
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int { Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
