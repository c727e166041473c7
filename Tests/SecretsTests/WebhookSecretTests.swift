import Testing

@testable import Secrets

/// Signatures of webhooks, against the examples that the convention and its libraries publish.
struct WebhookSecretTests {
    @Test(arguments: [
        (
            "whsec_plJ3nmyCDGBKInavdOK15jsl", "msg_loFOjxBNrRLzqYUf", Int64(1_731_705_121),
            #"{"event_type":"ping","data":{"success":true}}"#, "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="
        ),
        (
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", Int64(1_614_265_330),
            #"{"test": 2432232314}"#, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        ),
    ])
    func `the published examples are signed as published`(
        _ secret: String, _ id: String, _ timestamp: Int64, _ body: String, _ signature: String
    ) throws {
        let secret = try #require(WebhookSecret(parsing: secret))
        #expect(secret.signature(id: id, timestamp: timestamp, body: Array(body.utf8)) == signature)
    }

    @Test func `a secret is what its text says, and never twice the same`() {
        let secrets = (0..<200).map { _ in WebhookSecret.random() }
        #expect(Set(secrets).count == 200)
        #expect(secrets.allSatisfy { WebhookSecret(parsing: $0.text) == $0 && $0.bytes.count == 32 && $0.text.hasPrefix("whsec_") })
    }

    @Test(arguments: [
        "", "whsec_", "whsec_plJ3nmyCDGBKInavdOK15js", "secret_plJ3nmyCDGBKInavdOK15jsl", "whsec_QUJD", "whsec_plJ3nmyCDGBKInavdOK15js===",
    ])
    func `what is no secret is taken for none`(_ text: String) { #expect(WebhookSecret(parsing: text) == nil) }

    @Test func `a secret that is printed betrays nothing`() {
        let secret = WebhookSecret.random()
        var dumped = ""
        dump(secret, to: &dumped)
        #expect("\(secret)" == "WebhookSecret" && !dumped.contains(secret.text))
    }
}
