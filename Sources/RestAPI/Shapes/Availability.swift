import Booking
import CivilTime
import RestShape

/// Graph's `bookingsAvailability`: when something can be booked.
struct GeneralAvailability: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case free, closed, weekly }

    var kind: Kind? = .free
    var hours: WeeklyHours?

    static let kinds: KeyValuePairs<String, Kind> = ["bookWhenStaffAreFree": .free, "notBookable": .closed, "customWeeklyHours": .weekly]

    static let schema = ObjectSchema<GeneralAvailability>(
        "bookingsAvailability", fresh: { GeneralAvailability() },
        properties: [
            Property("availabilityType", .enumeration(GraphEnums.bookingsServiceAvailabilityType, kinds), \.kind),
            Property("businessHours", WorkHours.week, \.hours, about: "Of customWeeklyHours alone."),
        ])

    init() {}

    init(_ rule: ServiceAvailability.Rule) {
        switch rule {
        case .whenStaffAreFree: kind = .free
        case .notBookable: kind = .closed
        case .weekly(let hours): (kind, self.hours) = (.weekly, hours)
        }
    }

    var rule: ServiceAvailability.Rule { Self.rule(kind, hours) }

    static func rule(_ kind: Kind?, _ hours: WeeklyHours?) -> ServiceAvailability.Rule {
        switch kind {
        case .free, nil: .whenStaffAreFree
        case .closed: .notBookable
        case .weekly: .weekly(hours ?? WeeklyHours())
        }
    }
}

/// Graph's `bookingsAvailabilityWindow`: the same for some dates.
struct AvailabilityWindow: Hashable, Sendable {
    var first = CivilDate.first
    var last = CivilDate.first
    var kind: GeneralAvailability.Kind? = .free
    var hours: WeeklyHours?

    static let schema = ObjectSchema<AvailabilityWindow>(
        "bookingsAvailabilityWindow", base: "bookingsAvailability", fresh: { AvailabilityWindow() },
        properties: [
            Property("availabilityType", .enumeration(GraphEnums.bookingsServiceAvailabilityType, GeneralAvailability.kinds), \.kind),
            Property("businessHours", WorkHours.week, \.hours, about: "Of customWeeklyHours alone."),
            Property("endDate", .date, \.last, [.requiredOnCreate]),
            Property("startDate", .date, \.first, [.requiredOnCreate]),
        ])

    init() {}

    init(_ window: ServiceAvailability.Window) {
        let general = GeneralAvailability(window.rule)
        (first, last, kind, hours) = (window.first, window.last, general.kind, general.hours)
    }

    var window: ServiceAvailability.Window {
        ServiceAvailability.Window(first: first, last: last, rule: GeneralAvailability.rule(kind, hours))
    }
}
