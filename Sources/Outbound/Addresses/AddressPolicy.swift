/// Which addresses users may make this server connect to: the public internet, and what its operator adds.
public struct AddressPolicy: Sendable, Equatable {
    /// Every address outside the public internet is refused.
    public static let publicOnly = AddressPolicy(allowsAll: false, hosts: [], ranges: [])
    /// Nothing is refused.
    public static let all = AddressPolicy(allowsAll: true, hosts: [], ranges: [])

    /// Why a value of KALENDS_ALLOW_PRIVATE_ADDRESSES cannot be used.
    public enum Failure: Error, Sendable, Equatable {
        case notUnderstood(entry: String)
        case notAlone(word: String)

        /// What to tell the operator.
        public var sentence: String {
            switch self {
            case .notUnderstood(let entry):
                """
                KALENDS_ALLOW_PRIVATE_ADDRESSES: “\(entry)” is neither a host name, nor an address, nor a range such as 192.168.0.0/16 or \
                fd00::/8. Write “none”, “all”, or a list of those, separated by commas.
                """
            case .notAlone(let word):
                "KALENDS_ALLOW_PRIVATE_ADDRESSES: “\(word)” stands for itself and cannot be one entry of a list."
            }
        }
    }

    private let allowsAll: Bool
    private let hosts: Set<String>
    private let ranges: [AddressRange]

    private init(allowsAll: Bool, hosts: Set<String>, ranges: [AddressRange]) {
        self.allowsAll = allowsAll
        self.hosts = hosts
        self.ranges = ranges
    }

    /// Reads the value of KALENDS_ALLOW_PRIVATE_ADDRESSES: "none" or nothing, "all", or hosts, addresses and CIDR ranges.
    public init(parsing text: String) throws(Failure) {
        let entries = text.split { $0 == "," || $0.isWhitespace }.map { $0.lowercased() }
        if entries.isEmpty || entries == ["none"] {
            self = .publicOnly
            return
        }
        if entries == ["all"] {
            self = .all
            return
        }
        var hosts: Set<String> = []
        var ranges: [AddressRange] = []
        for entry in entries {
            if entry == "none" || entry == "all" { throw .notAlone(word: entry) }
            if let range = AddressRange(Self.unbracketed(entry)) {
                ranges.append(range)
            } else if Self.isHostName(entry) {
                hosts.insert(Self.comparable(entry))
            } else {
                throw .notUnderstood(entry: entry)
            }
        }
        self.init(allowsAll: false, hosts: hosts, ranges: ranges)
    }

    /// Whether the address may be connected to when the user asked for `host`.
    public func permits(address: IPAddress, host: String) -> Bool {
        address.isPublic || names(address: address, host: host)
    }

    /// Whether the operator named it, whatever network it is in; with “all”, everything is named.
    public func names(address: IPAddress, host: String) -> Bool {
        if allowsAll { return true }
        if hosts.contains(Self.comparable(host)) { return true }
        return ranges.contains { $0.contains(address) || $0.contains(address.unmapped) }
    }

    /// The last dot of a fully qualified name means nothing here.
    private static func comparable(_ host: String) -> String {
        let lowered = host.lowercased()
        return lowered.hasSuffix(".") ? String(lowered.dropLast()) : lowered
    }

    private static func unbracketed(_ entry: String) -> String {
        entry.hasPrefix("[") && entry.hasSuffix("]") ? String(entry.dropFirst().dropLast()) : entry
    }

    /// Names need a letter somewhere: "10.0.0" or "10.0.0.0/33" is a mistyped address, not a host.
    private static func isHostName(_ entry: String) -> Bool {
        guard entry.utf8.count <= 253, entry.contains(where: \.isLetter) else { return false }
        return comparable(entry).split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63 && label.first != "-" && label.last != "-"
                && label.allSatisfy { $0.isLetter || ("0"..."9").contains($0) || $0 == "-" || $0 == "_" }
        }
    }
}
