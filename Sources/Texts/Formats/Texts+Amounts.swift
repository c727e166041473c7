public import CivilTime

extension Texts {
    /// A number with its thousands apart: "12,500".
    public func number(_ number: Int) -> String {
        let digits = String(number.magnitude)
        return (number < 0 ? "-" : "") + grouped(digits)
    }

    /// A length of time: "1 h 30 min", "2 days 3 h", "40 s"; nothing is "0 min".
    public func duration(_ length: Seconds) -> String {
        let total = length.count.magnitude
        var parts: [String] = []
        if total >= 86_400 { parts.append(count("time.days", Int(total / 86_400))) }
        if total / 3_600 % 24 > 0 { parts.append(self("time.hours", ["count": String(total / 3_600 % 24)])) }
        if total / 60 % 60 > 0 { parts.append(self("time.minutes", ["count": String(total / 60 % 60)])) }
        if total % 60 > 0 { parts.append(self("time.seconds", ["count": String(total % 60)])) }
        guard !parts.isEmpty else { return self("time.minutes", ["count": "0"]) }
        return (length.count < 0 ? "-" : "") + parts.joined(separator: " ")
    }

    /// An amount of minor units of a currency (ISO 4217): "€45.00", "CHF 1,250.00", "¥4,500".
    public func money(_ minorUnits: Int, currency: String) -> String {
        let decimals = Currency.decimals(of: currency)
        var digits = String(minorUnits.magnitude)
        digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let amount = grouped(String(digits.dropLast(decimals))) + (decimals > 0 ? "." + digits.suffix(decimals) : "")
        return (minorUnits < 0 ? "-" : "") + (Currency.symbols[currency] ?? currency + "\u{A0}") + amount
    }

    /// How many digits an amount of a currency has behind its point (ISO 4217): 2 for EUR, 0 for JPY.
    public static func decimals(of currency: String) -> Int { Currency.decimals(of: currency) }

    /// The sign of a currency, or its code where it has none that everybody knows.
    public static func symbol(of currency: String) -> String { Currency.symbols[currency] ?? currency }

    /// How long ago or ahead: "just now", "40 seconds ago", "in 3 days"; always in the largest whole unit.
    public func relative(_ instant: Instant, now: Instant) -> String {
        let distance = (instant - now).count
        let size = Int(min(distance.magnitude, UInt64(Int64.max)))
        let (unit, amount) =
            switch size {
            case 0: ("", 0)
            case ..<60: ("seconds", size)
            case ..<3_600: ("minutes", size / 60)
            case ..<86_400: ("hours", size / 3_600)
            default: ("days", size / 86_400)
            }
        guard amount > 0 else { return self["time.now"] }
        return count("time.\(unit)\(distance < 0 ? "Ago" : "Ahead")", amount)
    }

    private func grouped(_ digits: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += self["time.thousandsSeparator"] }
            text.append(digit)
        }
        return text
    }
}

/// The currencies whose minor unit is not a hundredth, and those with a sign that everybody knows (ISO 4217).
enum Currency {
    static let symbols = ["EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"]

    static func decimals(of code: String) -> Int {
        switch code {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF": 0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        default: 2
        }
    }
}
