import ArgumentParser
import Foundation
import Host
import Persistence

struct DatabaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "database", abstract: "Check the database, or copy it to another engine.",
        subcommands: [DatabaseCheckCommand.self, DatabaseCopyCommand.self])
}

struct DatabaseCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Look for damage, double bookings, and work that nobody will do; nothing is changed.",
        discussion: "Works beside a running server. Exit status 0: all is well, 1: something was found.")

    @OptionGroup var options: InstanceOptions

    func run() throws {
        let count = try describing {
            let configuration = try Configuration(try ConfigurationValues(file: options.config))
            let place = DatabasePlace(configuration.database)
            let database = try configuration.naming(configuration.database) {
                guard try place.isInUse() else {
                    throw Configuration.Failure(description: "There is no database of Kalends at \(place.name).")
                }
                return try Database.open(reading: configuration.database)
            }
            // A check of damage must not be stopped by it.
            if let schema = try? database.schema(), schema < Database.schemaVersion {
                throw Configuration.Failure(
                    description: "\(place.name) is at schema version \(schema), which this program checks only after “kalends migrate” has "
                        + "brought it to \(Database.schemaVersion); nothing was changed. Back it up first.")
            }
            let findings = try DatabaseCheck(database).findings(now: SystemClock.now())
            for finding in findings { print("\(finding.subject.rawValue): \(finding.sentence)") }
            print(findings.isEmpty ? "\(place.name): all is well." : "\(place.name): \(findings.count) findings.")
            try database.close()
            return findings.count
        }
        if count > 0 { throw ExitCode(1) }
    }
}

struct DatabaseCopyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy", abstract: "Copy a database to another engine and compare both row by row.",
        discussion: """
            Each is the path of a file (kalends-data/kalends.sqlite) or an address (postgres://user:password@host/database). Stop the server \
            first: what is booked while the copy is made is not in it. A copy that was cut short is gone on with by the same command. The secret \
            key is in no database: serve the copy with the same KALENDS_SECRET_KEY_FILE.
            """)

    @Argument(help: "The database to read.")
    var from: String

    @Argument(help: "The database to write; empty, or not there yet.")
    var to: String

    @Flag(help: "Remove everything that is in the database to write.")
    var force = false

    func run() throws {
        try describing {
            umask(0o077)
            let (origin, target) = (DatabasePlace(from), DatabasePlace(to))
            try namingDatabase("FROM", from) {
                switch try origin.content() {
                case .business: break
                case .unfinishedCopy: throw DatabaseCopy.Failure.sourceUnfinished
                case .nothing, .foreign: throw Configuration.Failure(description: "There is no database of Kalends at \(origin.name).")
                }
            }
            if try namingDatabase("TO", to, { try origin.isSame(as: target) }) { throw DatabaseCopy.Failure.sameDatabase }
            let locks = try FolderLock.all(beside: [origin, target])
            defer { for lock in locks { lock.release() } }
            let source = try Database.open(reading: from)
            if try source.schema() < Database.schemaVersion {
                throw Configuration.Failure(
                    description: "\(origin.name) was written by an older Kalends. Bring it up to date with “kalends migrate” first.")
            }
            let progress = CopyProgress()
            let report = try namingDatabase("TO", to) {
                defer { progress.end() }
                return try DatabaseReplacement(of: target, isForced: force, keepsRest: true)(with: source) { progress.tell($0) }
            }
            try source.close()
            for table in report.tables where table.rows > 0 { print("\(table.rows)\t\(table.table)") }
            if report.resumed > 0 { print("\(report.resumed) of them had been copied before.") }
            print("\(report.rows) rows are equal in both; fingerprint \(report.fingerprint).")
            print("Set KALENDS_DATABASE_URL accordingly and keep the secret key's file.")
        }
    }
}
