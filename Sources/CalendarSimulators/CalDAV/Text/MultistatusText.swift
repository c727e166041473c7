/// Writes a 207 answer (RFC 4918 section 13).
struct MultistatusText {
    private var responses: [String] = []
    /// DAV:sync-token of a sync-collection report (RFC 6578 section 6.4).
    var token: String?

    private static let head = """
        <?xml version="1.0" encoding="utf-8"?>
        <d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:cs="http://calendarserver.org/ns/">
        """

    /// Properties of a resource, each as the content of its element; nil for one that there is not.
    mutating func add(_ href: String, _ properties: [(name: String, content: String?)]) {
        let found = properties.compactMap { property in property.content.map { Self.element(property.name, $0) } }.joined()
        let missing = properties.filter { $0.content == nil }.map { Self.element($0.name, "") }.joined()
        var response = "<d:response><d:href>\(escapedForXML(href))</d:href>"
        if !found.isEmpty || missing.isEmpty { response += Self.propstat(found, "200 OK") }
        if !missing.isEmpty { response += Self.propstat(missing, "404 Not Found") }
        responses.append(response + "</d:response>")
    }

    /// The status of a resource.
    mutating func add(_ href: String, status: Int) {
        let error = status == 507 ? "<d:error><d:number-of-matches-within-limits/></d:error>" : ""
        responses.append(
            "<d:response><d:href>\(escapedForXML(href))</d:href><d:status>\(Self.line(status))</d:status>\(error)</d:response>")
    }

    /// Takes responses out again.
    mutating func keep(_ isKept: (Int) -> Bool) {
        responses = responses.enumerated().filter { isKept($0.offset) }.map(\.element)
    }

    var count: Int { responses.count }

    var answer: SimulatedAnswer {
        let tail = token.map { "<d:sync-token>\(escapedForXML($0))</d:sync-token>" } ?? ""
        let text = Self.head + responses.joined() + tail + "</d:multistatus>"
        return SimulatedAnswer(status: 207, headers: [("Content-Type", "application/xml; charset=utf-8")], body: Array(text.utf8))
    }

    private static func propstat(_ properties: String, _ status: String) -> String {
        "<d:propstat><d:prop>\(properties)</d:prop><d:status>HTTP/1.1 \(status)</d:status></d:propstat>"
    }

    private static func line(_ status: Int) -> String {
        switch status {
        case 404: "HTTP/1.1 404 Not Found"
        case 507: "HTTP/1.1 507 Insufficient Storage"
        default: "HTTP/1.1 \(status) Status"
        }
    }

    private static func element(_ name: String, _ content: String) -> String {
        let name = name.replacing("D:", with: "d:").replacing("CS:", with: "cs:").replacing("C:", with: "c:")
        return content.isEmpty ? "<\(name)/>" : "<\(name)>\(content)</\(name)>"
    }
}
