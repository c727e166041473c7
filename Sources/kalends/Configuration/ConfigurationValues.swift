import FoundationEssentials

/// The configured values by name: the environment over a file of lines `NAME=value`. An empty value counts as none.
struct ConfigurationValues {
    /// Every name that is read.
    static let known: Set<String> = [
        "KALENDS_CONFIG_FILE", "KALENDS_DATA_DIR", "KALENDS_DATABASE_URL", "KALENDS_LISTEN", "KALENDS_BASE_URL", "KALENDS_SECRET_KEY_FILE",
        "KALENDS_SMTP_URL", "KALENDS_MAIL_FROM", "KALENDS_ALLOW_PRIVATE_ADDRESSES", "KALENDS_TRUSTED_PROXIES", "KALENDS_RATE_LIMIT",
        "KALENDS_POLL_SECONDS", "KALENDS_GOOGLE_CLIENT_ID", "KALENDS_GOOGLE_CLIENT_SECRET", "KALENDS_GOOGLE_ACCOUNTS_URL",
        "KALENDS_GOOGLE_TOKEN_URL", "KALENDS_GOOGLE_API_URL",
    ]

    private let values: [String: String]
    /// `KALENDS_` names of the environment that nobody reads, in order; most likely mistyped. Those of the tests are left alone.
    let unknownNames: [String]

    /// - Parameter file: a path; `KALENDS_CONFIG_FILE` when `nil`.
    /// - Throws: `Configuration.Failure` for a file or a line that cannot be read, or a name that nobody knows.
    init(environment: [String: String] = ProcessInfo.processInfo.environment, file: String? = nil) throws(Configuration.Failure) {
        var values: [String: String] = [:]
        if let path = file ?? environment["KALENDS_CONFIG_FILE"], !path.isEmpty {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw Configuration.Failure(description: "The configuration file \(path) cannot be read.")
            }
            values = try Self.parse(String(decoding: data, as: UTF8.self), path: path)
        }
        for (name, value) in environment where name.hasPrefix("KALENDS_") { values[name] = value }
        self.values = values.filter { !$0.value.isEmpty }
        unknownNames = environment.keys.filter {
            $0.hasPrefix("KALENDS_") && !$0.hasPrefix("KALENDS_TEST_") && !Self.known.contains($0)
        }.sorted()
    }

    subscript(name: String) -> String? { values[name] }

    private static func parse(_ text: String, path: String) throws(Configuration.Failure) -> [String: String] {
        var values: [String: String] = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.trimmingPrefix { $0.isWhitespace }
            if line.isEmpty || line.first == "#" { continue }
            guard let equals = line.firstIndex(of: "=") else {
                throw Configuration.Failure(description: "\(path), line \(index + 1): write NAME=value.")
            }
            let name = line[..<equals].trimmed
            guard known.contains(name), name != "KALENDS_CONFIG_FILE" else {
                throw Configuration.Failure(
                    description: "\(path), line \(index + 1): “\(name)” is not a name that Kalends reads. “kalends --help” lists them.")
            }
            var value = line[line.index(after: equals)...].trimmed
            if value.count >= 2, let quote = value.first, quote == "\"" || quote == "'", value.last == quote {
                value = String(value.dropFirst().dropLast())
            }
            values[name] = value
        }
        return values
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
