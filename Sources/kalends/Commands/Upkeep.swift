import ArgumentParser
import Persistence

struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database up to this version, and say what it is at.",
        discussion: "“kalends serve” does the same at its start; this command is for doing it beforehand.")

    @OptionGroup var options: InstanceOptions

    func run() throws {
        try describing {
            let configuration = try Configuration(try ConfigurationValues(file: options.config))
            try Instance.makeFolder(configuration.dataFolder)
            let database = try configuration.naming(configuration.database) { try Database.open(at: configuration.database) }
            print("\(DatabasePlace(configuration.database).name) is at schema version \(Database.schemaVersion).")
            try database.close()
        }
    }
}

struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the version.")

    func run() { print("kalends \(Instance.version)") }
}
