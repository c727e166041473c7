import CalendarSync
import CivilTime

extension OutgoingEvent {
    /// What a new event says. It names no guests: Google would invite them, and count them against the account's limits.
    func newBody(id: String) -> JSONBody {
        guard case .object(var members) = changedBody else { preconditionFailure("A body is an object.") }
        members["id"] = .text(id)
        members["start"] = .object(["dateTime": .text(fields.span.start.description)])
        members["end"] = .object(["dateTime": .text(writtenEnd.description)])
        for name in ["description", "location"] where members[name]?.isNull == true { members[name] = nil }
        return .object(members)
    }

    /// What a patch says: our fields only. Null takes away what stood there, so that a whole day becomes a time.
    var changedBody: JSONBody {
        var members: [String: JSONBody] = [
            "summary": .text(fields.title), "description": Self.text(ConferenceMarks.removed(from: fields.notes)),
            "location": Self.text(fields.location), "start": Self.time(fields.span.start), "end": Self.time(writtenEnd),
            "extendedProperties": .object([
                "private": .object([OwnProperty.marker: .text(marker.text), OwnProperty.uid: .text(uid)])
            ]),
        ]
        if url.hasPrefix("https://") || url.hasPrefix("http://") {
            members["source"] = .object(["title": .text("Kalends"), "url": .text(url)])
        }
        if let meetingName {
            members["conferenceData"] = .object([
                "createRequest": .object([
                    "requestId": .text(meetingName), "conferenceSolutionKey": .object(["type": .text("hangoutsMeet")]),
                ])
            ])
        }
        return .object(members)
    }

    /// Only with version 1 is anything that the body says of a conference carried out; with version 0 an existing one is left alone.
    var writingQuery: [(String, String)] {
        [("sendUpdates", "none"), ("maxAttendees", "1")]
            + (meetingName == nil ? [] : [("conferenceDataVersion", "1")])
    }

    /// Google refuses an event without length.
    private var writtenEnd: Instant { fields.span.isEmpty ? fields.span.start + .minutes(1) : fields.span.end }

    private static func text(_ text: String) -> JSONBody { text.isEmpty ? .null : .text(text) }

    private static func time(_ instant: Instant) -> JSONBody {
        .object(["dateTime": .text(instant.description), "date": .null, "timeZone": .null])
    }
}

extension JSONBody {
    fileprivate var isNull: Bool { if case .null = self { true } else { false } }
}

/// The lines between which Google puts its own words, and drops everybody else's.
enum ConferenceMarks {
    static func removed(from text: String) -> String {
        guard text.contains("::~:~::") else { return text }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.filter { line in !(line.contains("::~:~::") && line.allSatisfy { "-:~ ".contains($0) }) }.joined(separator: "\n")
    }
}
