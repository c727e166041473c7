import CivilTime
import Secrets

extension GoogleWorld {
    /// An unsigned token (RFC 7519 section 6): whoever gets it straight from the token endpoint need not check a signature
    /// (OpenID Connect Core section 3.1.3.7).
    func identityToken(about person: SimulatedPerson, client: String, scopes: [String], _ moment: Moment) -> String {
        var claims = claims(about: person, scopes: scopes)
        claims["iss"] = "https://accounts.google.com"
        claims["aud"] = .text(client)
        claims["azp"] = .text(client)
        claims["iat"] = .integer(moment.now.secondsSinceEpoch)
        claims["exp"] = .integer((moment.now + .hours(1)).secondsSinceEpoch)
        let header: JSONValue = ["alg": "none", "typ": "JWT"]
        return Base64URL.encode(header.bytes) + "." + Base64URL.encode(JSONValue.object(claims).bytes) + "."
    }

    func claims(about person: SimulatedPerson, scopes: [String]) -> [String: JSONValue] {
        var claims: [String: JSONValue] = ["sub": .text(person.subject)]
        if scopes.contains(GoogleScope.prefix + "userinfo.email") {
            claims["email"] = .text(person.email)
            claims["email_verified"] = true
        }
        if scopes.contains(GoogleScope.prefix + "userinfo.profile") { claims["name"] = .text(person.name) }
        return claims
    }
}
