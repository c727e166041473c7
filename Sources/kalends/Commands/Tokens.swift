import ArgumentParser
import Booking
import CivilTime
import Operations
import Persistence

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Keys to the REST API: make, list and revoke them.",
        subcommands: [TokenCreate.self, TokenList.self, TokenRevoke.self])
}

struct TokenCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a key to the REST API and print it, this once.",
        discussion: """
            With --user the key is that person's, and lets its bearer do at most what they may do; without, it is an application's, with --role.
            Scopes: \(TokenScope.allCases.map(\.rawValue).joined(separator: ", ")).
            """)

    @OptionGroup var options: InstanceOptions

    @Option(help: "What it is for.")
    var name: String

    @Option(name: .customLong("scope"), help: "What it lets its bearer do; may be given several times.")
    var scopes: [String] = [TokenScope.read.rawValue]

    @Option(help: "The mail address of the user whose it is.")
    var user: String?

    @Option(help: "What an application may do: administrator, scheduler or viewer.")
    var role: String = Role.administrator.rawValue

    @Option(help: "For how many days it works, 1 to \(MakeToken.longest).")
    var days: Int = 90

    @Flag(help: "It works until it is revoked.")
    var forever = false

    func run() async throws {
        try await describing {
            let named = try scopes.map { name in
                guard let scope = TokenScope.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else {
                    let known = TokenScope.allCases.map(\.rawValue).joined(separator: ", ")
                    throw CommandFailure("--scope: there is no “\(name)”. Choose of: \(known).")
                }
                return scope
            }
            guard let role = Role(rawValue: role) else {
                throw CommandFailure("--role: “\(role)” is none of administrator, scheduler, viewer.")
            }
            guard forever || (1...MakeToken.longest).contains(days) else {
                throw CommandFailure("--days: enter a whole number from 1 to \(MakeToken.longest), or --forever.")
            }
            let kalends = try Instance(existing: options).kalends
            var owner: User.ID?
            if let user {
                guard let found = try await kalends.database.read({ try $0.users.find(email: user) }) else {
                    throw CommandFailure("--user: nobody signs in with “\(user)”.")
                }
                owner = found.id
            }
            let request = MakeToken.Request(
                name: name, user: owner, role: role, scopes: Set(named), lifetime: forever ? nil : .days(days))
            print(try await MakeToken(kalends)(request, actor: .system).text)
        }
    }
}

struct TokenList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List all keys to the REST API, without what opens with them.")

    @OptionGroup var options: InstanceOptions

    func run() async throws {
        try await describing {
            let kalends = try Instance(existing: options).kalends
            let (tokens, users) = try await kalends.database.read { (try $0.accessTokens.all(), try $0.users.all()) }
            for token in tokens {
                let owner =
                    token.user.map { id in users.first { $0.id == id }?.email ?? "former user" } ?? "application, \(token.role.rawValue)"
                let state =
                    switch token.state(kalends.now) {
                    case .working: token.expiresAt.map { "works until \($0)" } ?? "works until it is revoked"
                    case .expired: "expired"
                    case .revoked: "revoked"
                    }
                let used = token.lastUsedAt.map { "last used \($0)" } ?? "never used"
                let scopes = token.scopes.map(\.rawValue).sorted().joined(separator: " ")
                print("\(token.id)  …\(token.hint)  \(token.name)  (\(owner))  \(scopes)  \(state), \(used)")
            }
        }
    }
}

struct TokenRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "End a key to the REST API at once.")

    @OptionGroup var options: InstanceOptions

    @Argument(help: "Its id, as “kalends token list” shows it.")
    var id: String

    func run() async throws {
        try await describing {
            try await RevokeToken(Instance(existing: options).kalends)(AccessToken.ID(id), actor: .system)
        }
    }
}
