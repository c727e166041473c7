import FoundationEssentials

/// A request as CalDAV reads it.
struct CalDAVRequest {
    let method: String
    /// Decoded.
    let path: String
    /// 0 or 1; "infinity" counts as 1.
    let depth: Int
    let body: [UInt8]
    /// The root of the body, if that is XML.
    let xml: XMLNode?
    /// Method, and what is asked: `PROPFIND 1`, `REPORT sync-collection`.
    let label: String
    private let headers: [String: String]

    init(_ request: SimulatedRequest) {
        method = request.method
        path = Percent.decoded(request.path)
        body = request.body
        headers = request.headers
        depth = headers["depth"].map { $0 == "0" ? 0 : 1 } ?? (method == "PROPFIND" ? 1 : 0)
        xml = method == "PROPFIND" || method == "REPORT" ? XMLReader.read(body) : nil
        switch method {
        case "PROPFIND": label = "PROPFIND \(depth)"
        case "REPORT": label = "REPORT \(xml?.name.split(separator: ":").last.map(String.init) ?? "")"
        default: label = method
        }
    }

    func header(_ name: String) -> String? { headers[name] }

    /// The names of the properties that are asked for.
    var properties: [String] {
        (xml?.first("D:prop")?.children.map(\.name) ?? []).filter { !$0.hasPrefix("?:") }
    }

    /// Who says to be asking, and the password.
    var credentials: (user: String, password: String)? {
        guard let header = headers["authorization"], header.hasPrefix("Basic "), let data = Data(base64Encoded: String(header.dropFirst(6)))
        else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
}

extension SimulatedAnswer {
    /// A refusal; words that begin with `<` are XML.
    static func refusal(_ status: Int, _ words: String = "") -> SimulatedAnswer {
        let type = words.hasPrefix("<") ? "application/xml; charset=utf-8" : "text/plain; charset=utf-8"
        return SimulatedAnswer(status: status, headers: words.isEmpty ? [] : [("Content-Type", type)], body: Array(words.utf8))
    }

    /// A refusal that names the condition that is not met (RFC 4918 section 16).
    static func refusal(_ status: Int, condition: String) -> SimulatedAnswer {
        refusal(
            status,
            #"<?xml version="1.0" encoding="utf-8"?><d:error xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><\#(condition)/></d:error>"#
        )
    }
}
