import CivilTime
import Foundation

/// What Google accepts as an event, and how it stores it.
struct EventCheck {
    let calendar: SimulatedCalendar
    let settings: GoogleSettings
    let zones: ZoneDatabase

    /// Fields that only Google writes; what a client says of them is ignored.
    static let readOnly: Set<String> = [
        "kind", "etag", "created", "updated", "htmlLink", "creator", "hangoutLink", "recurringEventId", "originalStartTime", "locked",
        "privateCopy", "attendeesOmitted", "endTimeUnspecified",
    ]

    /// The event with its times and texts as they are kept.
    func stored(_ draft: JSONValue) throws(GoogleRefusal) -> JSONValue {
        var resource = draft
        let start = try EventTime(draft["start"], field: "start", zones: zones)
        let end = try EventTime(draft["end"], field: "end", zones: zones)
        guard start.isDay == end.isDay else { throw .invalid("Start and end times must either both be date or both be dateTime.") }
        guard start.instant(in: .utc) < end.instant(in: .utc) else { throw .emptyTime }
        resource["start"] = start.stored
        resource["end"] = end.stored
        try checkWords(resource)
        try checkProperties(resource)
        try checkRecurrence(resource, start)
        try checkType(resource, start)
        for name in ["summary", "description", "location"] {
            guard let text = resource[name]?.string else { continue }
            resource[name] = .text(rewritten(text))
        }
        if resource["conferenceData"] == nil, let text = resource["description"]?.string {
            resource["description"] = .text(ConferenceText.removed(from: text))
        }
        return resource
    }

    private func checkWords(_ resource: JSONValue) throws(GoogleRefusal) {
        let words: [String: Set<String>] = [
            "status": ["confirmed", "tentative", "cancelled"], "transparency": ["opaque", "transparent"],
            "visibility": ["default", "public", "private", "confidential"],
            "eventType": ["default", "outOfOffice", "focusTime", "workingLocation", "birthday", "fromGmail"],
        ]
        for (name, allowed) in words {
            guard let value = resource[name] else { continue }
            guard let word = value.string, allowed.contains(word) else { throw .invalid("Invalid value for: \(name)") }
        }
        for attendee in resource["attendees"]?.elements ?? [] {
            guard let email = attendee["email"]?.string, email.contains("@") else { throw .invalid("Invalid attendee email.") }
            let answers: Set<String> = ["needsAction", "declined", "tentative", "accepted"]
            guard answers.contains(attendee["responseStatus"]?.string ?? "needsAction") else {
                throw .invalid("Invalid value for: responseStatus")
            }
        }
    }

    /// At most 300 properties of 44 and 1,024 characters, 32 kB in all.
    private func checkProperties(_ resource: JSONValue) throws(GoogleRefusal) {
        var (count, size) = (0, 0)
        for (name, value) in ["private", "shared"].flatMap({ resource["extendedProperties"]?[$0]?.members ?? [:] }) {
            guard let text = value.string else { throw .invalid("Invalid value for extended property \(name)") }
            guard name.count <= 44, text.count <= 1_024 else { throw .invalid("Extended property \(name) is too long") }
            count += 1
            size += name.utf8.count + text.utf8.count
        }
        guard count <= 300, size <= 32 << 10 else { throw .invalid("Too many extended properties") }
    }

    private func checkRecurrence(_ resource: JSONValue, _ start: EventTime) throws(GoogleRefusal) {
        guard let lines = resource["recurrence"]?.elements, !lines.isEmpty else { return }
        for line in lines {
            guard let text = line.string, !text.contains(where: \.isNewline),
                ["RRULE", "EXRULE", "RDATE", "EXDATE"].contains(where: { text.hasPrefix($0 + ":") || text.hasPrefix($0 + ";") })
            else { throw .invalid("Invalid recurrence rule.") }
        }
        if case .at(_, nil) = start { throw .required("Missing time zone definition for start time.") }
        guard resource["recurringEventId"] == nil else { throw .invalid("An instance cannot recur.") }
        guard let layout = SeriesLayout(resource, calendarZone: calendar.timeZone, zones: zones), layout.isUnderstood else {
            throw .invalid("Invalid recurrence rule.")
        }
    }

    private func checkType(_ resource: JSONValue, _ start: EventTime) throws(GoogleRefusal) {
        switch resource["eventType"]?.string ?? "default" {
        case "outOfOffice", "focusTime":
            guard calendar.isPrimary, !start.isDay else {
                throw GoogleRefusal(400, "eventTypeRestriction", "The event type is not allowed here.", domain: "calendar")
            }
        case "workingLocation":
            guard calendar.isPrimary, resource["workingLocationProperties"] != nil else {
                throw GoogleRefusal(400, "eventTypeRestriction", "The event type is not allowed here.", domain: "calendar")
            }
        case "birthday":
            guard resource["extendedProperties"]?["private"] == nil, start.isDay else {
                throw GoogleRefusal(400, "eventTypeRestriction", "A birthday event cannot have these fields.", domain: "calendar")
            }
        default: break
        }
    }

    private func rewritten(_ text: String) -> String {
        guard settings.rewritesTexts else { return text }
        var text = text.precomposedStringWithCanonicalMapping.replacing("\r\n", with: "\n")
        while let start = text.firstRange(of: "<script"), let end = text.firstRange(of: "</script>"), start.lowerBound < end.lowerBound {
            text.removeSubrange(start.lowerBound..<end.upperBound)
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }
        return lines.joined(separator: "\n")
    }

    /// Client-chosen ids: base32hex in lower case, 5 to 1,024 characters.
    static func isValid(id: String) -> Bool {
        (5...1_024).contains(id.utf8.count)
            && id.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "v")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
    }
}

/// The block that Google writes into descriptions of events with a conference, and takes out of those without one.
enum ConferenceText {
    static func removed(from text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.firstIndex(where: isBorder), let second = lines[(first + 1)...].firstIndex(where: isBorder) else {
            return text
        }
        return (lines[..<first] + lines[(second + 1)...]).joined(separator: "\n")
    }

    /// A line of nothing but `:` and `~` between hyphens.
    private static func isBorder(_ line: Substring) -> Bool {
        line.count > 40 && line.hasPrefix("-::~:~::~") && line.hasSuffix("::~:~::-") && line.allSatisfy { "-:~".contains($0) }
    }
}
