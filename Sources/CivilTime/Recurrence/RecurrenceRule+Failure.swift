extension RecurrenceRule {
    /// Why a rule can't be followed. What is not understood must count as busy, never as free.
    public enum Failure: Error, Hashable, Sendable {
        /// The named part contradicts RFC 5545 section 3.3.10 or RFC 7529.
        case malformed(String)
        /// The named part is valid, or may be, but can't be followed: another calendar (RFC 7529), or an unknown part.
        case notUnderstood(String)
        /// More occurrences than the caller allowed lie within the window.
        case tooMany
        /// The rule asks for finer and rarer times than can be searched for; a person would not write it.
        case tooCostly
    }
}

extension RecurrenceRule.Failure: CustomStringConvertible {
    /// A sentence for the person who may be able to mend the rule.
    public var description: String {
        switch self {
        case .malformed(let part): "The recurrence rule is damaged at \(part); correct or remove that part."
        case .notUnderstood(let part): "The recurrence rule uses \(part), which is not understood; write the rule without it."
        case .tooMany: "The recurrence rule has more occurrences than can be listed; ask for a shorter time or a larger interval."
        case .tooCostly: "The recurrence rule hardly ever matches, if at all; use a larger FREQ or fewer BY parts."
        }
    }
}
