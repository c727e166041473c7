import CivilTime
import Foundation
import Secrets

extension GoogleWorld {
    /// The token endpoint: a code or a refresh token for an access token.
    mutating func token(_ request: SimulatedRequest, _ moment: Moment) -> SimulatedAnswer {
        do throws(TokenRefusal) {
            let form = request.form
            let client = try client(form, request)
            switch form["grant_type"] {
            case "authorization_code": return .json(try exchange(form, client: client, moment))
            case "refresh_token": return .json(try refresh(form, client: client, moment))
            default:
                throw TokenRefusal(status: 400, error: "unsupported_grant_type", description: "Invalid grant_type")
            }
        } catch {
            return error.answer
        }
    }

    /// Revocation by either token; both are gone afterwards (RFC 7009).
    mutating func revoke(_ request: SimulatedRequest) -> SimulatedAnswer {
        let token = request.form["token"] ?? request.parameters["token"] ?? ""
        let grant = authorization.grants.first { $0.refreshToken == token }
        guard let subject = grant?.subject ?? authorization.access[token]?.subject,
            let client = grant?.client ?? authorization.access[token]?.client
        else { return .json(["error": "invalid_token", "error_description": "Token expired or revoked"], status: 400) }
        authorization.grants.removeAll { $0.subject == subject && $0.client == client }
        authorization.access = authorization.access.filter { $0.value.subject != subject || $0.value.client != client }
        return .json([:])
    }

    /// The claims about whoever's token came with the request (OpenID Connect Core section 5.3).
    func userInfo(_ request: SimulatedRequest, _ moment: Moment) -> SimulatedAnswer {
        guard let access = access(of: request, moment), let person = person(subject: access.subject) else {
            return .json(["error": "invalid_request", "error_description": "Invalid Credentials"], status: 401)
        }
        return .json(.object(claims(about: person, scopes: access.scopes)))
    }

    /// The access token of a request, if it is good.
    func access(of request: SimulatedRequest, _ moment: Moment) -> AuthorizationState.Access? {
        guard let header = request.headers["authorization"], header.hasPrefix("Bearer "),
            let access = authorization.access[String(header.dropFirst(7))], access.expires > moment.now
        else { return nil }
        return access
    }

    private func client(_ form: FormFields, _ request: SimulatedRequest) throws(TokenRefusal) -> String {
        // Either way of RFC 6749 section 2.3.1.
        let basic = request.headers["authorization"].flatMap(Self.basicCredentials)
        guard let client = basic?.user ?? form["client_id"], let secret = settings.clients[client] else { throw .invalidClient }
        guard basic?.password ?? form["client_secret"] == secret else {
            throw TokenRefusal(status: 401, error: "invalid_client", description: "Unauthorized")
        }
        return client
    }

    private static func basicCredentials(_ header: String) -> (user: String, password: String)? {
        guard header.hasPrefix("Basic "), let data = Data(base64Encoded: String(header.dropFirst(6))) else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return (Percent.decoded(String(parts[0])), Percent.decoded(String(parts[1])))
    }

    private mutating func exchange(_ form: FormFields, client: String, _ moment: Moment) throws(TokenRefusal) -> JSONValue {
        // A code is good once, whatever comes of it.
        guard let name = form["code"], let code = authorization.codes.removeValue(forKey: name), code.expires > moment.now,
            code.client == client
        else { throw .invalidGrant("Malformed auth code.") }
        guard form["redirect_uri"] == code.redirect else {
            throw TokenRefusal(status: 400, error: "redirect_uri_mismatch", description: "Bad Request")
        }
        if let challenge = code.challenge {
            guard let verifier = form["code_verifier"] else { throw .invalidGrant("Missing code verifier.") }
            guard (43...128).contains(verifier.utf8.count), ProofKey.challenge(of: verifier) == challenge else {
                throw .invalidGrant("Invalid code verifier.")
            }
        }
        var refreshToken: String?
        if code.wantsRefresh {
            let token = "1//" + newName("0r")
            refreshToken = token
            authorization.grants.append(
                AuthorizationState.Grant(
                    refreshToken: token, client: client, subject: code.subject, scopes: code.scopes, created: moment.now))
            forgetOldGrants(of: code.subject, client: client)
        }
        return answer(client: client, subject: code.subject, scopes: code.scopes, refreshToken: refreshToken, moment)
    }

    private mutating func forgetOldGrants(of subject: String, client: String) {
        let live = authorization.grants.filter { $0.subject == subject && $0.client == client }
        for grant in live.dropLast(settings.refreshTokensKept) {
            authorization.grants.removeAll { $0.refreshToken == grant.refreshToken }
        }
    }

    private mutating func refresh(_ form: FormFields, client: String, _ moment: Moment) throws(TokenRefusal) -> JSONValue {
        guard let token = form["refresh_token"],
            let index = authorization.grants.firstIndex(where: { $0.refreshToken == token && $0.client == client })
        else { throw .invalidGrant("Token has been expired or revoked.") }
        let grant = authorization.grants[index]
        if settings.isInTesting, moment.now >= grant.created + .days(7) {
            authorization.grants.remove(at: index)
            throw .invalidGrant("Token has been expired or revoked.")
        }
        var replacement: String?
        if settings.rotatesRefreshTokens {
            let fresh = "1//" + newName("0r")
            authorization.grants[index].refreshToken = fresh
            replacement = fresh
        }
        return answer(client: client, subject: grant.subject, scopes: grant.scopes, refreshToken: replacement, moment)
    }

    private mutating func answer(
        client: String, subject: String, scopes: [String], refreshToken: String?, _ moment: Moment
    ) -> JSONValue {
        let token = "ya29." + newName("a0")
        authorization.access[token] = AuthorizationState.Access(
            client: client, subject: subject, scopes: scopes, expires: moment.now + .seconds(settings.accessTokenLife))
        authorization.access = authorization.access.filter { $0.value.expires + .hours(1) > moment.now }
        var answer: JSONValue = [
            "access_token": .text(token), "expires_in": .integer(Int64(settings.accessTokenLife) - 1), "token_type": "Bearer",
            "scope": .text(scopes.joined(separator: " ")),
        ]
        if let refreshToken { answer["refresh_token"] = .text(refreshToken) }
        if scopes.contains("openid"), let person = person(subject: subject) {
            answer["id_token"] = .text(identityToken(about: person, client: client, scopes: scopes, moment))
        }
        return answer
    }
}
