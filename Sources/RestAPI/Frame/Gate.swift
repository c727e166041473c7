import Booking
import CivilTime
import HTTPTypes
import Hummingbird
import Operations
import RestShape
import WebShell

/// Who may ask: bearer tokens (RFC 6750), what they were made for, and how often they may ask.
struct Gate: Sendable {
    let kalends: Kalends
    let shell: WebShell

    /// - Throws: `GraphError` with the status 401 without a token that works, 429 when it asks too often. Whoever has none is counted by
    ///   where they ask from, so that nobody tries one after the other.
    func admit(_ request: Request, _ context: KalendsRequestContext, _ reply: inout Reply) async throws -> TokenBearer {
        do {
            guard let token = Self.token(request.headers[.authorization]) else {
                throw Refusal(challenge: "", message: "No token came with the request: send Authorization: Bearer and a token.")
            }
            let bearer = try await found(token)
            try await count(IPHousehold(named: "token:\(bearer.token.id)"), context, &reply)
            return bearer
        } catch let refusal as Refusal {
            if let client = context.client { try await count(client.household, context, &reply) }
            reply.headers[.wwwAuthenticate] = "Bearer realm=\"kalends\"" + refusal.challenge
            throw GraphError(.unauthenticated, refusal.message)
        }
    }

    /// Whoever asks for what is there for anybody is counted by where they ask from, together with the pages that they open.
    /// - Throws: `GraphError` with the status 429.
    func admitAnybody(_ context: KalendsRequestContext, _ reply: inout Reply) async throws {
        if let client = context.client { try await count(client.household, context, &reply) }
    }

    /// - Throws: `GraphError` with the status 403.
    static func require(_ route: APIRoute, of bearer: TokenBearer, _ reply: inout Reply) throws {
        guard bearer.token.grants(route.scope) else {
            reply.headers[.wwwAuthenticate] =
                "Bearer realm=\"kalends\", error=\"insufficient_scope\", scope=\"\(route.scope.rawValue)\""
            throw GraphError(
                .accessDenied, "The token was not made for this: use one with the scope \(route.scope.rawValue).", target: "scope")
        }
        guard bearer.may(route.scope), bearer.role.rank >= route.role.rank else {
            throw GraphError(
                .accessDenied, "The role \(bearer.role.rawValue) may not do this: ask somebody with another role.", target: "role")
        }
    }

    private struct Refusal: Error {
        var challenge: String
        var message: String
    }

    private func found(_ token: String) async throws -> TokenBearer {
        do {
            return try await FindBearer(kalends)(token)
        } catch let failure as FindBearer.Failure {
            let why =
                switch failure {
                case .unknown: "is not known"
                case .expired: "is past its time"
                case .revoked: "was revoked"
                }
            throw Refusal(challenge: ", error=\"invalid_token\"", message: "The token \(why): make another one in the admin app.")
        }
    }

    private func count(_ client: IPHousehold, _ context: KalendsRequestContext, _ reply: inout Reply) async throws {
        guard let allowance = await shell.takeRequest(of: client, context.logger) else { return }
        reply.take(allowance)
        if let wait = allowance.wait {
            throw GraphError(
                .activityLimitReached,
                "More than \(allowance.limit) requests came within a minute: ask again in \(max(1, wait.count)) seconds.")
        }
    }

    private static func token(_ field: String?) -> String? {
        guard let field, field.prefix(7).lowercased() == "bearer " else { return nil }
        let token = field.dropFirst(7).drop { $0 == " " }
        return token.isEmpty ? nil : String(token)
    }
}

extension Role {
    /// Each role may do what those of a lower rank may.
    fileprivate var rank: Int {
        switch self {
        case .viewer: 0
        case .scheduler: 1
        case .administrator: 2
        }
    }
}
