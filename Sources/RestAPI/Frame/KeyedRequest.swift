import Booking
import CivilTime
import HTTPTypes
import Hummingbird
import Operations
import RestShape
import Secrets
import WebShell

/// `Idempotency-Key`: a request that bears it does its work once, and is answered alike for a day.
enum KeyedRequest {
    static let header = HTTPField.Name("Idempotency-Key")!

    /// The request as its key tells it from others; `nil` without one, and for methods that may be repeated anyway.
    /// - Throws: `GraphError` for a key that cannot be used.
    static func read(
        _ request: Request, _ route: APIRoute, body: [UInt8], holder: String
    ) throws(GraphError) -> IdempotentRequest? {
        let keys = request.headers[values: header]
        guard route.method == .post, !keys.isEmpty else { return nil }
        guard keys.count == 1 else {
            throw GraphError(.invalidRequest, "Idempotency-Key came \(keys.count) times: send it once.", target: header.rawName)
        }
        do throws(IdempotentRequest.UnusableKey) {
            return try IdempotentRequest(
                key: keys[0], holder: holder, method: request.method.rawValue, path: request.uri.description, body: body)
        } catch {
            throw GraphError(
                .invalidRequest,
                "Idempotency-Key cannot be used: write 1 to \(IdempotentRequest.longestKey) visible characters of ASCII, such as a UUID.",
                target: header.rawName)
        }
    }

    /// Whose key it is: the token's, and without one whoever asks from the same place.
    static func holder(_ bearer: TokenBearer?, _ context: KalendsRequestContext) -> String {
        bearer?.token.id.rawValue ?? "anybody:" + Token.hash(context.client.map { "\($0.household)" } ?? "")
    }

    /// What an error is told as and kept; `nil` for one that speaks of the moment, after which the same request may fare better.
    static func refusal(_ error: any Error, _ reply: Reply, at now: Instant) -> RequestAnswer? {
        guard let failure = GraphError(failure: error) else { return nil }
        let answer = reply.refused(failure, at: now).kept(Preferences())
        return answer.isLasting ? answer : nil
    }
}

extension GraphError {
    /// Why a request with a key is not carried out.
    init(_ failure: Idempotency.Failure) {
        switch failure {
        case .anotherRequest:
            self.init(
                .notProcessable, "Idempotency-Key was used for another request within a day: choose a new one.",
                target: KeyedRequest.header.rawName)
        case .underWay:
            self.init(
                .conflict, "A request with this Idempotency-Key is still being carried out: ask again after Retry-After.",
                target: KeyedRequest.header.rawName)
        }
    }
}
