/// What a stand-in answers, and how the answer arrives.
public struct SimulatedAnswer: Hashable, Sendable {
    /// How much of the answer reaches whoever asked.
    public enum Arrival: Hashable, Sendable {
        case whole
        /// The connection ends after so many bytes of the body.
        case cutOff(after: Int)
        /// The connection ends before a byte of it; what was asked is done all the same.
        case lost
    }

    /// The status of HTTP.
    public var status: Int
    /// In the order in which they are sent.
    public var headers: [(name: String, value: String)]
    /// The whole body, however much of it arrives.
    public var body: [UInt8]
    /// How much of it arrives.
    public var arrival = Arrival.whole
    /// Seconds by which the answer is late.
    public var delay: Double = 0

    /// An answer that arrives whole and at once.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    static func json(_ value: JSONValue, status: Int = 200, headers: [(name: String, value: String)] = []) -> SimulatedAnswer {
        SimulatedAnswer(
            status: status, headers: [("Content-Type", "application/json; charset=UTF-8")] + headers, body: value.bytes)
    }

    static func page(_ html: String, status: Int = 200) -> SimulatedAnswer {
        SimulatedAnswer(status: status, headers: [("Content-Type", "text/html; charset=utf-8")], body: Array(html.utf8))
    }

    /// "See other" (303).
    static func see(_ address: String) -> SimulatedAnswer { SimulatedAnswer(status: 303, headers: [("Location", address)]) }

    static let empty = SimulatedAnswer(status: 204)

    /// Headers are compared in their order.
    public static func == (lhs: SimulatedAnswer, rhs: SimulatedAnswer) -> Bool {
        lhs.status == rhs.status && lhs.body == rhs.body && lhs.arrival == rhs.arrival && lhs.delay == rhs.delay
            && lhs.headers.elementsEqual(rhs.headers) { $0.name == $1.name && $0.value == $1.value }
    }

    /// By status and body.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(status)
        hasher.combine(body)
    }
}
