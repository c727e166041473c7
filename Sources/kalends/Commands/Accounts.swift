import ArgumentParser
import Booking
import Glibc
import Operations
import Persistence

struct CreateAdmin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make an administrator without a browser.",
        discussion: "The password is read from standard input: typed unseen on a terminal, or piped as one line.")

    @OptionGroup var options: InstanceOptions

    @Option(help: "The administrator's name.")
    var name: String

    @Option(help: "The mail address to sign in with.")
    var email: String

    func run() async throws {
        try await describing {
            let instance = try Instance(options)
            let user = try await CreateAdministrator(instance.kalends)(name: name, email: email, password: try PasswordPrompt.read())
            print("\(user.email) can sign in at \(instance.configuration.baseURL)/admin/sign-in")
            if try await instance.kalends.database.read({ transaction in try transaction.businesses.all().isEmpty }) {
                print("There is no business yet: the first page after signing in makes it.")
            }
        }
    }
}

struct ResetPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a link by which a user chooses a new password.", discussion: "The link works once and for two hours.")

    @OptionGroup var options: InstanceOptions

    @Option(help: "The user's mail address.")
    var email: String

    func run() async throws {
        try await describing {
            let instance = try Instance(existing: options)
            do {
                print(try await RequestPasswordReset(instance.kalends).link(email: email))
            } catch is NotFound {
                throw CommandFailure("--email: nobody signs in with “\(email)”.")
            }
        }
    }
}

/// Reads a password without showing it.
enum PasswordPrompt {
    static func read() throws -> String {
        let isTerminal = isatty(STDIN_FILENO) == 1
        if isTerminal { print("Password (at least 10 characters): ", terminator: "") }
        fflush(nil)
        var settings = termios()
        if isTerminal {
            tcgetattr(STDIN_FILENO, &settings)
            var hidden = settings
            hidden.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        }
        defer {
            if isTerminal {
                tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
                print("")
            }
        }
        guard let line = readLine() else { throw CommandFailure("No password was given on standard input.") }
        return line
    }
}
