import Foundation
import Persistence

/// Shows how far a copy is: a bar on a terminal, a line every tenth otherwise.
final class CopyProgress {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var told = ""

    func tell(_ progress: DatabaseCopy.Progress) {
        let line = text(of: progress)
        guard line != told else { return }
        told = line
        FileHandle.standardError.write(Data((isTerminal ? "\r\(line)\u{1B}[K" : "\(line)\n").utf8))
    }

    /// Clears the bar away.
    func end() {
        if isTerminal, !told.isEmpty { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }

    private func text(of progress: DatabaseCopy.Progress) -> String {
        let share = progress.total > 0 ? progress.done * 100 / progress.total : 100
        let stage = progress.stage == .copying ? "Copying" : "Comparing"
        guard isTerminal else { return "\(stage): \(share / 10 * 10) %" }
        let full = share * 30 / 100
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: 30 - full)
        return "\(stage) \(bar) \(share) %  \(progress.done) of \(progress.total)  \(progress.table)"
    }
}

/// Renaming of files, with one clear line when it fails.
enum FileName {
    static func move(_ file: String, over other: String) throws {
        guard rename(file, other) == 0 else {
            throw Configuration.Failure(description: "\(file) cannot be renamed to \(other): \(String(cString: strerror(errno))).")
        }
    }
}
