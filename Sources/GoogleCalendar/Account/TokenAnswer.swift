import CivilTime
import FoundationEssentials

/// An answer of the token endpoint (RFC 6749 section 5.1); the names are the standard's.
struct TokenAnswer: Decodable {
    var access_token: String
    var expires_in: Int?
    var refresh_token: String?
    var scope: String?
    var id_token: String?

    var scopes: Set<String>? { scope.map { Set($0.split(separator: " ").map(String.init)) } }

    func expires(from now: Instant) -> Instant { now + .seconds(expires_in ?? 3_600) }
}

struct TokenError: Decodable {
    var error: String
}

/// The claims of an identity token. It comes straight from Google over TLS, so its signature need not be checked
/// (OpenID Connect Core section 3.1.3.7).
struct IdentityClaims: Decodable {
    var iss: String
    var aud: String
    var sub: String
    var email: String?

    init?(_ token: String) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        var text = parts[1].replacing("-", with: "+").replacing("_", with: "/")
        while text.utf8.count % 4 != 0 { text += "=" }
        guard let data = Data(base64Encoded: String(text)), let claims = try? JSONDecoder().decode(IdentityClaims.self, from: data) else {
            return nil
        }
        self = claims
    }
}
