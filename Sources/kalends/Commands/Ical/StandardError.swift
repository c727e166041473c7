import Glibc

/// Lines for people beside the output proper.
enum StandardError {
    static func print(_ line: String) {
        // What was printed before comes before, also where both go to one file.
        fflush(nil)
        var rest = Array((line + "\n").utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            // Nobody is left to be told that nobody listens.
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}
