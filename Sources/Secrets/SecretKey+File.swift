import Glibc

extension SecretKey {
    /// Why the key's file cannot be used.
    public enum FileFailure: Error, Sendable, Equatable {
        case readableByOthers(path: String, mode: String)
        case notAKey(path: String)
        case notAFile(path: String)
        case inaccessible(path: String, reason: String)

        /// What to tell the operator.
        public var sentence: String {
            switch self {
            case .readableByOthers(let path, let mode):
                "KALENDS_SECRET_KEY_FILE: other users can read or change \(path) (mode \(mode)). Run “chmod 600 \(path)” and start again."
            case .notAKey(let path):
                """
                KALENDS_SECRET_KEY_FILE: \(path) does not hold a key of 32 bytes in base64 or hexadecimal digits. Restore it from a \
                backup; with another key, stored passwords of calendars cannot be read.
                """
            case .notAFile(let path):
                "KALENDS_SECRET_KEY_FILE: \(path) is not a regular file. Name the file that holds the key, or one that can be made."
            case .inaccessible(let path, let reason):
                "KALENDS_SECRET_KEY_FILE: \(path) cannot be read or made: \(reason)."
            }
        }
    }

    /// The key in the file; without a file a new key in a new one that only its owner can read.
    ///
    /// Of several processes that start at once all get the same key, and a crash leaves a whole file or none.
    public static func loadOrCreate(path: String) throws(FileFailure) -> SecretKey {
        if let key = try load(path: path) { return key }
        try create(path: path)
        guard let key = try load(path: path) else { throw .inaccessible(path: path, reason: "it vanished right after it was made") }
        return key
    }

    private static func load(path: String) throws(FileFailure) -> SecretKey? {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw .inaccessible(path: path, reason: lastSystemError)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .inaccessible(path: path, reason: lastSystemError) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        let mode = status.st_mode & 0o777
        guard mode & 0o077 == 0 else { throw .readableByOthers(path: path, mode: "0" + String(mode, radix: 8)) }
        var content = [UInt8](repeating: 0, count: 256)
        let count = read(file, &content, content.count)
        guard count >= 0 else { throw .inaccessible(path: path, reason: lastSystemError) }
        guard let bytes = keyBytes(inText: String(decoding: content.prefix(count), as: UTF8.self)) else { throw .notAKey(path: path) }
        return SecretKey(bytes: bytes)
    }

    /// Writes a new key beside the path and links it there, which fails without harm when another process was faster.
    static func create(path: String) throws(FileFailure) {
        let draft = "\(path).\(Token.random(bytes: 9))"
        let file = Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .inaccessible(path: path, reason: lastSystemError) }
        defer { unlink(draft) }
        let text = Array((Base64URL.encode(Sodium.random(length)) + "\n").utf8)
        let isWritten = write(file, text, text.count) == text.count && fsync(file) == 0
        let reason = lastSystemError
        close(file)
        guard isWritten else { throw .inaccessible(path: path, reason: reason) }
        guard link(draft, path) == 0 || errno == EEXIST else { throw .inaccessible(path: path, reason: lastSystemError) }
        syncFolder(of: path)
    }

    /// Makes the new name survive a power cut. Some file systems cannot; the key is in its file all the same.
    private static func syncFolder(of path: String) {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let file = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { return }
        fsync(file)
        close(file)
    }

    /// The key that a text holds as its file would; `nil` for what is none.
    public init?(parsing text: String) {
        guard let bytes = Self.keyBytes(inText: text) else { return nil }
        self.init(bytes: bytes)
    }

    /// Our own base64url, and what `openssl rand -hex 32` or `-base64 32` print.
    private static func keyBytes(inText text: String) -> [UInt8]? {
        let characters = text.filter { !$0.isWhitespace }
        if characters.utf8.count == 2 * length, characters.allSatisfy({ $0.isASCII && $0.isHexDigit }) {
            let digits = characters.compactMap(\.hexDigitValue)
            return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
        }
        let urlSafe = characters.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }.filter { $0 != "=" }
        guard let bytes = Base64URL.decode(String(urlSafe)), bytes.count == length else { return nil }
        return bytes
    }

    private static var lastSystemError: String { String(cString: strerror(errno)).lowercased() }
}
