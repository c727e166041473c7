import Messaging
import Synchronization

/// A mail server in memory.
final class MailServer: Sendable {
    struct Delivery: Sendable {
        var to: String
        var message: String
    }

    private let state = Mutex((deliveries: [Delivery](), failures: [MailTransport.Failure]()))

    var deliveries: [Delivery] { state.withLock { $0.deliveries } }
    func deliveries(to address: String) -> [Delivery] { deliveries.filter { $0.to == address } }

    /// The next so many mails are not taken.
    func fail(_ failure: MailTransport.Failure, times: Int = 1) {
        state.withLock { $0.failures += Array(repeating: failure, count: times) }
    }

    var transport: MailTransport {
        MailTransport { (message, _, to) async throws(MailTransport.Failure) -> String in
            let failure: MailTransport.Failure? = self.state.withLock { state in
                if !state.failures.isEmpty { return state.failures.removeFirst() }
                state.deliveries.append(Delivery(to: to, message: String(decoding: message, as: UTF8.self)))
                return nil
            }
            if let failure { throw failure }
            return "250 2.0.0 Ok: queued"
        }
    }
}

extension MailTransport.Failure {
    static let passing = MailTransport.Failure(isPermanent: false, replyCode: 451, sentence: "451 Try again later")
    static let permanent = MailTransport.Failure(isPermanent: true, replyCode: 550, sentence: "550 No such mailbox")
}
