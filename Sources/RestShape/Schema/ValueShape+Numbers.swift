extension ValueShape where Value == Bool {
    /// `true` or `false`.
    public static var boolean: ValueShape {
        ValueShape(.boolean) { json, _, path, reading in
            guard case .flag(let flag) = json else {
                reading.refuse(json, path, remedy: "write true or false without quotes")
                return nil
            }
            return flag
        } write: { flag, _ in
            .flag(flag)
        }
    }
}

extension ValueShape where Value == Int {
    /// A whole number within bounds; `12.0` and `1e2` are whole numbers too (JSON Schema 2020-12 section 4.2.3).
    public static func int32(_ bounds: ClosedRange<Int32>) -> ValueShape {
        ValueShape(.int32(bounds)) { json, _, path, reading in
            let remedy = "write a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
            guard case .number(let number) = json else {
                reading.refuse(json, path, remedy: remedy)
                return nil
            }
            guard let whole = number.integer.flatMap(Int32.init(exactly:)), bounds.contains(whole) else {
                reading.refuse(path, "is \(number.short)", remedy: remedy)
                return nil
            }
            return Int(whole)
        } write: { number, _ in
            .whole(number)
        }
    }
}

extension ValueShape where Value == Double {
    /// A number within bounds, for measures.
    public static func double(_ bounds: ClosedRange<Double>) -> ValueShape {
        ValueShape(.double(bounds, fractionDigits: nil)) { json, _, path, reading in
            let remedy = "write a number from \(JSONNumber.text(bounds.lowerBound)) to \(JSONNumber.text(bounds.upperBound))"
            guard case .number(let number) = json else {
                reading.refuse(json, path, remedy: remedy)
                return nil
            }
            guard let double = number.double, bounds.contains(double) else {
                reading.refuse(path, "is \(number.short)", remedy: remedy)
                return nil
            }
            return double
        } write: { number, _ in
            JSONNumber(number).map { .number($0) } ?? .null
        }
    }
}

extension ValueShape where Value == ExactDecimal {
    /// A number within bounds that is never rounded, for prices; on the wire an `Edm.Double`.
    public static func decimal(_ bounds: ClosedRange<ExactDecimal>, fractionDigits: Int) -> ValueShape {
        let lower = JSONNumber(bounds.lowerBound).double ?? 0
        let upper = JSONNumber(bounds.upperBound).double ?? 0
        return ValueShape(.double(lower...upper, fractionDigits: fractionDigits)) { json, _, path, reading in
            let places = fractionDigits == 0 ? "whole number" : "number with at most \(fractionDigits) digits after the point,"
            let remedy = "write a \(places) from \(bounds.lowerBound) to \(bounds.upperBound)"
            guard case .number(let number) = json else {
                reading.refuse(json, path, remedy: remedy)
                return nil
            }
            guard let decimal = number.decimal, decimal.exponent >= -fractionDigits, bounds.contains(decimal) else {
                reading.refuse(path, "is \(number.short)", remedy: remedy)
                return nil
            }
            return decimal
        } write: { decimal, _ in
            .number(JSONNumber(decimal))
        }
    }
}

extension JSONNumber {
    /// The digits as an error repeats them, cut where somebody sent thousands.
    fileprivate var short: String { text.utf8.count > 40 ? text.prefix(40) + "…" : text }

    fileprivate static func text(_ number: Double) -> String { JSONNumber(number)?.text ?? "any" }
}
