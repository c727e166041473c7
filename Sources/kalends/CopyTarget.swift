import Foundation
import Persistence

/// Where a copy goes: a server's database directly, a file by way of a draft that gets the name at the end.
struct CopyTarget {
    private let place: DatabasePlace
    private let address: String
    private let isForced: Bool

    init(_ address: String, isForced: Bool) {
        self.address = address
        self.isForced = isForced
        place = DatabasePlace(address)
    }

    func fill(from source: Database) throws -> DatabaseCopy.Report {
        if place.isShared {
            if isForced { try place.removeEverything() }
            return try CopyProgress.copying(from: source, into: address)
        }
        if try !isForced && place.isInUse() { throw DatabaseCopy.Failure.targetInUse }
        let draft = address + ".partial"
        if isForced { try DatabasePlace(draft).removeEverything() }
        let report = try CopyProgress.copying(from: source, into: draft)
        try place.removeEverything()
        try FileName.move(draft, over: address)
        return report
    }
}

/// Shows how far a copy is: a bar on a terminal, a line every tenth otherwise.
enum CopyProgress {
    static func copying(from source: Database, into address: String, finishing: (Database) throws -> Void = { _ in }) throws
        -> DatabaseCopy.Report
    {
        let target = try Database.open(at: address)
        let isTerminal = isatty(STDERR_FILENO) == 1
        var told = ""
        let report = try DatabaseCopy(from: source, to: target) { progress in
            let line = text(of: progress, isTerminal: isTerminal)
            guard line != told else { return }
            told = line
            FileHandle.standardError.write(Data((isTerminal ? "\r\(line)\u{1B}[K" : "\(line)\n").utf8))
        }()
        if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        try finishing(target)
        try target.close()
        try DatabasePlace(address).complete()
        return report
    }

    private static func text(of progress: DatabaseCopy.Progress, isTerminal: Bool) -> String {
        let share = progress.total > 0 ? progress.done * 100 / progress.total : 100
        let stage = progress.stage == .copying ? "Copying" : "Comparing"
        guard isTerminal else { return "\(stage): \(share / 10 * 10) %" }
        let full = share * 30 / 100
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: 30 - full)
        return "\(stage) \(bar) \(share) %  \(progress.done) of \(progress.total)  \(progress.table)"
    }
}

/// Renaming and copying of files, with one clear line when it fails.
enum FileName {
    static func move(_ file: String, over other: String) throws {
        guard rename(file, other) == 0 else {
            throw Configuration.Failure(description: "\(file) cannot be renamed to \(other): \(String(cString: strerror(errno))).")
        }
    }

    static func copy(_ file: String, to other: String) throws {
        do { try FileManager.default.copyItem(atPath: file, toPath: other) } catch {
            throw Configuration.Failure(description: "\(file) cannot be copied to \(other): \(error.localizedDescription)")
        }
    }
}
