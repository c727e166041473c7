import Synchronization

/// A scripted SMTP server: replies to a command as the script says, else as a friendly server would.
final class MailServer: Sendable {
    private let listener: Listener
    private let commandLog: Mutexed<[String]>
    private let mailLog: Mutexed<[String]>

    final class Mutexed<Value: Sendable>: Sendable {
        let value: Mutex<Value>
        init(_ value: Value) { self.value = Mutex(value) }
    }

    var port: Int { listener.port }
    var commands: [String] { commandLog.value.withLock { $0 } }
    var mails: [String] { mailLog.value.withLock { $0 } }

    /// Keys are the beginnings of commands, "greeting" and "end of data".
    init(_ replies: [String: String] = [:], capabilities: [String] = ["8BITMIME"]) throws {
        let (commandLog, mailLog) = (Mutexed<[String]>([]), Mutexed<[String]>([]))
        (self.commandLog, self.mailLog) = (commandLog, mailLog)
        listener = try Listener { connection in
            connection.send((replies["greeting"] ?? "220 ready") + "\r\n")
            while let command = connection.line() {
                commandLog.value.withLock { $0.append(command) }
                let scripted = replies.first { command.hasPrefix($0.key) }?.value
                let reply = scripted ?? Self.friendlyReply(to: command, capabilities: capabilities)
                connection.send(reply + "\r\n")
                if command == "QUIT" { return }
                if command == "DATA", reply.hasPrefix("354") {
                    guard let mail = connection.bytes(through: "\r\n.\r\n") else { return }
                    mailLog.value.withLock { $0.append(mail) }
                    connection.send((replies["end of data"] ?? "250 2.0.0 taken as 42") + "\r\n")
                }
            }
        }
    }

    private static func friendlyReply(to command: String, capabilities: [String]) -> String {
        switch command.prefix(4) {
        case "EHLO": "250-test\r\n" + capabilities.dropLast().map { "250-\($0)\r\n" }.joined() + "250 \(capabilities.last ?? "HELP")"
        case "DATA": "354 go on"
        case "QUIT": "221 bye"
        case "AUTH": "334 "
        case "AGFu": "235 welcome" // what follows: "\0ana\0…" in base64
        default: "250 ok"
        }
    }
}
