import Glibc
import Persistence

/// One `kalends serve` a data folder: two would both believe that the other's work is left over from a crash.
final class FolderLock {
    private let descriptor: Int32

    /// - Throws: `Configuration.Failure` when another process holds the folder.
    init(folder: String) throws {
        descriptor = open(folder + "/serve.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Configuration.Failure(
                description: "KALENDS_DATA_DIR: the folder \(folder) cannot be written: \(String(cString: strerror(errno))).")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Configuration.Failure(description: "KALENDS_DATA_DIR: another “kalends serve” already serves the folder \(folder).")
        }
    }

    /// The lock of the folder that a database file stands in, when it is a data folder.
    /// - Throws: `Configuration.Failure` when that folder is being served.
    convenience init?(beside file: String) throws {
        let folder = Self.folder(of: file)
        guard access(folder + "/serve.lock", F_OK) == 0 else { return nil }
        try self.init(folder: folder.isEmpty ? "/" : folder)
    }

    private static func folder(of file: String) -> String { file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "." }

    /// The locks of the folders in which database files stand, each once. Links are followed.
    static func all(beside places: [DatabasePlace]) throws -> [FolderLock] {
        let files = places.filter { !$0.isShared }.map { $0.resolved.name }
        var locks: [FolderLock] = []
        var folders: Set<String> = []
        for file in files where folders.insert(folder(of: file)).inserted {
            if let lock = try FolderLock(beside: file) { locks.append(lock) }
        }
        return locks
    }

    func release() { close(descriptor) }
}
