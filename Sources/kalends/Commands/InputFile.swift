import Glibc

/// A file, or standard input for “-”, read in pieces.
struct InputFile {
    let path: String
    /// What it is to be, for the sentence *Name a …*.
    let noun: String

    private static let chunkSize = 1 << 18

    /// Calls the body with each piece, in order.
    /// - Throws: `Unreadable`, and what the body throws.
    func forEachChunk(_ body: ([UInt8]) throws -> Void) throws {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY)
        guard descriptor >= 0 else { throw unreadable() }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        while true {
            var failed = false
            let chunk = [UInt8](unsafeUninitializedCapacity: Self.chunkSize) { buffer, count in
                var result = read(descriptor, buffer.baseAddress, buffer.count)
                while result < 0, errno == EINTR { result = read(descriptor, buffer.baseAddress, buffer.count) }
                failed = result < 0
                count = max(0, result)
            }
            if failed { throw unreadable() }
            guard !chunk.isEmpty else { return }
            try body(chunk)
        }
    }

    private func unreadable() -> Unreadable {
        Unreadable("FILE: \(path): \(String(cString: strerror(errno))). Name a \(noun), or “-” for standard input.")
    }
}
