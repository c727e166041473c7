import CivilTime
import FoundationEssentials
import GoogleCalendar
import Outbound
import Persistence
import WebShell

/// What the operator configured, read from the environment over a file of the same names, and checked: a wrong value stops the start.
struct Configuration {
    /// A value that cannot be used, in one line that names the variable.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    var dataFolder: String
    /// The path of the embedded database, or the address of a PostgreSQL database. It may hold a password.
    var database: String
    var host: String
    var port: Int
    var baseURL: String
    /// Whether the operator named it; otherwise it is a guess that holds on this machine alone.
    var isBaseURLNamed: Bool
    /// `KALENDS_` names of the environment that nobody here reads.
    var unknownNames: [String]
    var secretKeyFile: String
    var smtp: SMTPServer?
    var mailFrom: String
    var allowedAddresses: AddressPolicy
    var trustedProxies: TrustedProxies
    /// Requests a minute and address; 0: no limit.
    var rateLimit: Int
    var pollInterval: Seconds
    /// `nil` when no Google account can be connected.
    var google: GoogleConfiguration?

    init(_ values: ConfigurationValues) throws(Failure) {
        dataFolder = values["KALENDS_DATA_DIR"] ?? "kalends-data"
        database = try Self.database(values["KALENDS_DATABASE_URL"]) ?? dataFolder + "/kalends.sqlite"
        (host, port) = try Self.listen(values["KALENDS_LISTEN"] ?? "127.0.0.1:8080")
        baseURL = try Self.baseURL(values["KALENDS_BASE_URL"] ?? Self.ownURL(host, port))
        isBaseURLNamed = values["KALENDS_BASE_URL"] != nil
        unknownNames = values.unknownNames
        secretKeyFile = values["KALENDS_SECRET_KEY_FILE"] ?? dataFolder + "/secret.key"
        do {
            smtp = try values["KALENDS_SMTP_URL"].map { try SMTPServer(parsing: $0) }
            allowedAddresses = try AddressPolicy(parsing: values["KALENDS_ALLOW_PRIVATE_ADDRESSES"] ?? "none")
            trustedProxies = try TrustedProxies(parsing: values["KALENDS_TRUSTED_PROXIES"] ?? "")
        } catch let failure as SMTPServer.Failure {
            throw Failure(description: failure.sentence)
        } catch let failure as AddressPolicy.Failure {
            throw Failure(description: failure.sentence)
        } catch let failure as TrustedProxies.Malformed {
            throw Failure(description: failure.sentence)
        } catch {
            throw Failure(description: "\(error)")
        }
        mailFrom = try Self.mailFrom(values["KALENDS_MAIL_FROM"], host: Self.host(of: baseURL), isNeeded: smtp != nil)
        rateLimit = try Self.number("KALENDS_RATE_LIMIT", values["KALENDS_RATE_LIMIT"] ?? "300", 0...1_000_000)
        pollInterval = .seconds(try Self.number("KALENDS_POLL_SECONDS", values["KALENDS_POLL_SECONDS"] ?? "60", 1...86_400))
        google = try Self.google(values)
    }

    /// - Returns: `nil` for the embedded database.
    private static func database(_ url: String?) throws(Failure) -> String? {
        guard let url else { return nil }
        guard DatabasePlace(url).isShared else {
            throw Failure(
                description:
                    "KALENDS_DATABASE_URL: write it like postgres://user:password@host/database, or leave it empty for the embedded database."
            )
        }
        return url
    }

    /// Whether the database is a file of the instance's own.
    var isEmbedded: Bool { !DatabasePlace(database).isShared }

    private static func listen(_ text: String) throws(Failure) -> (String, Int) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port) else {
            throw Failure(
                description:
                    "KALENDS_LISTEN: “\(text)” is not an address with a port. Write it like 127.0.0.1:8080, or 0.0.0.0:8080 for all.")
        }
        let host = text[..<colon].trimmingPrefix("[")
        let bare = host.hasSuffix("]") ? String(host.dropLast()) : String(host)
        return (bare.isEmpty || bare == "*" ? "0.0.0.0" : bare, port)
    }

    /// The address that people open, once the port is known that a 0 stood for.
    func address(at port: Int) -> String { baseURL.hasSuffix(":0") ? String(baseURL.dropLast()) + "\(port)" : baseURL }

    /// Whether a server that listens there answers at every address of its machine.
    static func isEverywhere(_ host: String) -> Bool { ["0.0.0.0", "::"].contains(host) }

    private static func ownURL(_ host: String, _ port: Int) -> String {
        if isEverywhere(host) { return "http://localhost:\(port)" }
        return "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    private static func baseURL(_ text: String) throws(Failure) -> String {
        let lower = text.lowercased()
        let scheme = lower.hasPrefix("https://") ? 8 : lower.hasPrefix("http://") ? 7 : 0
        var rest = text.dropFirst(scheme)
        while rest.last == "/" { rest = rest.dropLast() }
        guard scheme > 0, !rest.isEmpty, !rest.contains(where: { "?#@/ ".contains($0) }) else {
            throw Failure(
                description:
                    "KALENDS_BASE_URL: “\(text)” is not the address of a site. Write it like https://booking.example.org, without a path.")
        }
        return text.prefix(scheme).lowercased() + rest
    }

    private static func host(of baseURL: String) -> String {
        let rest = baseURL.drop { $0 != "/" }.dropFirst(2)
        return rest.first == "[" ? "localhost" : String(rest.prefix { $0 != ":" })
    }

    private static func mailFrom(_ text: String?, host: String, isNeeded: Bool) throws(Failure) -> String {
        guard let text else {
            if isNeeded { throw Failure(description: "KALENDS_MAIL_FROM: say which address mails come from, such as booking@example.org.") }
            return "booking@\(host)"
        }
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty }), !text.contains(where: { $0.isWhitespace || "<>,;".contains($0) })
        else {
            throw Failure(
                description: "KALENDS_MAIL_FROM: “\(text)” is not a mail address. Write the bare address, such as booking@example.org.")
        }
        return text
    }

    private static func number(_ name: String, _ text: String, _ range: ClosedRange<Int>) throws(Failure) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw Failure(description: "\(name): “\(text)” is not a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }
}
