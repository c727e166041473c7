/// A JSON number with the digits that it was written with (RFC 8259 section 6), so that 49.90 never becomes 49.899999999999999.
public struct JSONNumber: Hashable, Sendable {
    /// As it stands in the JSON text.
    public let text: String

    init(trusted text: String) { self.text = text }

    /// A whole number.
    public init(_ number: Int) { text = String(number) }

    /// The shortest digits that read back as the same number; nil for infinities and what is no number, which JSON cannot write.
    public init?(_ number: Double) {
        guard number.isFinite else { return nil }
        self.init(trusted: Int(exactly: number).map(String.init) ?? number.description)
    }

    /// An exact decimal in plain digits.
    public init(_ decimal: ExactDecimal) { text = decimal.description }

    /// The nearest binary number; nil past its range.
    public var double: Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }

    /// The whole number, `12.0` and `1e2` too; nil for others and past 64 bits.
    public var integer: Int? { decimal?.units(fractionDigits: 0) }

    /// The number without any rounding; nil past 18 significant digits or 30 places.
    public var decimal: ExactDecimal? { ExactDecimal(text) }
}
