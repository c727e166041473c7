import CSodium

/// Comparison that takes as long for a near miss as for a match.
public enum ConstantTime {
    /// Whether the two are the same bytes; only their lengths can be learnt from the time it takes.
    public static func equal(_ first: String, _ second: String) -> Bool {
        let (first, second) = (Array(first.utf8), Array(second.utf8))
        return first.count == second.count && sodium_memcmp(first, second, first.count) == 0
    }
}
