import Glibc

/// The output proper, line by line.
enum StandardOutput {
    /// Throws where it cannot be written, to a full disk say. The line may hold no NUL.
    static func print(_ line: String) throws {
        guard puts(line) >= 0 else { throw failure() }
    }

    /// Writes what was printed so far. Throws where that cannot be.
    static func flush() throws {
        guard fflush(nil) == 0 else { throw failure() }
    }

    private static func failure() -> Unreadable {
        Unreadable("The output cannot be written: \(String(cString: strerror(errno))). Make room, or write it elsewhere.")
    }
}
