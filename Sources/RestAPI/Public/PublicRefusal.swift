import Booking
import CivilTime
import Operations
import RestShape
import Texts

/// Why something is refused to a customer. Its sentences are those of the booking page, as a person may come to read them.
enum PublicRefusal: Error, Hashable, Sendable {
    case closed
    case unknownService
    case unknownLink
    case formExpired
    case formForged
    /// The person who was chosen cannot be booked any more.
    case staffGone

    func told(_ texts: Texts) -> GraphError {
        switch self {
        case .closed: GraphError(.itemNotFound, Self.both("closed", texts))
        case .unknownService: GraphError(.itemNotFound, Self.both("unknownService", texts))
        case .unknownLink: GraphError(.itemNotFound, Self.both("unknownLink", texts))
        case .formExpired: GraphError(.notProcessable, texts["booking.formExpired"], target: "formToken")
        case .formForged: GraphError(.notProcessable, texts["booking.formBroken"], target: "formToken")
        case .staffGone: GraphError(.conflict, texts["fault.staffGone"], target: "staffMemberId")
        }
    }

    private static func both(_ key: String, _ texts: Texts) -> String {
        "\(texts["booking.\(key)Heading"]). \(texts["booking.\(key)Text"])"
    }

    /// Runs what a customer asks for, and says what goes wrong in their language.
    static func telling<Value>(_ texts: Texts, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let refusal as PublicRefusal {
            throw refusal.told(texts)
        } catch let invalid as Invalid {
            throw told(invalid.faults, texts)
        }
    }

    private static let names = ["email": "emailAddress", "staff": "staffMemberId", "zone": "timeZone"]

    private static func told(_ faults: [FieldFault], _ texts: Texts) -> GraphError {
        let details = faults.map {
            GraphError.Detail(.invalidRequest, $0.sentence(in: texts), target: names[$0.field] ?? $0.field)
        }
        return GraphError(
            .invalidRequest, details.first?.message ?? "", target: details.first?.target, details: details.count > 1 ? details : [])
    }
}

/// A start that cannot be had, in the words of the booking page.
struct RefusedStart: Sendable {
    var start: Instant
    var zone: Zone
    var now: Instant
    var texts: Texts

    func told(_ failure: BookAppointment.Failure, of open: OpenService) -> GraphError {
        let (key, code): (String, GraphErrorCode) =
            switch failure {
            case .closed: ("closedNow", .conflict)
            case _ where start <= now: ("past", .notProcessable)
            case .taken: ("taken", .conflict)
            case .tooSoon: ("tooSoon", .notProcessable)
            case .tooFar: ("tooFar", .notProcessable)
            case .notOffered: ("notOffered", .notProcessable)
            case .attendsAlready: ("attendsAlready", .conflict)
            }
        let values = ["business": open.business.name, "service": open.service.name, "time": texts.when(start, in: zone)]
        return GraphError(code, texts("booking.\(key)Text", values), target: failure == .closed ? nil : "start")
    }

    func told(_ failure: MoveAppointment.Failure, of managed: ManagedAppointment) -> GraphError {
        let time = ["time": texts.when(start, in: zone)]
        return switch failure {
        case .tooLate: GraphError(.notProcessable, managed.whyFixed(at: now, zone: zone, texts))
        case .cancelled: GraphError(.conflict, "\(texts["booking.cancelledHeading"]). \(texts["booking.cancelledText"])")
        case .changedMeanwhile: GraphError(.resourceModified, texts["booking.changedMeanwhile"], target: "version")
        case .attendsAlready: GraphError(.conflict, texts("booking.moveAttendsAlready", time), target: "start")
        case .taken: GraphError(.conflict, texts("booking.moveTakenText", time), target: "start")
        case .notOffered, .tooSoon, .tooFar: GraphError(.notProcessable, texts("booking.moveTakenText", time), target: "start")
        }
    }
}

extension ManagedAppointment {
    /// Whether its holder may move or cancel it.
    func canChange(at now: Instant) -> Bool {
        appointment.status == .confirmed && now < appointment.span.start && now <= canChangeUntil
    }

    /// Why its holder may not, in a sentence.
    func whyFixed(at now: Instant, zone: Zone, _ texts: Texts) -> String {
        if now >= appointment.span.start { return texts["booking.begunText"] }
        // A deadline that had passed before the booking was made is none that anybody could have kept.
        if appointment.createdAt > canChangeUntil { return texts("booking.neverChangeableText", ["business": business.name]) }
        return texts("booking.tooLateText", ["time": texts.when(canChangeUntil, in: zone), "business": business.name])
    }
}
