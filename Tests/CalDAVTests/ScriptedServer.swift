import Outbound
import Synchronization
import Testing

/// A server that answers as it was told to: for each method and path a row of replies, of which the last one stays.
final class ScriptedServer: HTTPSending, Sendable {
    private struct State {
        var replies: [String: [Reply]] = [:]
        var seen: [OutboundRequest] = []
    }

    private let state = Mutex(State())
    let origin: String

    init(_ origin: String = "https://cal.example.org") { self.origin = origin }

    /// `on("PROPFIND /cal/", …)`; another host is written out: `on("GET https://other.example/…", …)`.
    func on(_ request: String, _ replies: Reply...) { on(request, replies) }

    func on(_ request: String, _ replies: [Reply]) { state.withLock { $0.replies[request] = replies } }

    /// Method and path of each request, in order.
    var asked: [String] { requests.map(key) }
    var requests: [OutboundRequest] { state.withLock { $0.seen } }
    var last: OutboundRequest { get throws { try #require(requests.last) } }
    func forget() { state.withLock { $0.seen = [] } }

    func send(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundResponse {
        let key = key(request)
        let reply = state.withLock { state -> Reply? in
            state.seen.append(request)
            guard let row = state.replies[key], let first = row.first else { return nil }
            if row.count > 1 { state.replies[key] = Array(row.dropFirst()) }
            return first
        }
        guard let reply else {
            Issue.record("Nobody said what to answer to \(key).")
            throw .other(reason: "not in the script: \(key)")
        }
        switch reply {
        case .failure(let failure): throw failure
        case .answer(var response):
            if response.finalURL.isEmpty { response.finalURL = request.url }
            return response
        }
    }

    private func key(_ request: OutboundRequest) -> String {
        let path = request.url.hasPrefix(origin + "/") ? String(request.url.dropFirst(origin.count)) : request.url
        return "\(request.method.rawValue) \(path)"
    }
}

enum Reply: Sendable {
    case answer(OutboundResponse)
    case failure(OutboundFailure)

    static func status(_ status: Int, _ body: String = "", headers: [(String, String)] = [], from url: String = "") -> Reply {
        .answer(OutboundResponse(status: status, headers: headers.map { (name: $0.0, value: $0.1) }, body: Array(body.utf8), finalURL: url))
    }

    /// A multistatus of the given responses.
    static func multistatus(_ responses: String..., token: String? = nil, from url: String = "", movedTo: String? = nil) -> Reply {
        let tail = token.map { "<d:sync-token>\($0)</d:sync-token>" } ?? ""
        let text = """
            <?xml version="1.0" encoding="utf-8"?>
            <d:multistatus xmlns:d="DAV:" xmlns:cal="urn:ietf:params:xml:ns:caldav" xmlns:cs="http://calendarserver.org/ns/">\
            \(responses.joined())\(tail)</d:multistatus>
            """
        return .answer(OutboundResponse(status: 207, body: Array(text.utf8), finalURL: url, permanentRedirect: movedTo))
    }

    static func error(_ status: Int, _ condition: String) -> Reply {
        .status(status, #"<?xml version="1.0"?><error xmlns="DAV:"><\#(condition)/></error>"#)
    }

    static let webPage = Reply.status(200, "<!doctype html><title>Welcome</title>", headers: [("Content-Type", "text/html")])
}

/// One response of a multistatus with properties that were found.
func found(_ href: String, _ properties: String) -> String {
    "<d:response><d:href>\(href)</d:href><d:propstat><d:prop>\(properties)</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
}

/// One response that is a status only.
func status(_ href: String, _ status: Int, _ extra: String = "") -> String {
    "<d:response><d:href>\(href)</d:href><d:status>HTTP/1.1 \(status) So</d:status>\(extra)</d:response>"
}

func listed(_ href: String, _ etag: String) -> String { found(href, "<d:getetag>\(etag)</d:getetag><d:resourcetype/>") }

func data(_ href: String, _ etag: String, _ ics: String) -> String {
    found(href, "<d:getetag>\(etag)</d:getetag><cal:calendar-data><![CDATA[\(ics)]]></cal:calendar-data>")
}
