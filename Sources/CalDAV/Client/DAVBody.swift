import CivilTime
import ICalendar

/// The XML that requests carry.
enum DAVBody {
    private static let head = #"<?xml version="1.0" encoding="utf-8"?>"#
    private static let namespaces = #"xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/""#

    /// PROPFIND for named properties (RFC 4918 section 9.1); "all properties" leaves out what matters on some servers.
    static func propfind(_ names: [String]) -> String { "\(head)<D:propfind \(namespaces)>\(prop(names))</D:propfind>" }

    /// RFC 6578 section 3.2. No DAV:limit: several servers cut the answer there without saying so, and hand out a token that skips the rest.
    static func syncCollection(token: String) -> String {
        """
        \(head)<D:sync-collection \(namespaces)><D:sync-token>\(escaped(token))</D:sync-token><D:sync-level>1</D:sync-level>\
        \(prop(["D:getetag"]))</D:sync-collection>
        """
    }

    /// RFC 4791 section 7.9.
    static func multiget(_ hrefs: [String]) -> String {
        let list = hrefs.map { "<D:href>\(escaped($0))</D:href>" }.joined()
        return "\(head)<C:calendar-multiget \(namespaces)>\(prop(["D:getetag", "C:calendar-data"]))\(list)</C:calendar-multiget>"
    }

    /// RFC 4791 section 7.8.6: the members with that UID.
    static func query(uid: String) -> String {
        """
        \(head)<C:calendar-query \(namespaces)>\(prop(["D:getetag", "C:calendar-data"]))<C:filter><C:comp-filter name="VCALENDAR">\
        <C:comp-filter name="VEVENT"><C:prop-filter name="UID"><C:text-match collation="i;octet">\(escaped(uid))</C:text-match></C:prop-filter>\
        </C:comp-filter></C:comp-filter></C:filter></C:calendar-query>
        """
    }

    /// RFC 4791 section 7.8.1, by time (section 9.9): the names of the members with an event in a span.
    static func query(in span: Span) -> String {
        let range = #"<C:time-range start="\#(span.start.calendarText)" end="\#(span.end.calendarText)"/>"#
        return """
            \(head)<C:calendar-query \(namespaces)>\(prop(["D:getetag"]))<C:filter><C:comp-filter name="VCALENDAR">\
            <C:comp-filter name="VEVENT">\(range)</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>
            """
    }

    private static func prop(_ names: [String]) -> String { "<D:prop>\(names.map { "<\($0)/>" }.joined())</D:prop>" }

    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
