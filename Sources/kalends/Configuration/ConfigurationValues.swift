import FoundationEssentials

/// The configured values by name: the environment over a file of lines `NAME=value`. An empty value counts as none.
struct ConfigurationValues {
    private let values: [String: String]

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
            guard name.hasPrefix("KALENDS_") else {
                throw Configuration.Failure(
                    description: "\(path), line \(index + 1): “\(name)” is not a name of ours; they begin with KALENDS_.")
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
