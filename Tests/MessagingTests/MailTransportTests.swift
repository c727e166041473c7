import Testing

@testable import Messaging

struct MailTransportTests {
    @Test func `a composed mail goes out with its bare addresses and its own bytes`() async throws {
        let mail = Cast.mail().compose()
        let transport = MailTransport { message, from, to in
            "\(from) \(to) \(message == mail.message)"
        }
        #expect(try await transport.send(mail) == "bookings@kalends.example cleo@example.org true")
    }

    @Test func `a refusal reaches the caller as it is`() async {
        let refusal = MailTransport.Failure(isPermanent: true, replyCode: 550, sentence: "No such person.")
        let transport = MailTransport { (_, _, _) async throws(MailTransport.Failure) -> String in throw refusal }
        await #expect(throws: refusal) { try await transport.send([], from: "a@b.example", to: "c@d.example") }
    }
}
