/// The place in a standard that a calendar goes against, for people who want to read it up: `RFC 5545 section 3.6.1`.
public struct Rule: Hashable, Sendable, CustomStringConvertible {
    /// The number of the RFC.
    public let rfc: Int
    /// The section within it, such as `3.6.1`.
    public let section: String

    /// A section of the RFC with that number.
    public init(rfc: Int, section: String) {
        self.rfc = rfc
        self.section = section
    }

    /// The place as people quote it.
    public var description: String { "RFC \(rfc) section \(section)" }

    /// A section of RFC 5545, iCalendar itself.
    static func icalendar(_ section: String) -> Rule { Rule(rfc: 5_545, section: section) }

    /// Content lines: line ends, folding, names, parameters, control characters, the character set.
    static let contentLine = icalendar("3.1")
    static let characterSet = icalendar("3.1.4")
    static let parameters = icalendar("3.2")
    static let text = icalendar("3.3.11")
    static let recurrence = icalendar("3.3.10")
    static let calendarObject = icalendar("3.4")
    static let components = icalendar("3.6")
    static let event = icalendar("3.6.1")
    static let timeZone = icalendar("3.6.5")
    static let timeZoneIdentifier = icalendar("3.2.19")
}
