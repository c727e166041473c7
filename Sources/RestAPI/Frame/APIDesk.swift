import CivilTime
import HTTPTypes
import Hummingbird
import Logging
import Operations
import RestShape
import WebShell

/// Carries out requests by the table of routes: finds the operation, asks who it is and what they may do, reads what came, lets the handler do
/// its work, and says everything that goes wrong in Graph's form.
struct APIDesk: Sendable {
    let kalends: Kalends
    let shell: WebShell
    let routes: [APIRoute]
    let idempotency: Idempotency

    @Sendable func answer(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        var reply = Reply(request, context)
        do {
            let answer = try await carryOut(request, context, &reply)
            return reply.response(answer)
        } catch {
            let failure = GraphError(failure: error) ?? broken(error, context)
            return reply.refusal(failure, at: kalends.now)
        }
    }

    private func carryOut(_ request: Request, _ context: KalendsRequestContext, _ reply: inout Reply) async throws -> APIAnswer {
        let path = Address.parts(request.uri.path)
        let matches = routes.compactMap { route in route.path.match(Array(path.dropFirst())).map { (route, $0) } }
            .sorted { $0.0.path.looseness < $1.0.path.looseness }
        // Of addresses that fit several templates, the one with more words in it is meant.
        let known = matches.filter { $0.0.path.looseness == matches[0].0.path.looseness }
        if let first = known.first { context.coreContext.endpointPath.value = "/v1.0" + first.0.path.description }
        let bearer = try await admit(request, context, isPublic: !known.isEmpty && known.allSatisfy(\.0.isPublic), &reply)
        // No store holds a text with a NUL, so nothing is there by such a name.
        guard !known.isEmpty, !path.contains(where: { $0.contains("\0") }) else {
            throw GraphError(.itemNotFound, "There is nothing at this address: check it against /openapi.json.")
        }
        let method: HTTPRequest.Method = request.method == .head ? .get : request.method
        guard let (route, variables) = known.first(where: { $0.0.method == method }) else {
            let allowed = Set(known.map(\.0.method.rawValue))
            reply.headers[.allow] = allowed.union(allowed.contains("GET") ? ["HEAD"] : []).sorted().joined(separator: ", ")
            throw GraphError(.notAllowed, "\(request.method.rawValue) does not apply to this address: Allow says what does.")
        }
        if let bearer { try Gate.require(route, of: bearer, &reply) }
        let bytes = try await RequestBody.bytes(request, for: route)
        let call = try read(request, route, variables, bytes, bearer, context, &reply)
        guard let keyed = try KeyedRequest.read(request, route, body: bytes, holder: KeyedRequest.holder(bearer, context)) else {
            return try await route.handle(call)
        }
        return try await once(keyed, route, call, &reply)
    }

    /// Carries out a request that bears a key, or answers it as it was answered before.
    private func once(_ keyed: IdempotentRequest, _ route: APIRoute, _ call: APICall, _ reply: inout Reply) async throws -> APIAnswer {
        let form = reply
        do {
            let outcome = try await idempotency(keyed) {
                do {
                    return try await route.handle(call).kept(call.preferences)
                } catch {
                    guard let refusal = KeyedRequest.refusal(error, form, at: kalends.now) else { throw error }
                    return refusal
                }
            }
            // What was preferred then stands with the answer.
            reply.applied = []
            return APIAnswer(outcome.answer)
        } catch let failure as Idempotency.Failure {
            if case .underWay(let pause) = failure { reply.headers[.retryAfter] = String(max(1, pause.count)) }
            throw GraphError(failure)
        }
    }

    /// - Parameter isPublic: whether all that stands at the address is there for anybody.
    /// - Returns: `nil` only where it is.
    private func admit(
        _ request: Request, _ context: KalendsRequestContext, isPublic: Bool, _ reply: inout Reply
    ) async throws -> TokenBearer? {
        let gate = Gate(kalends: kalends, shell: shell)
        guard isPublic else { return try await gate.admit(request, context, &reply) }
        reply.openToForeignPages()
        try await gate.admitAnybody(context, &reply)
        return nil
    }

    private func read(
        _ request: Request, _ route: APIRoute, _ variables: [String: String], _ bytes: [UInt8], _ bearer: TokenBearer?,
        _ context: KalendsRequestContext, _ reply: inout Reply
    ) throws -> APICall {
        let preferences = try Preferences(request.headers[values: .prefer], zones: kalends.zones)
        reply.applied = preferences.applied
        let parameters = Address.parameters(request.uri.query)
        let own = Set(route.parameters.map(\.name))
        if let (name, _) = parameters.first(where: { $0.value.contains("\0") }) {
            throw QueryFault(option: String(name.prefix(60)), position: nil, problem: "it holds a NUL", remedy: "take it out")
        }
        var options = QueryOptions()
        if let definition = route.optionsOf {
            options = try QueryOptions(parameters, for: definition, allowing: route.options, own: own)
        } else if let (name, _) = parameters.first(where: { !own.contains($0.name) }) {
            throw QueryFault(option: String(name.prefix(60)), position: nil, problem: "it does not apply here", remedy: "leave it out")
        }
        for wanted in route.parameters where wanted.isRequired && !parameters.contains(where: { $0.name == wanted.name }) {
            throw QueryFault(option: wanted.name, position: nil, problem: "it is missing", remedy: "add it: \(wanted.about)")
        }
        return APICall(
            kalends: kalends, bearer: bearer, texts: context.texts, path: variables, address: request.uri.path, options: options,
            parameters: parameters, body: try RequestBody.read(bytes, of: request), preferences: preferences,
            conditions: EntityTag.Conditions(match: request.headers[.ifMatch], noneMatch: request.headers[.ifNoneMatch]))
    }

    /// What an error says of itself may hold what people typed; its type says where to look.
    private func broken(_ error: any Error, _ context: KalendsRequestContext) -> GraphError {
        context.logger.error(
            "a request of the API failed",
            metadata: ["error": .string(String(reflecting: type(of: error))), "route": .string(context.endpointPath ?? "")])
        return GraphError(
            .generalException, "The fault is ours, and nothing was changed: ask again, and tell whoever runs this server the request-id.")
    }
}
