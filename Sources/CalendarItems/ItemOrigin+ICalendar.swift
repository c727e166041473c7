public import CalendarSync
import ICalendar

extension ItemOrigin {
    /// What iCalendar data says of an item; data that cannot be read says nothing.
    /// - Parameter ownAddresses: the owner's mail addresses, lower-case.
    public init(iCalendar data: String, ownAddresses: [String]) {
        guard let document = try? CalendarDocument.parse(Array(data.utf8)) else {
            self.init()
            return
        }
        let events = document.components.flatMap(\.components).filter { $0.name == "VEVENT" }
        let organizers = events.compactMap { $0.first("ORGANIZER") }.map { Party($0).address.lowercased() }
        let isInvitation = events.contains { !$0.all("ATTENDEE").isEmpty }
        let classes = events.compactMap { $0.first("CLASS")?.value.uppercased() }
        self.init(
            involvesOthers: isInvitation || !Set(organizers).isSubset(of: ownAddresses),
            isPrivate: classes.contains { $0 != "PUBLIC" }, created: events.compactMap { $0.first("CREATED")?.value }.min())
    }
}
