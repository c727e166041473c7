import Booking
import CivilTime
import Operations
import Texts

/// What is said above the form when nothing could be booked.
enum BookingNotice: Sendable {
    case refused(RefusedStart)
    case formExpired
    case formBroken

    /// A start that cannot be booked.
    struct RefusedStart: Sendable {
        var failure: BookAppointment.Failure
        var start: Instant
        var zone: Zone
        /// Whether it has begun already.
        var isPast: Bool
        /// Whether the form was sent; otherwise it was found on the way to the form.
        var isSent: Bool
        var isMailed: Bool

        /// The part of the catalogue's keys that tells the cases apart.
        fileprivate var key: String {
            switch failure {
            case .closed: "closedNow"
            case _ where isPast: "past"
            case .taken: isSent ? "taken" : "gone"
            case .tooSoon: "tooSoon"
            case .tooFar: "tooFar"
            case .notOffered: "notOffered"
            case .attendsAlready: "attendsAlready"
            }
        }

        /// Whoever comes back to a form that has booked finds the time taken, by themselves.
        fileprivate var consolation: String? {
            if isSent { return failure.alternatives.isEmpty ? nil : "booking.nothingLost" }
            guard case .taken = failure, !isPast else { return nil }
            return isMailed ? "booking.goneMailed" : "booking.goneStands"
        }
    }

    var refused: RefusedStart? { if case .refused(let refused) = self { refused } else { nil } }

    /// The nearest free times, where the search gave some.
    var alternatives: [OfferedSlot] { refused?.failure.alternatives ?? [] }

    /// Whether another time would do.
    var isAboutTime: Bool { refused.map { $0.failure != .closed } ?? false }

    func heading(_ texts: Texts) -> String? { refused.map { texts["booking.\($0.key)Heading"] } }

    func text(_ open: OpenService, _ texts: Texts) -> String {
        switch self {
        case .formExpired: return texts["booking.formExpired"]
        case .formBroken: return texts["booking.formBroken"]
        case .refused(let refused):
            let values = [
                "business": open.business.name, "service": open.service.name, "time": texts.when(refused.start, in: refused.zone),
            ]
            let sentence = texts("booking.\(refused.key)Text", values)
            return refused.consolation.map { "\(sentence) \(texts[$0])" } ?? sentence
        }
    }
}
