import CalendarSync
import ICalendar

/// Everything in a feed under one UID: an event or a series with its changed occurrences, or published busy times.
struct FeedEntry: Sendable {
    /// The UID; made from start, end and summary where the publisher gives none.
    let uid: String
    private(set) var components: [Component]
    /// What the calendar around them says and they cannot be understood without: METHOD, and the zone of times that name none.
    let calendarProperties: [Property]

    private static let meaningful: Set<String> = ["METHOD", "TIMEZONE-ID", "X-WR-TIMEZONE"]

    /// The entries of a feed in the order of their first lines.
    static func entries(in document: CalendarDocument) -> [FeedEntry] {
        var entries: [FeedEntry] = []
        var indexes: [String: Int] = [:]
        for calendar in document.components {
            let around = calendar.properties.filter { meaningful.contains($0.name) }
            for component in calendar.components where component.name == "VEVENT" || component.name == "VFREEBUSY" {
                let uid = uid(of: component)
                if let index = indexes[uid] {
                    entries[index].components.append(component)
                } else {
                    indexes[uid] = entries.count
                    entries.append(FeedEntry(uid: uid, components: [component], calendarProperties: around))
                }
            }
        }
        return entries
    }

    private static func uid(of component: Component) -> String {
        let written = component.first("UID")?.text.filter { !$0.isWhitespace } ?? ""
        return written.isEmpty ? "without-uid-" + contentKey([component]) : written
    }

    /// A name that stays the same where the publisher makes up a new UID each time.
    var contentID: RemoteItem.ID { "content-" + Self.contentKey(components) }

    private static func contentKey(_ components: [Component]) -> String {
        let names = ["DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "FREEBUSY", "SUMMARY"]
        let facts = components.map { component in names.map { component.first($0)?.value ?? "" }.joined(separator: "\n") }
        return Fingerprint(facts.sorted().joined(separator: "\n\n")).text
    }

    /// A hash of what the entry means. What many publishers change at every export is left out, and so is the order of the components.
    func version(timeZones: [Component], ignoringUID: Bool) -> String {
        let volatile = ["DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "CREATED"] + (ignoringUID ? ["UID"] : [])
        let texts = (components + timeZones).map { component in
            var component = component
            component.properties.removeAll { volatile.contains($0.name) }
            return String(decoding: component.serialized(), as: UTF8.self)
        }
        let around = calendarProperties.map { "\($0.name):\($0.value)\n" }
        return Fingerprint((texts.sorted() + around).joined()).text
    }

    /// The definitions of the zones that the entry names, or its calendar for it.
    func timeZones(in document: CalendarDocument) -> [Component] {
        let own = components.flatMap { $0.properties.compactMap { $0.parameter("TZID") } }
        let named = Set(own + calendarProperties.filter { $0.name != "METHOD" }.map(\.text))
        guard !named.isEmpty else { return [] }
        return document.components.flatMap(\.components).filter { $0.name == "VTIMEZONE" && named.contains($0.first("TZID")?.value ?? "") }
    }
}
