/// A 207 answer (RFC 4918 section 13): what the server says about each resource.
struct Multistatus: Sendable {
    /// One `response`: either a status for the resources it names, or properties of one.
    struct Response: Sendable {
        let hrefs: [String]
        /// The status of the resource itself; nil where properties came instead.
        let status: Int?
        /// The properties that were found: those of propstats with a success status.
        let properties: DAVElement
        /// Whether a propstat came at all.
        let hasProperties: Bool
        /// The DAV:error condition within, if any.
        let error: DAVElement?

        func property(_ name: String) -> DAVElement? { properties.first(name) }
    }

    let responses: [Response]
    /// DAV:sync-token of a sync-collection report (RFC 6578 section 6.4).
    let syncToken: String?

    init?(_ root: DAVElement) {
        guard root.name == "D:multistatus" else { return nil }
        responses = root.all("D:response").map(Response.init)
        syncToken = root.first("D:sync-token")?.value
    }

    /// Whether all that it says is that what was asked for is not there.
    var saysMissing: Bool { !responses.isEmpty && responses.allSatisfy { $0.status == 404 || $0.status == 410 } }
}

extension Multistatus.Response {
    init(_ element: DAVElement) {
        hrefs = element.hrefs
        status = element.first("D:status")?.value.flatMap(statusCode)
        let propstats = element.all("D:propstat")
        hasProperties = !propstats.isEmpty
        error = element.first("D:error")
        var properties = DAVElement("D:prop")
        for propstat in propstats {
            // A server that leaves the status out means success.
            let code = propstat.first("D:status")?.value.flatMap(statusCode) ?? 200
            if (200..<300).contains(code) { properties.children += propstat.first("D:prop")?.children ?? [] }
        }
        self.properties = properties
    }
}

/// The number in "HTTP/1.1 200 OK".
private func statusCode(_ line: String) -> Int? {
    line.split(separator: " ").lazy.filter { $0.count == 3 }.compactMap { Int($0) }.first
}
