import Booking
import CivilTime
import Texts

extension Service {
    /// What keeps the service from being stored, by field.
    func faults() -> [FieldFault] {
        var faults: [FieldFault] = []
        if !Check.isVisible(name) { faults.append(FieldFault(field: "name", key: "nameMissing")) }
        faults += Check.text(name, field: "name", limit: 200, noun: "name")
        if !Slug.isValid(slug) { faults.append(FieldFault(field: "slug", key: "slugMalformed")) }
        faults += Check.text(summary, field: "summary", limit: 2000, noun: "summary", allowsLines: true)
        if duration < .minutes(1) || duration > .hours(24) { faults.append(FieldFault(field: "duration", key: "durationOutOfRange")) }
        for (field, buffer) in [("preBuffer", preBuffer), ("postBuffer", postBuffer)] where buffer < .zero || buffer > .hours(12) {
            faults.append(FieldFault(field: field, key: "bufferOutOfRange"))
        }
        if let price, !(0...1_000_000_000).contains(price) { faults.append(FieldFault(field: "price", key: "priceMalformed")) }
        faults += Check.text(location, field: "location", limit: 500, noun: "location", allowsLines: true)
        if !Check.isColor(color) { faults.append(FieldFault(field: "color", key: "colorMalformed")) }
        if !(1...Service.mostAttendees).contains(maximumAttendeesCount) {
            faults.append(
                FieldFault(
                    field: "maximumAttendeesCount", key: "attendeesOutOfRange", values: ["most": String(Service.mostAttendees)]))
        }
        if let policy { faults += policy.fieldFaults(prefix: "policy.") }
        return faults
    }
}

extension StaffMember {
    /// What keeps the person from being stored, by field.
    func faults(zones: ZoneDatabase) -> [FieldFault] {
        var faults: [FieldFault] = []
        if !Check.isVisible(name) { faults.append(FieldFault(field: "name", key: "nameMissing")) }
        faults += Check.text(name, field: "name", limit: 200, noun: "name")
        if !email.isEmpty, !Check.isEmail(email) { faults.append(FieldFault(field: "email", key: "emailMalformed")) }
        if let zone, zones.zone(named: zone) == nil {
            faults.append(FieldFault(field: "zone", key: "zoneUnknown", values: ["zone": String(zone.prefix(60))]))
        }
        if let hours { faults += hours.faults(field: "hours") }
        faults += overrides.faults(field: "overrides")
        if !Check.isColor(color) { faults.append(FieldFault(field: "color", key: "colorMalformed")) }
        return faults
    }
}
