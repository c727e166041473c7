/// A decimal number without rounding, as prices need: a whole number and how many of its digits stand after the point.
public struct ExactDecimal: Hashable, Sendable {
    /// All digits as a whole number; at most 18 of them, the last not 0 unless the number is 0.
    public let significand: Int
    /// The power of ten that it is multiplied by, -30...30; negative for digits after the point.
    public let exponent: Int

    private init(significand: Int, exponent: Int) {
        var (significand, exponent) = (significand, significand == 0 ? 0 : exponent)
        while significand != 0, significand.isMultiple(of: 10) { (significand, exponent) = (significand / 10, exponent + 1) }
        self.significand = significand
        self.exponent = exponent
    }

    /// So many of the smallest unit with this many digits after the point: 4990 with 2 is 49.9. Nil past 18 digits or outside 0...30.
    public init?(units: Int, fractionDigits: Int) {
        guard units.magnitude < 1_000_000_000_000_000_000, 0...30 ~= fractionDigits else { return nil }
        self.init(significand: units, exponent: -fractionDigits)
    }

    /// Reads a JSON number (RFC 8259 section 6); nil for anything else, and past 18 significant digits or 30 places.
    public init?(_ text: some StringProtocol) {
        var scanner = TextScanner(text)
        let isNegative = scanner.take("-")
        guard let whole = scanner.digits(), whole.count == 1 || whole.first != "0" else { return nil }
        var fraction = ""
        if scanner.take(".") {
            guard let digits = scanner.digits() else { return nil }
            fraction = digits
        }
        var power = 0
        if scanner.take("e") || scanner.take("E") {
            let isSmall = scanner.take("-")
            if !isSmall { _ = scanner.take("+") }
            guard let digits = scanner.digits() else { return nil }
            // More digits than any power in range has are cut short, and are out of range still.
            let size = Int(digits.drop { $0 == "0" }.prefix(6)) ?? 0
            power = isSmall ? -size : size
        }
        guard scanner.isAtEnd else { return nil }
        let all = (whole + fraction).drop { $0 == "0" }
        let significant = all.trimmingZeros
        let places = fraction.count - (all.count - significant.count)
        guard significant.count <= 18 else { return nil }
        guard let magnitude = significant.isEmpty ? 0 : Int(significant) else { return nil }
        guard magnitude == 0 || -30...30 ~= power - places else { return nil }
        self.init(significand: isNegative ? -magnitude : magnitude, exponent: power - places)
    }

    /// The number in the smallest unit with this many digits after the point; nil where digits would be lost, and past 64 bits.
    public func units(fractionDigits: Int) -> Int? {
        guard fractionDigits >= -exponent else { return significand == 0 ? 0 : nil }
        var units = significand
        for _ in 0..<(fractionDigits + exponent) {
            let (product, overflow) = units.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            units = product
        }
        return units
    }
}

extension ExactDecimal: CustomStringConvertible {
    /// Plain digits without an exponent: `49.9`, `-0.05`, `1200`.
    public var description: String {
        let sign = significand < 0 ? "-" : ""
        let digits = String(significand.magnitude)
        guard exponent < 0 else { return sign + digits + String(repeating: "0", count: exponent) }
        let padded = String(repeating: "0", count: max(0, 1 - exponent - digits.count)) + digits
        return sign + padded.dropLast(-exponent) + "." + padded.suffix(-exponent)
    }
}

extension ExactDecimal: Comparable {
    /// By size.
    public static func < (lhs: ExactDecimal, rhs: ExactDecimal) -> Bool {
        if (lhs.significand < 0) != (rhs.significand < 0) { return lhs.significand < 0 }
        let difference = lhs.exponent - rhs.exponent
        guard difference != 0 else { return lhs.significand < rhs.significand }
        guard difference > 0 else { return !(rhs < lhs) && lhs != rhs }
        // The left one has fewer digits after the point: brought to the same places it may pass 64 bits, and is then the larger in magnitude.
        var scaled = lhs.significand
        for _ in 0..<difference {
            let (product, overflow) = scaled.multipliedReportingOverflow(by: 10)
            if overflow { return lhs.significand < 0 }
            scaled = product
        }
        return scaled < rhs.significand
    }
}

extension StringProtocol {
    /// Without the zeros at its end.
    fileprivate var trimmingZeros: String {
        String(reversed().drop { $0 == "0" }.reversed())
    }
}
