import Booking
import CivilTime
import Operations
import Texts

/// What is said above the form when nothing could be booked.
enum BookingNotice: Sendable {
    /// Found on the way to the form.
    case taken(Instant, Zone)
    /// Found when it was sent.
    case late(BookAppointment.Failure, Instant, Zone)
    case formExpired
    case formBroken

    /// The part of the catalogue's keys that tells the cases apart; the two about the form have no heading.
    private var key: String {
        switch self {
        case .taken: "taken"
        case .formExpired: "formExpired"
        case .formBroken: "formBroken"
        case .late(.taken, _, _): "taken"
        case .late(.tooSoon, _, _): "tooSoon"
        case .late(.tooFar, _, _): "tooFar"
        case .late(.notOffered, _, _): "notOffered"
        case .late(.closed, _, _): "closedNow"
        }
    }

    var isAboutForm: Bool {
        switch self {
        case .formExpired, .formBroken: true
        case .taken, .late: false
        }
    }

    /// The nearest free times, where the search gave some.
    var alternatives: [OfferedSlot] { if case .late(let failure, _, _) = self { failure.alternatives } else { [] } }

    var hasAlternatives: Bool {
        switch self {
        case .late(.closed, _, _), .taken, .formExpired, .formBroken: false
        case .late: true
        }
    }

    func heading(_ texts: Texts) -> String? { isAboutForm ? nil : texts["booking.\(key)Heading"] }

    func text(_ open: OpenService, _ texts: Texts) -> String {
        var values = ["business": open.business.name, "service": open.service.name]
        switch self {
        case .taken(let start, let zone), .late(_, let start, let zone): values["time"] = texts.when(start, in: zone)
        case .formExpired, .formBroken: return texts["booking.\(key)"]
        }
        return texts("booking.\(key)Text", values)
    }
}
