import ArgumentParser
import Foundation
import Persistence

struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write everything into one file, while the server goes on.",
        discussion: """
            The file is a database of its own, whatever the instance's is, and holds one moment: what is booked afterwards is not in it. It is \
            compared row by row before it gets its name. Without --include-secret-key keep a copy of the key's file beside it: without the key \
            the passwords of connected calendars cannot be read.
            """)

    @OptionGroup var options: InstanceOptions

    @Argument(help: "The file to write.")
    var file: String

    @Flag(help: "Put the secret key into the file as well; whoever has the file then has everything.")
    var includeSecretKey = false

    @Flag(help: "Overwrite the file when it is there.")
    var force = false

    func run() throws {
        try describing {
            let configuration = try Configuration(try ConfigurationValues(file: options.config))
            umask(0o077)
            let place = DatabasePlace(configuration.database)
            try configuration.naming(configuration.database) {
                guard try place.isInUse() else {
                    throw Configuration.Failure(description: "\(place.name) holds nothing that could be backed up.")
                }
            }
            try requireOtherFile(than: configuration)
            if FileManager.default.fileExists(atPath: file), !force {
                throw Configuration.Failure(description: "\(file) is there already. Choose another name, or say --force to overwrite it.")
            }
            let source = try configuration.naming(configuration.database) { try Database.open(reading: configuration.database) }
            let key = includeSecretKey ? try key(of: source, configuration) : nil
            let report = try write(source, key)
            try source.close()
            print("\(file) holds \(report.rows) rows, compared one by one; fingerprint \(report.fingerprint).")
            print(
                includeSecretKey
                    ? "The secret key is in it: keep the file as you would keep all passwords."
                    : "The secret key is not in it: keep a copy of \(configuration.secretKeyFile) as well.")
        }
    }

    /// What the instance lives on is not written over.
    private func requireOtherFile(than configuration: Configuration) throws {
        var own = [configuration.secretKeyFile, configuration.dataFolder + "/serve.lock"]
        if configuration.isEmbedded { own += ["", "-wal", "-shm"].map { configuration.database + $0 } }
        for written in [file, file + ".partial"] {
            guard let name = own.first(where: { FilePlace($0).isSame(as: FilePlace(written)) }) else { continue }
            throw Configuration.Failure(
                description: "\(written) is the instance's own file \(name), which a backup must not overwrite. Choose another name.")
        }
    }

    /// - Throws: `Configuration.Failure` for a key that would open nothing of what is backed up.
    private func key(of source: Database, _ configuration: Configuration) throws -> String {
        let text = try SecretKeyFile(configuration.secretKeyFile).text()
        guard SecretKeyFile.fits(text, try source.secretKeyFingerprint()) else {
            throw Configuration.Failure(
                description: "KALENDS_SECRET_KEY_FILE: \(configuration.secretKeyFile) is not the key that this database is used with. "
                    + "Name the right one; nothing was written.")
        }
        return text
    }

    /// Writes a draft that gets the name at the end, or is removed.
    private func write(_ source: Database, _ key: String?) throws -> DatabaseCopy.Report {
        let lock = try CopyLock(DatabasePlace(file))
        return try withExtendedLifetime(lock) {
            let (draft, progress) = (DatabasePlace(file).draft, CopyProgress())
            try draft.removeEverything()
            do {
                let copy = try Database.open(copyAt: draft, schema: source.schema())
                let report = try DatabaseCopy(from: source, to: copy) { progress.tell($0) }()
                progress.end()
                if let key { try copy.keepSecretKey(key) }
                try copy.close()
                try draft.complete()
                try FileName.move(draft.name, over: file)
                return report
            } catch {
                progress.end()
                try draft.removeEverything()
                guard case StoreFailure.diskFull = error else { throw error }
                throw Configuration.Failure(
                    description: "\(file) cannot be written, because its disk is full; what was written of it was removed. "
                        + "Free some space, or name a file on another disk.")
            }
        }
    }
}

struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put back what “kalends backup” wrote.",
        discussion: "Stop the server first. A backup of an older version is brought up to this one; the file itself is left as it is.")

    @OptionGroup var options: InstanceOptions

    @Argument(help: "The file that “kalends backup” wrote.")
    var file: String

    @Flag(help: "Remove everything that is in the instance's database, and take the backup's secret key, when it holds another one.")
    var force = false

    func run() throws {
        try describing {
            let configuration = try Configuration(try ConfigurationValues(file: options.config))
            umask(0o077)
            guard try isBackup() else { throw Configuration.Failure(description: "\(file) is not a backup of Kalends.") }
            let target = DatabasePlace(configuration.database)
            if try DatabasePlace(file).isSame(as: target) {
                throw Configuration.Failure(description: "\(file) is the instance's own database. Name the file of a backup.")
            }
            try Instance.makeFolder(configuration.dataFolder)
            // A raw file that somebody serves may be in the middle of a change.
            let locks = try [FolderLock(folder: configuration.dataFolder)] + FolderLock.all(beside: beside(configuration))
            defer { for lock in locks { lock.release() } }

            // Opening brings an older schema forward, which the backup itself is spared.
            let working = DatabasePlace(configuration.dataFolder + "/restore.partial")
            try working.removeEverything()
            let (report, key) = try removing(working) {
                try DatabasePlace(file).duplicate(to: working)
                let source = try Database.open(copyAt: working)
                let key = try source.takeSecretKey()
                try require(key, for: source, configuration)
                let progress = CopyProgress()
                defer { progress.end() }
                let report = try configuration.naming(configuration.database) {
                    try DatabaseReplacement(of: target, isForced: force, keepsRest: false)(with: source) { progress.tell($0) }
                }
                let isOther = try key == nil && isOtherKey(configuration, source)
                try source.close()
                if isOther { print("\(configuration.secretKeyFile) is not the key that the backup was used with: put that one there.") }
                return (report, key)
            }
            if let key { try SecretKeyFile(configuration.secretKeyFile).write(key) }
            print("\(report.rows) rows of \(file) are back, compared one by one; fingerprint \(report.fingerprint).")
            print(
                key != nil
                    ? "The secret key came with them (\(configuration.secretKeyFile))."
                    : "The backup holds no secret key: \(configuration.secretKeyFile) must be the one that was used then.")
        }
    }

    /// The backup's own folder, unless it is the instance's, which is locked already.
    private func beside(_ configuration: Configuration) -> [DatabasePlace] {
        let (mine, other) = (DatabasePlace(configuration.dataFolder + "/serve.lock").resolved, DatabasePlace(file).resolved)
        let folders = [mine.name, other.name].map { $0.prefix(upTo: $0.lastIndex(of: "/") ?? $0.startIndex) }
        return folders[0] == folders[1] ? [] : [other]
    }

    private func removing<Value>(_ place: DatabasePlace, _ work: () throws -> Value) throws -> Value {
        do {
            let value = try work()
            try place.removeEverything()
            return value
        } catch {
            try place.removeEverything()
            throw error
        }
    }

    private func require(_ key: String?, for source: Database, _ configuration: Configuration) throws {
        guard let key else { return }
        guard SecretKeyFile.fits(key, try source.secretKeyFingerprint()) else {
            throw Configuration.Failure(
                description: "The secret key in \(file) is not the one that its bookings were sealed with, so that nothing was restored. "
                    + "Take another backup.")
        }
        try SecretKeyFile(configuration.secretKeyFile).requireRoom(for: key, isForced: force)
    }

    private func isOtherKey(_ configuration: Configuration, _ source: Database) throws -> Bool {
        let keyFile = SecretKeyFile(configuration.secretKeyFile)
        guard keyFile.isThere else { return false }
        return !SecretKeyFile.fits(try keyFile.text(), try source.secretKeyFingerprint())
    }

    private func isBackup() throws -> Bool {
        do throws(StoreFailure) { return try Database.schemaVersion(at: file) > 0 } catch {
            if case .corrupt = error { return false }
            throw error
        }
    }
}
