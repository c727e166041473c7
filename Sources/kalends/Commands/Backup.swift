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
            guard try DatabasePlace(configuration.database).isInUse() else {
                throw Configuration.Failure(
                    description: "\(DatabasePlace(configuration.database).name) holds nothing that could be backed up.")
            }
            if FileManager.default.fileExists(atPath: file), !force {
                throw Configuration.Failure(description: "\(file) is there already. Choose another name, or say --force to overwrite it.")
            }
            let draft = file + ".partial"
            try DatabasePlace(draft).removeEverything()
            let source = try Database.open(at: configuration.database)
            let report = try CopyProgress.copying(from: source, into: draft) { copy in
                if includeSecretKey { try copy.keepSecretKey(try SecretKeyFile(configuration.secretKeyFile).text()) }
            }
            try source.close()
            try FileName.move(draft, over: file)
            print("\(file) holds \(report.rows) rows, compared one by one; fingerprint \(report.fingerprint).")
            print(
                includeSecretKey
                    ? "The secret key is in it: keep the file as you would keep all passwords."
                    : "The secret key is not in it: keep a copy of \(configuration.secretKeyFile) as well.")
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
            try Instance.makeFolder(configuration.dataFolder)
            let lock = try FolderLock(folder: configuration.dataFolder)
            defer { lock.release() }

            // Opening brings an older schema forward, which the backup itself is spared.
            let working = configuration.dataFolder + "/restore.partial"
            try DatabasePlace(working).removeEverything()
            try FileName.copy(file, to: working)
            defer { try? DatabasePlace(working).removeEverything() }
            let source = try Database.open(at: working)
            let key = try source.takeSecretKey()
            let keyFile = SecretKeyFile(configuration.secretKeyFile)
            if let key { try keyFile.requireRoom(for: key, isForced: force) }
            let report = try CopyTarget(configuration.database, isForced: force).fill(from: source)
            try source.close()
            if let key { try keyFile.write(key) }
            print("\(report.rows) rows of \(file) are back, compared one by one; fingerprint \(report.fingerprint).")
            print(
                key != nil
                    ? "The secret key came with them (\(configuration.secretKeyFile))."
                    : "The backup holds no secret key: \(configuration.secretKeyFile) must be the one that was used then.")
        }
    }

    private func isBackup() throws -> Bool {
        do throws(StoreFailure) { return try Database.schemaVersion(at: file) > 0 } catch {
            if case .corrupt = error { return false }
            throw error
        }
    }
}
