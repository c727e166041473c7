/// Somebody with a Google account.
public struct SimulatedPerson: Hashable, Sendable, Codable {
    /// What the person's list of calendars says of one, beside what the calendar says itself.
    public struct ListEntry: Hashable, Sendable, Codable {
        /// `hidden`.
        public var isHidden = false
        /// `selected`.
        public var isSelected = true
        /// `summaryOverride`.
        public var summaryOverride: String?
        /// Removed from the list, or the calendar is gone.
        public var isDeleted = false
        /// The number of the last change that shows in the list.
        var revision = 0
    }

    /// `sub` of the account: it never changes.
    public let subject: String
    /// In lower case; also the id of the primary calendar.
    public let email: String
    /// As the consent page shows it.
    public let name: String
    /// The person's list of calendars, by id.
    public internal(set) var list: [String: ListEntry] = [:]
    /// The number of the last change of the list.
    var listRevision = 0

    init(subject: String, email: String, name: String) {
        self.subject = subject
        self.email = email.lowercased()
        self.name = name
    }

    mutating func changeList(_ calendar: String, _ change: (inout ListEntry) -> Void) {
        listRevision += 1
        var entry = list[calendar] ?? ListEntry()
        change(&entry)
        entry.revision = listRevision
        list[calendar] = entry
    }
}
