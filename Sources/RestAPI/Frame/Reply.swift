import CivilTime
import HTTPTypes
import Hummingbird
import NIOCore
import RestShape
import WebShell

/// What every answer to one request says, however it ends.
struct Reply: Sendable {
    var headers: HTTPFields = [:]
    /// The preferences that were understood.
    var applied: [String] = []
    /// The fields of the request on which the answer depends.
    var varies = "Authorization, Prefer"
    private let requestID: String
    private let clientRequestID: String?
    private var retryAfter: Int64 = 5

    init(_ request: Request, _ context: KalendsRequestContext) {
        requestID = context.requestID
        clientRequestID = request.headers[.clientRequestID].flatMap { id in
            !id.isEmpty && id.utf8.count <= 128 && id.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? id : nil
        }
    }

    /// What is left of the client's requests (the headers of the draft *RateLimit header fields for HTTP*).
    mutating func take(_ allowance: Allowance) {
        headers[.rateLimitLimit] = String(allowance.limit)
        headers[.rateLimitRemaining] = allowance.remaining.map(String.init)
        headers[.rateLimitReset] = allowance.remaining.map { String(max(0, allowance.limit - $0) * 60 / max(1, allowance.limit)) }
        if let wait = allowance.wait { retryAfter = max(1, wait.count) }
    }

    func response(_ answer: APIAnswer) -> Response {
        var headers = common()
        if !applied.isEmpty { headers[.preferenceApplied] = applied.joined(separator: ", ") }
        headers[.contentType] = answer.contentType
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        let bytes = answer.body
        let body = bytes.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        return Response(status: .init(code: answer.status), headers: headers, body: body)
    }

    mutating func refusal(_ error: GraphError, at now: Instant) -> Response {
        if error.code.isPassing { headers[.retryAfter] = String(retryAfter) }
        // What went wrong took no heed of preferences.
        applied = []
        return response(refused(error, at: now))
    }

    /// An error as it is answered.
    func refused(_ error: GraphError, at now: Instant) -> APIAnswer {
        .json(
            error.body(requestID: requestID, clientRequestID: clientRequestID, at: now), status: error.code.status,
            headers: ["Content-Type": "application/json;charset=utf-8"])
    }

    private func common() -> HTTPFields {
        var headers = headers
        headers[.requestID] = requestID
        headers[.clientRequestID] = clientRequestID
        headers[.odataVersion] = "4.0"
        headers[.vary] = varies
        return headers
    }
}

extension HTTPField.Name {
    static let prefer = Self("Prefer")!
    static let preferenceApplied = Self("Preference-Applied")!
    static let requestID = Self("request-id")!
    static let clientRequestID = Self("client-request-id")!
    static let odataVersion = Self("OData-Version")!
    static let rateLimitLimit = Self("RateLimit-Limit")!
    static let rateLimitRemaining = Self("RateLimit-Remaining")!
    static let rateLimitReset = Self("RateLimit-Reset")!
}
