import Synchronization

/// Which methods each route knows; learnt once all routes stand.
final class AllowedMethods: Sendable {
    private struct Route: Sendable {
        let parts: [Substring]
        let method: String

        func matches(_ path: [Substring]) -> Bool {
            if parts.last == "**" { return path.count >= parts.count - 1 && zip(parts.dropLast(), path).allSatisfy(Self.fits) }
            return parts.count == path.count && zip(parts, path).allSatisfy(Self.fits)
        }

        private static func fits(_ pattern: Substring, _ part: Substring) -> Bool {
            if pattern == "*" { return true }
            guard let open = pattern.firstIndex(of: "{"), let close = pattern.lastIndex(of: "}") else { return pattern == part }
            return part.hasPrefix(pattern[..<open]) && part.hasSuffix(pattern[pattern.index(after: close)...])
        }
    }

    private let routes = Mutex<[Route]>([])

    func learn(_ known: [(path: String, method: String)]) {
        routes.withLock { $0 = known.map { Route(parts: $0.path.split(separator: "/"), method: $0.method) } }
    }

    /// The methods with which a path can be asked for, in alphabetical order; empty when there is no such path.
    func methods(for path: String) -> [String] {
        let parts = path.split(separator: "/")
        var methods = Set(routes.withLock { $0.filter { $0.matches(parts) }.map(\.method) })
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted()
    }
}
