import Persistence

/// Runs what opens a database; when its address or its server is at fault, the line says who named it.
/// - Parameter name: the variable or the argument.
func namingDatabase<Value>(_ name: String, _ place: String, _ work: () throws -> Value) throws -> Value {
    do {
        return try work()
    } catch StoreFailure.wrongAddress(let what) {
        throw Configuration.Failure(description: "\(name): the address \(DatabasePlace(place).name) cannot be used: \(what)")
    } catch StoreFailure.connectionLost(let reason) {
        throw Configuration.Failure(
            description: "\(name): the database \(DatabasePlace(place).name) cannot be reached (\(reason)). "
                + "Check host and port, and that its server runs.")
    } catch StoreFailure.unprepared(let what) {
        throw Configuration.Failure(description: "\(name): the database \(DatabasePlace(place).name) is not ready for Kalends: \(what)")
    }
}

extension Configuration {
    func naming<Value>(_ place: String, _ work: () throws -> Value) throws -> Value {
        try namingDatabase("KALENDS_DATABASE_URL", place, work)
    }
}
