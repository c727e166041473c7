/// A date of the proleptic Gregorian calendar in the years 1–9999, without a zone; arithmetic stops at both ends of that range.
public struct CivilDate: Hashable, Sendable {
    private let packedYear: Int16
    private let packedMonth: Int8
    private let packedDay: Int8

    /// 1–9999.
    public var year: Int { Int(packedYear) }
    /// 1–12.
    public var month: Int { Int(packedMonth) }
    /// 1–31.
    public var day: Int { Int(packedDay) }

    /// Nil when no such date exists or the year is outside 1–9999.
    public init?(year: Int, month: Int, day: Int) {
        guard 1...9_999 ~= year, 1...12 ~= month, day >= 1, day <= CivilDate.daysInMonth(year: year, month: month) else { return nil }
        self.init(trusted: year, month, day)
    }

    init(trusted year: Int, _ month: Int, _ day: Int) {
        packedYear = Int16(truncatingIfNeeded: year)
        packedMonth = Int8(truncatingIfNeeded: month)
        packedDay = Int8(truncatingIfNeeded: day)
    }

    /// 0001-01-01, the first date there is.
    public static let first = CivilDate(trusted: 1, 1, 1)

    /// 9999-12-31, the last date there is.
    public static let last = CivilDate(trusted: 9_999, 12, 31)

    /// 28–31. The month is 1–12.
    public static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func isLeap(year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }
}

extension CivilDate: Comparable {
    /// True when the left one is earlier.
    public static func < (lhs: CivilDate, rhs: CivilDate) -> Bool { lhs.order < rhs.order }

    private var order: Int { year << 9 | month << 5 | day }
}
