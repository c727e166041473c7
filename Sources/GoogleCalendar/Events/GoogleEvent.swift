import CivilTime
import FoundationEssentials
import ICalendar

/// An event, as far as we read it; names and meanings are the API's.
struct GoogleEvent: Codable, Hashable, Sendable {
    struct Attendee: Codable, Hashable, Sendable {
        var responseStatus: String?
        /// The member `self`.
        var isOwner: Bool?

        enum CodingKeys: String, CodingKey {
            case responseStatus
            case isOwner = "self"
        }
    }

    struct ExtendedProperties: Codable, Hashable, Sendable {
        /// The member `private`.
        var own: [String: String]?

        enum CodingKeys: String, CodingKey { case own = "private" }
    }

    struct Conference: Codable, Hashable, Sendable {
        struct Request: Codable, Hashable, Sendable {
            struct Status: Codable, Hashable, Sendable {
                var statusCode: String?
            }
            var status: Status?
        }
        struct EntryPoint: Codable, Hashable, Sendable {
            var entryPointType: String?
            var uri: String?
        }
        var createRequest: Request?
        var entryPoints: [EntryPoint]?
    }

    var id: String
    var etag: String?
    var status: String?
    var iCalUID: String?
    var summary: String?
    var description: String?
    var location: String?
    var start: GoogleTime?
    var end: GoogleTime?
    var recurrence: [String]?
    var recurringEventId: String?
    var originalStartTime: GoogleTime?
    var transparency: String?
    var visibility: String?
    var eventType: String?
    var attendees: [Attendee]?
    var extendedProperties: ExtendedProperties?
    var hangoutLink: String?
    var conferenceData: Conference?

    var isCancelled: Bool { status == "cancelled" }
    var isPrivate: Bool { visibility == "private" || visibility == "confidential" }
    var isSeries: Bool { recurrence?.isEmpty == false }

    /// Whether the event takes its time, and why; Google says more than iCalendar does.
    var meaning: BusyMeaning {
        let own = (attendees ?? []).filter { $0.isOwner == true }
        return .of(
            BusyFacts(
                status: status.flatMap { EventStatus(rawValue: $0.uppercased()) }, ownAnswers: own.map(\.answer),
                isTransparent: transparency == "transparent", purpose: purpose))
    }

    private var purpose: BusyFacts.Purpose {
        switch eventType {
        case "outOfOffice": .outOfOffice
        case "focusTime": .focusTime
        case "workingLocation": .workingLocation
        case "birthday": .birthday
        default: .ordinary
        }
    }
}

extension GoogleEvent.Attendee {
    fileprivate var answer: ParticipationStatus? {
        switch responseStatus {
        case "accepted": .accepted
        case "declined": .declined
        case "tentative": .tentative
        case "needsAction": .needsAction
        default: nil
        }
    }
}

/// An element of a list that may be unreadable without spoiling the list.
struct Readable<Value: Decodable & Sendable>: Decodable, Sendable {
    /// Nil where the element is not what it should be.
    let value: Value?
    /// The id of the element, if that at least can be read.
    let id: String?

    private struct Named: Decodable {
        var id: String?
    }

    init(from decoder: any Decoder) throws {
        value = try? Value(from: decoder)
        id = (try? Named(from: decoder))?.id
    }
}
