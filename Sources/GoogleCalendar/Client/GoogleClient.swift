// The API: https://developers.google.com/workspace/calendar/api/v3/reference
// Signing in: https://developers.google.com/identity/protocols/oauth2/web-server
import CalendarSync
import CivilTime
import Outbound

/// Requests to Google and their answers.
struct GoogleClient: Sendable {
    let http: any HTTPSending
    let configuration: GoogleConfiguration
    let grants: any GrantKeeping
    let clock: @Sendable () -> Instant

    /// Requests in the name of one account.
    func session(_ credentials: CalendarCredentials) -> GoogleSession { GoogleSession(client: self, credentials: credentials) }

    /// The answer of any status.
    func send(_ request: OutboundRequest) async throws(ProviderFailure) -> GoogleAnswer {
        do throws(OutboundFailure) {
            return GoogleAnswer(response: try await http.send(request), receivedAt: clock())
        } catch {
            throw ProviderFailure(error)
        }
    }

    /// A form for one of the addresses of the token server.
    func sendForm(_ path: String, _ fields: [(String, String)]) async throws(ProviderFailure) -> GoogleAnswer {
        var request = OutboundRequest(
            .POST, configuration.tokenURL + path, headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(FormText.text(fields).utf8))
        request.deadline = 20
        request.maximumResponseBytes = 1 << 20
        request.maximumRedirects = 0
        return try await send(request)
    }
}

/// Fields as addresses and forms write them.
enum FormText {
    static func text(_ fields: [(String, String)]) -> String { fields.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&") }

    /// Everything but the unreserved characters of RFC 3986 encoded.
    static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return encoded
    }
}
