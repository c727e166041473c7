import RestShape
import Texts

/// An amount and how it is meant. Amounts that say nothing by themselves are kept, and no page shows them.
struct Price: Hashable, Sendable {
    var amount: ExactDecimal?
    /// A member of `bookingPriceType`.
    var type: String?

    /// Three digits after the point suffice for every currency.
    static let amount = ValueShape<ExactDecimal>.decimal(zero...tenMillions, fractionDigits: 3)

    /// - Parameters:
    ///   - units: as it is shown, in minor units.
    ///   - keptAmount: what was stored of an amount that is not shown.
    ///   - keptType: what was stored.
    init(_ units: Int?, currency: String, keptAmount: ExactDecimal?, keptType: String?) {
        if let units {
            amount = ExactDecimal(units: units, fractionDigits: Texts.decimals(of: currency))
            type = keptType.flatMap { Self.shows($0) ? $0 : nil } ?? (units == 0 ? "free" : "fixedPrice")
        } else {
            amount = keptAmount
            type = keptType.flatMap { !Self.shows($0) ? $0 : nil } ?? "notSet"
        }
    }

    /// In minor units, as it is to be shown; `nil` where none is.
    /// - Throws: `GraphError` for more digits than the currency has.
    func units(currency: String, property: String) throws(GraphError) -> Int? {
        guard let amount else { return type == "free" ? 0 : nil }
        guard let units = amount.units(fractionDigits: Texts.decimals(of: currency)) else {
            let digits = Texts.decimals(of: currency)
            throw GraphError(
                .invalidRequest, "\(property) is \(amount): write at most \(digits) digits after the point, as \(currency) has them.",
                target: property)
        }
        if let type, !Self.shows(type) { return nil }
        return units
    }

    private static func shows(_ type: String) -> Bool { ["fixedPrice", "startingAt", "hourly", "free"].contains(type) }

    private static let zero = ExactDecimal(units: 0, fractionDigits: 0)!
    private static let tenMillions = ExactDecimal(units: 10_000_000, fractionDigits: 0)!
}
