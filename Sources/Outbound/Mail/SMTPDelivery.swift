import CCurl

/// One mail on its way to the server: sends the message and listens to the replies.
final class SMTPDelivery: Transfer, @unchecked Sendable {
    private static let maximumReplyBytes = 64 << 10
    /// RFC 4954 section 6 and RFC 3207 section 4: about the connection's rights, not about the mail.
    private static let authenticationReplies: Set<Int> = [530, 534, 535, 538]

    private let server: SMTPServer
    private let message: [UInt8]
    private var sent = 0
    private var replyBytes = 0
    private var finishedReplies = 0
    private var isReplyOpen = false
    /// The server's last reply but for its goodbye, lines joined by spaces.
    private(set) var lastReply = ""

    init(_ envelope: MailEnvelope, to server: SMTPServer, deadline: Deadline) {
        self.server = server
        message = envelope.wireForm
        super.init(deadline: deadline)
        speakOnlySMTP()
        set(CURLOPT_URL, server.description)
        set(CURLOPT_USE_SSL, Int(encryption.rawValue))
        if let user = server.user {
            set(CURLOPT_USERNAME, user)
            set(CURLOPT_PASSWORD, server.password ?? "")
        }
        // Keeps even the wait for the reply to QUIT, which libcurl does outside the deadline, within bounds.
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, Int(deadline.seconds.rounded(.up))))
        set(CURLOPT_MAIL_FROM, envelope.from)
        set(CURLOPT_MAIL_RCPT, list: envelope.recipients)
        upload(count: message.count)
    }

    private var encryption: curl_usessl {
        if server.isImplicitTLS { return CURLUSESSL_ALL }
        return switch server.startTLS {
        case .required: CURLUSESSL_ALL
        case .opportunistic: CURLUSESSL_TRY
        case .none: CURLUSESSL_NONE
        }
    }

    override func fill(_ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let count = min(buffer.count, message.count - sent)
        message.withUnsafeBufferPointer { source in
            for offset in 0..<count { buffer[offset] = source[sent + offset] }
        }
        sent += count
        return count
    }

    override func received(line bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        replyBytes += bytes.count
        guard replyBytes <= Self.maximumReplyBytes else { return false }
        let line = String(decoding: bytes, as: UTF8.self).trimmedOfWhitespace
        guard !line.hasPrefix("221"), line.prefix(3).allSatisfy(\.isNumber) else { return true }
        lastReply = isReplyOpen ? lastReply + " " + line : line
        isReplyOpen = line.dropFirst(3).first == "-"
        if !isReplyOpen { finishedReplies += 1 }
        return true
    }

    func failure(_ ending: Ending) -> SMTPFailure? {
        switch ending {
        case .cancelled: return SMTPFailure(isPermanent: false, replyCode: nil, sentence: "Sending the mail was cancelled.")
        case .expired: return late
        case .ended(CURLE_OK, _): return nil
        case .ended(CURLE_OPERATION_TIMEDOUT, _): return late
        case .ended(let code, let reason): return refusal(code, reason)
        }
    }

    private var late: SMTPFailure {
        let seconds = Int(deadline.seconds.rounded(.up))
        return SMTPFailure(
            isPermanent: false,
            replyCode: nil,
            sentence: "The mail server \(server.host) did not take the mail within \(seconds) seconds."
        )
    }

    private func refusal(_ code: CURLcode, _ reason: String) -> SMTPFailure {
        if code.isAboutTLS {
            let sentence = "No secure connection to the mail server \(server.host) could be made: \(reason). Check KALENDS_SMTP_URL."
            return SMTPFailure(isPermanent: false, replyCode: nil, sentence: sentence)
        }
        guard let reply = Int(lastReply.prefix(3)), (400..<600).contains(reply) else {
            if code == CURLE_LOGIN_DENIED { return deniedLogin(nil) }
            let sentence = "The mail server \(server.host) could not be used: \(reason)."
            return SMTPFailure(isPermanent: false, replyCode: nil, sentence: sentence)
        }
        if code == CURLE_LOGIN_DENIED || Self.authenticationReplies.contains(reply) { return deniedLogin(reply) }
        // A server that turns the connection away with its greeting or its answer to EHLO has not seen the mail yet.
        let isGreeting = long(CURLINFO_NUM_CONNECTS) > 0 && finishedReplies == 1
        let isAboutTheMail = !isGreeting && code != CURLE_REMOTE_ACCESS_DENIED
        let sentence = "The mail server \(server.host) refused the mail: \(lastReply)"
        return SMTPFailure(isPermanent: reply >= 500 && isAboutTheMail, replyCode: reply, sentence: sentence)
    }

    private func deniedLogin(_ reply: Int?) -> SMTPFailure {
        let words = reply == nil ? "" : " (it said: \(lastReply))"
        let sentence =
            "The mail server \(server.host) did not let Kalends in. Check user, password and starttls in KALENDS_SMTP_URL\(words)."
        return SMTPFailure(isPermanent: false, replyCode: reply, sentence: sentence)
    }
}
