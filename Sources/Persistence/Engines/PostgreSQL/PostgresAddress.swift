import Foundation

/// The address of a PostgreSQL database, `postgres://…`, as libpq reads it.
struct PostgresAddress: Hashable, Sendable {
    /// What libpq is given: the address without `connections`.
    let address: String
    /// How many connections a node opens at most.
    let connections: Int
    /// The schema that is worked in; `nil` for the one that the server chooses.
    let schema: String?

    /// - Throws: `StoreFailure.wrongAddress`, which names the fault and nothing that may be part of a password.
    init(_ text: String, schema: String? = nil) throws(StoreFailure) {
        guard let parts = AddressParts(text) else {
            throw .wrongAddress(
                "its user, password, host and port cannot be told apart. Write it like postgres://user:password@host:5432/database, "
                    + "and in the password %40 for @, %2F for /, %3A for : and %25 for %.")
        }
        for port in parts.ports where !(1...65_535).contains(port) {
            throw .wrongAddress("its port \(port) is not a whole number from 1 to 65535.")
        }
        var options = parts.options
        guard options.allSatisfy({ $0.split(separator: "=", omittingEmptySubsequences: false).count == 2 }) else {
            throw .wrongAddress(
                "after “?” stand options like sslmode=require, with & between them; write & in a value as %26 and = as %3D.")
        }
        let named = options.last { $0.hasPrefix("connections=") }?.dropFirst("connections=".count)
        guard let connections = named.map({ Int($0) }) ?? 24, (2...1_000).contains(connections) else {
            throw .wrongAddress("“connections” in it is not a whole number from 2 to 1000.")
        }
        options.removeAll { $0.hasPrefix("connections=") }
        self.connections = connections
        self.schema = schema
        address = parts.base + (options.isEmpty ? "" : "?" + options.joined(separator: "&"))
        try requireKnown(options.map { String($0.prefix { $0 != "=" }) })
    }

    /// The address with neither password nor options, which may hold one; of one that cannot be read, hardly anything.
    static func withoutSecrets(_ address: String) -> String {
        if let parts = AddressParts(address) { return parts.name }
        guard let scheme = address.firstRange(of: "://") else { return address }
        return String(address[..<scheme.upperBound]) + "…"
    }

    /// A text of the driver's with everything taken out that could be this address or its password.
    func scrub(_ text: String) -> String {
        var secrets = [address]
        if let parts = AddressParts(address) {
            if let password = parts.password { secrets.append(password) }
            for option in parts.options where option.contains("password=") { secrets.append(String(option.drop { $0 != "=" }.dropFirst())) }
        }
        return (secrets + secrets.compactMap(\.removingPercentEncoding)).filter { !$0.isEmpty }
            .reduce(text) { $0.replacing($1, with: "…") }
            .split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

/// An address taken apart as libpq does it, when there is but one way to read it.
struct AddressParts {
    /// Everything in front of the options.
    let base: String
    /// The base without the password.
    let name: String
    let password: String?
    let ports: [Int]
    let options: [String]

    /// - Returns: `nil` where a character of the password may have been left unescaped: libpq would take parts of it for something else, and
    ///   tell them in its messages.
    init?(_ text: String) {
        guard let scheme = text.firstRange(of: "://") else { return nil }
        let rest = text[scheme.upperBound...]
        // The login ends with the first @ before the first slash; ? and # may stand in it.
        let front = rest.prefix { $0 != "/" }
        var (login, place): (Substring?, Substring) = (nil, rest)
        if let at = front.firstIndex(of: "@") { (login, place) = (rest[..<at], rest[rest.index(after: at)...]) }
        let question = place.firstIndex(of: "?")
        let target = place[..<(question ?? place.endIndex)]
        guard !target.contains("@") else { return nil }
        options = question.map { place[place.index(after: $0)...].split(separator: "&").map(String.init) } ?? []
        // A password with a slash and a question mark in it looks like a host with options.
        if login == nil, options.contains(where: { !$0.contains("=") && $0.contains("@") }) { return nil }
        var ports: [Int] = []
        for host in target.prefix(while: { $0 != "/" }).split(separator: ",", omittingEmptySubsequences: false) {
            let tail = host.first == "[" ? host.drop { $0 != "]" }.dropFirst() : host.drop { $0 != ":" }
            if host.first == "[", !host.contains("]") { return nil }
            if tail.isEmpty || tail == ":" { continue }
            guard tail.first == ":", let port = Int(tail.dropFirst()) else { return nil }
            ports.append(port)
        }
        self.ports = ports
        base = String(text[..<target.endIndex])
        let colon = login?.firstIndex(of: ":")
        password = login.flatMap { login in colon.map { String(login[login.index(after: $0)...]) } }
        let user = login.map { String($0[..<(colon ?? $0.endIndex)]) + "@" } ?? ""
        name = String(text[..<scheme.upperBound]) + user + target
    }
}

#if PostgreSQL
import CPostgres

extension PostgresAddress {
    /// - Throws: `StoreFailure.wrongAddress` for an option that libpq does not have, or an address that it cannot read.
    private func requireKnown(_ names: [String]) throws(StoreFailure) {
        guard let defaults = PQconndefaults() else { return }
        defer { PQconninfoFree(defaults) }
        var known: Set<String> = ["ssl"]
        var option = defaults
        while let keyword = option.pointee.keyword {
            known.insert(String(cString: keyword))
            option += 1
        }
        if let name = names.first(where: { !known.contains($0.removingPercentEncoding ?? $0) }) {
            // What follows a password may be its rest.
            let isTold = !names.contains { $0.contains("password") }
            throw .wrongAddress((isTold ? "“\(name)”" : "something after “?”") + " is not an option that libpq knows, such as sslmode.")
        }
        var complaint: UnsafeMutablePointer<CChar>?
        let parsed = PQconninfoParse(address, &complaint)
        PQconninfoFree(parsed)
        guard let complaint else { return }
        defer { PQfreemem(complaint) }
        throw .wrongAddress(scrub(String(cString: complaint)) + ".")
    }
}
#else
extension PostgresAddress {
    private func requireKnown(_ names: [String]) throws(StoreFailure) {}
}
#endif
