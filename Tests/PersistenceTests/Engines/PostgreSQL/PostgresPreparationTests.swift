#if PostgreSQL
import Testing

@testable import Persistence

/// What a database must be like, and what somebody is told when it is not.
@Suite(.onPostgres) struct PostgresPreparationTests {
    private let server: PostgresServer

    init() throws { server = try PostgresServer.running() }

    private func sentence(opening address: String) throws -> String {
        let failure = try #require(throws: StoreFailure.self) { try Database.open(at: address) }
        guard case .unprepared = failure else { return "another failure: \(failure.sentence)" }
        return failure.sentence
    }

    @Test func `a user who may not install the extension is told the command`() throws {
        let place = try TestPlace.kept(.blank)
        try server.outsideTransaction("CREATE ROLE guest_\(place.databaseName) LOGIN")
        try place.engine().run("GRANT ALL ON SCHEMA public TO guest_\(place.databaseName)")
        let address = place.address.replacing("kalends@", with: "guest_\(place.databaseName)@")
        #expect(try sentence(opening: address).contains("CREATE EXTENSION btree_gist;"))
        try place.engine().run("CREATE EXTENSION btree_gist")
        let database = try Database.open(at: address)
        try database.writeNow(Cast.install)
        try database.writeNow { try $0.claims.insert(Cast.claim(span(0, 60))) }
        #expect(throws: StoreFailure.overlap) { try database.writeNow { try $0.claims.insert(Cast.claim(span(30, 60))) } }
    }

    @Test func `a user who may make nothing is told who can change that`() throws {
        let place = try TestPlace.kept(.blank)
        try server.outsideTransaction("CREATE ROLE nobody_\(place.databaseName) LOGIN")
        try place.engine().run("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        let address = place.address.replacing("kalends@", with: "nobody_\(place.databaseName)@")
        #expect(try sentence(opening: address).contains("ALTER DATABASE"))
    }

    @Test func `a database in another encoding is refused`() throws {
        let place = try TestPlace.kept(.blank)
        try server.outsideTransaction("CREATE DATABASE latin_\(place.databaseName) ENCODING 'LATIN1' TEMPLATE template0")
        let address = place.address.replacing("/\(place.databaseName)?", with: "/latin_\(place.databaseName)?")
        #expect(try sentence(opening: address).contains("LATIN1"))
    }

    @Test func `a database that is not there is named`() throws {
        let place = try TestPlace.kept(.blank)
        let failure = #expect(throws: StoreFailure.self) {
            try Database.open(at: place.address.replacing("/\(place.databaseName)?", with: "/nowhere?"))
        }
        #expect(failure?.sentence.contains("nowhere") == true)
    }
}
#endif
