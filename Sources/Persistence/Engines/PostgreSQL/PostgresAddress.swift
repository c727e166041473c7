import Foundation

/// The address of a PostgreSQL database, `postgres://…`, as libpq reads it.
struct PostgresAddress: Hashable, Sendable {
    /// What libpq is given: the address without `connections`.
    let address: String
    /// How many connections a node opens at most.
    let connections: Int

    /// - Throws: `StoreFailure.unprepared` for a number of connections that cannot be.
    init(_ text: String) throws(StoreFailure) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let options = parts.count < 2 ? [] : parts[1].split(separator: "&").map(String.init)
        let named = options.last { $0.hasPrefix("connections=") }?.dropFirst("connections=".count)
        guard let connections = named.map({ Int($0) }) ?? 24, (2...1_000).contains(connections) else {
            throw .unprepared("“connections” in its address is not a whole number from 2 to 1000.")
        }
        self.connections = connections
        let rest = options.filter { !$0.hasPrefix("connections=") }
        address = String(parts[0]) + (rest.isEmpty ? "" : "?" + rest.joined(separator: "&"))
    }

    /// The address with neither password nor options, which may hold one.
    static func withoutSecrets(_ address: String) -> String {
        let base = address.prefix { $0 != "?" && $0 != "#" }
        guard let scheme = base.firstRange(of: "://"), let at = base.lastIndex(of: "@"), scheme.upperBound < at else { return String(base) }
        let user = base[scheme.upperBound..<at].prefix { $0 != ":" }
        return String(base[..<scheme.upperBound]) + user + base[at...]
    }

    /// A text of the driver's with everything taken out that could be this address or its password.
    func scrub(_ text: String) -> String {
        var secrets = [address]
        let base = address.prefix { $0 != "?" }
        if let scheme = base.firstRange(of: "://"), let at = base.lastIndex(of: "@"), scheme.upperBound < at {
            let login = base[scheme.upperBound..<at]
            if let colon = login.firstIndex(of: ":") { secrets.append(String(login[login.index(after: colon)...])) }
        }
        for option in address.drop(while: { $0 != "?" }).dropFirst().split(separator: "&") where option.contains("password=") {
            secrets.append(String(option.drop { $0 != "=" }.dropFirst()))
        }
        return (secrets + secrets.compactMap(\.removingPercentEncoding)).filter { !$0.isEmpty }
            .reduce(text) { $0.replacing($1, with: "…") }
            .split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
