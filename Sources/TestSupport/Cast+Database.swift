import Booking
public import Persistence

extension Cast {
    /// An empty database with the studio, its people, its services and Cleo in it; with Dario's business when asked for.
    public static func database(withDario: Bool = false) throws -> Database {
        let database = try Database.inMemory()
        try database.writeNow { transaction in try install(in: transaction, withDario: withDario) }
        return database
    }

    /// Writes the cast into a database that does not hold it yet.
    public static func install(in transaction: Transaction, withDario: Bool = false) throws {
        for user in [ana, ben] { try transaction.users.insert(user) }
        try transaction.businesses.insert(studio)
        for resource in [anaResource, benResource] { try transaction.resources.insert(resource) }
        for member in [anaMember, benMember] { try transaction.staff.insert(member) }
        for service in [haircut, coloring] { try transaction.services.insert(service) }
        try transaction.customers.insert(cleo)
        guard withDario else { return }
        try transaction.businesses.insert(darioBusiness)
        try transaction.resources.insert(darioResource)
        try transaction.staff.insert(darioMember)
        try transaction.services.insert(darioService)
        try transaction.customers.insert(dario)
    }
}
