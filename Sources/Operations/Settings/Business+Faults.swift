import Booking
import CivilTime
import Texts

extension Business {
    /// What keeps the business from being stored, by field.
    func faults(zones: ZoneDatabase) -> [FieldFault] {
        var faults: [FieldFault] = []
        if !Check.isVisible(name) { faults.append(FieldFault(field: "name", key: "nameMissing")) }
        faults += Check.text(name, field: "name", limit: 200, noun: "name")
        if !Slug.isValid(slug) { faults.append(FieldFault(field: "slug", key: "slugMalformed")) }
        faults += Check.text(introduction, field: "introduction", limit: 2000, noun: "introduction", allowsLines: true)
        if zones.zone(named: zone) == nil {
            faults.append(FieldFault(field: "zone", key: "zoneUnknown", values: ["zone": String(zone.prefix(60))]))
        }
        if !Currency.isKnown(currency) { faults.append(FieldFault(field: "currency", key: "currencyUnknown")) }
        if Language.named(language) == nil { faults.append(FieldFault(field: "language", key: "languageUnknown")) }
        faults += hours.faults(field: "hours")
        faults += overrides.faults(field: "overrides")
        faults += policy.fieldFaults()
        if !Check.isColor(page.accent) { faults.append(FieldFault(field: "accent", key: "colorMalformed")) }
        if page.allowedFrameOrigins.count > 50 || !page.allowedFrameOrigins.allSatisfy(Check.isOrigin) {
            faults.append(FieldFault(field: "allowedFrameOrigins", key: "originMalformed"))
        }
        faults += Check.text(contact.address, field: "address", limit: 500, noun: "address", allowsLines: true)
        faults += Check.text(contact.senderName, field: "senderName", limit: 200, noun: "name")
        faults += Check.text(contact.website, field: "website", limit: 500, noun: "website")
        if !contact.website.isEmpty, !["https://", "http://"].contains(where: contact.website.lowercased().hasPrefix) {
            faults.append(FieldFault(field: "website", key: "addressMalformed"))
        }
        if !contact.phone.isEmpty, !Check.isPhone(contact.phone) { faults.append(FieldFault(field: "phone", key: "phoneMalformed")) }
        if !contact.replyTo.isEmpty, !Check.isEmail(contact.replyTo) { faults.append(FieldFault(field: "replyTo", key: "emailMalformed")) }
        return faults
    }
}

extension SchedulingPolicy {
    /// The policy's faults as faults of a form (B31–B34).
    func fieldFaults(prefix: String = "") -> [FieldFault] {
        faults.map { fault in
            let key =
                switch fault {
                case .interval: "interval"
                case .minimumLeadTime: "minimumLeadTime"
                case .maximumAdvance: "maximumAdvance"
                case .maximumTooClose: "maximumTooClose"
                case .cancellationLeadTime: "cancellationLeadTime"
                }
            return FieldFault(field: prefix + fault.field, key: key)
        }
    }
}

extension WeeklyHours {
    func faults(field: String) -> [FieldFault] {
        Weekday.allCases.contains { self[$0].count > 12 || overlaps(self[$0]) } ? [FieldFault(field: field, key: "hoursOverlap")] : []
    }

    private func overlaps(_ ranges: [OpeningRange]) -> Bool { zip(ranges, ranges.dropFirst()).contains { $0.end > $1.start } }
}

extension [DateOverride] {
    func faults(field: String) -> [FieldFault] {
        if count > 1000 || Set(map(\.date)).count != count { return [FieldFault(field: field, key: "overrideTwice")] }
        let overlap = contains { zip($0.ranges, $0.ranges.dropFirst()).contains { $0.end > $1.start } }
        return overlap ? [FieldFault(field: field, key: "hoursOverlap")] : []
    }
}

/// The currencies that can be chosen: ISO 4217 codes in use.
public enum Currency {
    public static let codes = [
        "EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "ISK", "UAH", "TRY", "AED", "ARS", "AUD", "BRL",
        "CAD",
        "CLP", "CNY", "COP", "EGP", "GEL", "HKD", "IDR", "ILS", "INR", "JPY", "KES", "KRW", "KZT", "MAD", "MXN", "MYR", "NGN", "NZD", "PEN",
        "PHP",
        "PKR", "RSD", "SAR", "SGD", "THB", "TND", "TWD", "UYU", "VND", "ZAR",
    ]

    public static func isKnown(_ code: String) -> Bool { codes.contains(code) }
}
