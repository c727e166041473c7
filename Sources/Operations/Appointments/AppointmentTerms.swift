import Booking
public import CivilTime
import Texts

/// What staff agree on with a customer otherwise than the service says; `nil` for as it says.
public struct AppointmentTerms: Hashable, Sendable {
    public var serviceName: String?
    public var duration: Seconds?
    public var preBuffer: Seconds?
    public var postBuffer: Seconds?
    /// In minor units of the business's currency; the inner `nil`: none is told.
    public var price: Int??
    public var location: String?
    public var isOnline: Bool?
    /// How many customers may share it, 1 to `Service.mostAttendees`.
    public var maximumAttendeesCount: Int?

    /// All as the service says.
    public init() {}

    func applied(to service: Service) -> Service {
        var agreed = service
        if let serviceName { agreed.name = serviceName.trimmed }
        if let duration { agreed.duration = duration }
        if let preBuffer { agreed.preBuffer = preBuffer }
        if let postBuffer { agreed.postBuffer = postBuffer }
        if let price { agreed.price = price }
        if let location { agreed.location = location.trimmed }
        if let isOnline { agreed.isOnline = isOnline }
        if let maximumAttendeesCount { agreed.maximumAttendeesCount = maximumAttendeesCount }
        return agreed
    }

    /// What keeps them from being stored, by field.
    func faults() -> [FieldFault] {
        var faults: [FieldFault] = []
        if let serviceName { faults += Check.text(serviceName, field: "serviceName", limit: 200, noun: "name") }
        if let duration, duration < .minutes(1) || duration > .hours(24) {
            faults.append(FieldFault(field: "duration", key: "durationOutOfRange"))
        }
        for (field, buffer) in [("preBuffer", preBuffer), ("postBuffer", postBuffer)] {
            guard let buffer, buffer < .zero || buffer > .hours(12) else { continue }
            faults.append(FieldFault(field: field, key: "bufferOutOfRange"))
        }
        if let price, let price, !(0...1_000_000_000).contains(price) { faults.append(FieldFault(field: "price", key: "priceMalformed")) }
        if let location { faults += Check.text(location, field: "location", limit: 500, noun: "location", allowsLines: true) }
        if let maximumAttendeesCount, !(1...Service.mostAttendees).contains(maximumAttendeesCount) {
            let most = ["most": String(Service.mostAttendees)]
            faults.append(FieldFault(field: "maximumAttendeesCount", key: "attendeesOutOfRange", values: most))
        }
        return faults
    }
}
