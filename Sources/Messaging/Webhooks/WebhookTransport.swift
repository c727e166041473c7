public import Outbound

/// The way to the receivers of webhooks.
public struct WebhookTransport: Sendable {
    /// A message as it is posted.
    public struct Message: Sendable {
        public var address: String
        /// In this order.
        public var headers: [(name: String, value: String)]
        /// JSON.
        public var body: [UInt8]

        public init(address: String, headers: [(name: String, value: String)], body: [UInt8]) {
            self.address = address
            self.headers = headers
            self.body = body
        }
    }

    /// What a receiver answered, a redirect included: none is followed.
    public struct Answer: Hashable, Sendable {
        public var status: Int
        /// Seconds that it asks to be left alone; `nil` when it asks for nothing.
        public var retryAfter: Double?
        /// The first of its bytes as text, without control characters.
        public var beginning: String

        public init(status: Int, retryAfter: Double? = nil, beginning: String = "") {
            self.status = status
            self.retryAfter = retryAfter
            self.beginning = beginning
        }
    }

    /// Why there was no answer, for a person.
    public struct Failure: Error, Hashable, Sendable {
        public var sentence: String

        public init(sentence: String) { self.sentence = sentence }
    }

    /// Seconds for one message, from looking up the name to the last byte of the answer.
    public static let deadline = 15.0
    /// Bytes of an answer that are waited for.
    public static let longestAnswer = 1 << 20
    /// Bytes of an answer that are kept.
    public static let keptBytes = 500

    private let post: @Sendable (Message) async throws(Failure) -> Answer

    /// A way of one's own, for tests.
    public init(post: @escaping @Sendable (Message) async throws(Failure) -> Answer) { self.post = post }

    /// Over HTTP, within the address filter of `http`; without TLS only to what the operator named.
    /// - Parameter deadline: seconds for one message.
    public init(http: any HTTPSending, deadline: Double = WebhookTransport.deadline) {
        post = { (message) async throws(Failure) -> Answer in
            var request = OutboundRequest(
                .POST, message.address, headers: message.headers.map { ($0.name, $0.value) }, body: message.body)
            request.deadline = deadline
            request.maximumResponseBytes = Self.longestAnswer
            request.maximumRedirects = 0
            request.requiresTLSInPublic = true
            do throws(OutboundFailure) {
                let response = try await http.send(request)
                return Answer(status: response.status, retryAfter: response.retryAfter, beginning: Self.text(response.body))
            } catch {
                throw Failure(sentence: error.sentence)
            }
        }
    }

    /// - Throws: `Failure` when there was no answer.
    public func send(_ message: Message) async throws(Failure) -> Answer { try await post(message) }

    private static func text(_ body: [UInt8]) -> String {
        let scalars = String(decoding: body.prefix(keptBytes), as: UTF8.self).unicodeScalars.filter {
            $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
