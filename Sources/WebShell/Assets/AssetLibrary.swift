import Secrets

/// The static files of every room. Their addresses hold a hash of all contents, so that browsers may keep them for good.
public struct AssetLibrary: Sendable {
    struct File: Sendable {
        let bytes: [UInt8]
        let type: String
        let tag: String
    }

    private let files: [String: File]
    /// Twelve digits that change with any file.
    public let version: String

    init(_ furniture: [Furniture]) {
        var files: [String: File] = [:]
        for (name, bytes) in furniture.flatMap(\.assets) {
            files[name] = File(bytes: bytes, type: Self.type(of: name), tag: Self.fingerprint(bytes))
        }
        self.files = files
        version = Self.fingerprint(Array(files.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.tag)" }.joined(separator: "\n").utf8))
    }

    /// What stands before a file's name in its address.
    public var prefix: String { "/static/\(version)" }

    public func address(_ name: String) -> String { "\(prefix)/\(name)" }

    func file(_ name: String) -> File? { files[name] }

    /// The whole of the files, for the figures of a page's weight.
    public func weight(of name: String) -> Int? { files[name]?.bytes.count }

    static func fingerprint(_ bytes: [UInt8]) -> String { String(Token.hash(Base64URL.encode(bytes)).prefix(12)) }

    private static func type(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "json", "webmanifest": "application/json"
        default: "application/octet-stream"
        }
    }
}
