import Testing

@testable import Persistence

@Suite struct PostgresAddressTests {
    @Test(arguments: [
        ("postgres://h/d", "postgres://h/d", 24), ("postgres://h/d?connections=5", "postgres://h/d", 5),
        ("postgres://h/d?sslmode=require&connections=40&connect_timeout=2", "postgres://h/d?sslmode=require&connect_timeout=2", 40),
    ])
    func `the number of connections is ours, everything else is libpq's`(_ text: String, _ address: String, _ connections: Int) throws {
        let read = try PostgresAddress(text)
        #expect(read.address == address && read.connections == connections)
    }

    @Test(arguments: ["0", "1", "1001", "many", ""]) func `a number of connections that cannot be is refused`(_ number: String) {
        let failure = #expect(throws: StoreFailure.self) { try PostgresAddress("postgres://h/d?connections=\(number)") }
        #expect(failure?.sentence.contains("connections") == true)
    }

    @Test(arguments: [
        ("postgres://ana:s3cret@h:5432/d?sslmode=require", "postgres://ana@h:5432/d"), ("postgresql://h/d", "postgresql://h/d"),
        ("postgres://ana@h/d?password=s3cret", "postgres://ana@h/d"), ("postgres://a:b:s3cret@@h/d", "postgres://a@h/d"),
        ("kalends-data/kalends.sqlite", "kalends-data/kalends.sqlite"),
    ])
    func `a place is named without its secrets`(_ text: String, _ name: String) { #expect(DatabasePlace(text).name == name) }

    #if PostgreSQL
    @Test(arguments: [
        "postgres://ana:s3cr%40et@localhost:1/d", "postgres://localhost:1/d?user=ana&password=s3cr%40et",
        "postgres://ana:s3cr%40et@localhost:1/d?sslmode=nonsense", "postgres://ana:s3cr%40et@[::1:1/d", "postgres://ana:s3cr%40et@h:x/d",
    ])
    func `no failure tells the password`(_ address: String) throws {
        let failure = #expect(throws: StoreFailure.self) { try Database.open(at: address) }
        let sentence = try #require(failure?.sentence)
        #expect(!sentence.contains("s3cr"), "\(sentence)")
        guard case .connectionLost = failure else { return #expect(Bool(false), "\(sentence)") }
    }
    #else
    @Test func `a program without PostgreSQL says so`() {
        let failure = #expect(throws: StoreFailure.self) { try Database.open(at: "postgres://h/d") }
        #expect(failure?.sentence.contains("trait PostgreSQL") == true)
    }
    #endif
}
