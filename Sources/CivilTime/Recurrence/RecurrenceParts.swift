/// The BY parts of a rule as sets, so that a match is a shift and an "and", and rules that mean the same are equal.
struct RecurrenceParts: Hashable, Sendable {
    /// Bit n for n, 1–12.
    var months: UInt16 = 0
    var weekNumbers = SignedBits()
    /// In ascending order.
    var yearDays: [Int16] = []
    var monthDays = SignedBits()
    /// Bit 0 for Monday to bit 6 for Sunday: those without an ordinal.
    var weekdays: UInt8 = 0
    /// In ascending order of ordinal, then weekday.
    var ordinals: [RecurrenceRule.Day] = []
    /// Bit n for n.
    var hours: UInt32 = 0
    var minutes: UInt64 = 0
    /// Bit 60 is a leap second.
    var seconds: UInt64 = 0
    /// In ascending order.
    var positions: [Int16] = []

    var namesDays: Bool { weekdays != 0 || !ordinals.isEmpty }

    var hasOtherThanPositions: Bool {
        months != 0 || !weekNumbers.isEmpty || !yearDays.isEmpty || !monthDays.isEmpty || namesDays || hours != 0 || minutes != 0
            || seconds != 0
    }

    /// Seconds on a clock that knows no leap second: 60 is read as 59 (RFC 5545 section 3.3.12).
    var clockSeconds: UInt64 { seconds & 1 << 60 == 0 ? seconds : seconds & ~(1 << 60) | 1 << 59 }
}

/// Numbers from 1 to 63 and their negatives, which count from the end.
struct SignedBits: Hashable, Sendable {
    var fromStart: UInt64 = 0
    var fromEnd: UInt64 = 0

    var isEmpty: Bool { fromStart | fromEnd == 0 }

    mutating func insert(_ number: Int) {
        if number > 0 { fromStart |= 1 << UInt64(number) } else { fromEnd |= 1 << UInt64(-number) }
    }

    /// In ascending order.
    var numbers: [Int] { fromEnd.bitNumbers.reversed().map { -$0 } + fromStart.bitNumbers }
}

extension FixedWidthInteger {
    /// The places of the bits that are set, from the lowest.
    var bitNumbers: [Int] { (0..<bitWidth).filter { self & (1 << $0) != 0 } }
}
