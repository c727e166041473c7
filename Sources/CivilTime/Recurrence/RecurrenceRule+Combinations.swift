extension RecurrenceRule {
    /// What the table and the text of RFC 5545 section 3.3.10 forbid, and RFC 7529 section 4.1.
    func checkCombination() throws(Failure) {
        if !parts.ordinals.isEmpty {
            guard frequency == .monthly || frequency == .yearly else { throw .malformed("BYDAY with a number") }
            guard parts.weekNumbers.isEmpty else { throw .malformed("BYDAY with a number beside BYWEEKNO") }
        }
        if !parts.weekNumbers.isEmpty, frequency != .yearly { throw .malformed("BYWEEKNO with FREQ=\(frequency.rawValue)") }
        if !parts.monthDays.isEmpty, frequency == .weekly { throw .malformed("BYMONTHDAY with FREQ=WEEKLY") }
        if !parts.yearDays.isEmpty, frequency == .daily || frequency == .weekly || frequency == .monthly {
            throw .malformed("BYYEARDAY with FREQ=\(frequency.rawValue)")
        }
        if !parts.positions.isEmpty, !parts.hasOtherThanPositions { throw .malformed("BYSETPOS without another BY part") }
        if skip != .omit, !namesCalendar { throw .malformed("SKIP without RSCALE") }
    }
}
