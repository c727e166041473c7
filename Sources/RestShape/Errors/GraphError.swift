public import CivilTime

/// An error body in the shape of Microsoft Graph (*Microsoft Graph error responses and resource types*; OData JSON Format 4.01 section 21).
public struct GraphError: Error, Hashable, Sendable {
    /// What kind of error it is; the HTTP status follows from it.
    public var code: GraphErrorCode
    /// Sentences for the person who writes the client.
    public var message: String
    /// The property or query option that is meant; nil for the request as a whole.
    public var target: String?
    /// Each thing that is wrong, when there are several.
    public var details: [Detail]

    /// One of several things that are wrong.
    public struct Detail: Hashable, Sendable {
        /// What kind of error it is.
        public let code: GraphErrorCode
        /// A sentence.
        public let message: String
        /// The property that is meant; nil for the request as a whole.
        public let target: String?

        /// A detail.
        public init(_ code: GraphErrorCode, _ message: String, target: String? = nil) {
            self.code = code
            self.message = message
            self.target = target
        }
    }

    /// An error.
    public init(_ code: GraphErrorCode, _ message: String, target: String? = nil, details: [Detail] = []) {
        self.code = code
        self.message = message
        self.target = target
        self.details = details
    }

    /// The body. The client's own id of the request is repeated when it sent one; otherwise ours stands in both places.
    public func body(requestID: String, clientRequestID: String? = nil, at now: Instant) -> JSONValue {
        var error: JSONObject = ["code": .text(code.rawValue), "message": .text(message)]
        if let target { error["target"] = .text(target) }
        if !details.isEmpty { error["details"] = .list(details.map(\.json)) }
        error["innerError"] = [
            "date": .text(ClockText.write(now)), "request-id": .text(requestID),
            "client-request-id": .text(clientRequestID ?? requestID),
        ]
        return ["error": .object(error)]
    }
}

extension GraphError.Detail {
    var json: JSONValue {
        var members: JSONObject = ["code": .text(code.rawValue), "message": .text(message)]
        if let target { members["target"] = .text(target) }
        return .object(members)
    }
}
