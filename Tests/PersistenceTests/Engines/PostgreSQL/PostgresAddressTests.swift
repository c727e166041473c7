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
        ("postgres://ana@h/d?password=s3cret", "postgres://ana@h/d"), ("postgres://a:b:s3cret@@h/d", "postgres://…"),
        ("kalends-data/kalends.sqlite", "kalends-data/kalends.sqlite"),
        // What libpq lets stand in a password, and what it would take for the end of one.
        ("postgres://ana:S3cret#1@h/d", "postgres://ana@h/d"), ("postgres://ana:S3c?ret@h/d", "postgres://ana@h/d"),
        ("postgres://ana:S3cret@1x@h/d", "postgres://…"), ("postgres://ana:S3c/ret@h/d", "postgres://…"),
        ("postgres://ana:S3c?r/et@h/d", "postgres://…"), ("postgres://ana:12/34@h/d", "postgres://…"),
        ("postgres:///d?host=/run", "postgres:///d"), ("postgres://a@[::1]:5432,h:1/d", "postgres://a@[::1]:5432,h:1/d"),
    ])
    func `a place is named without its secrets`(_ text: String, _ name: String) { #expect(DatabasePlace(text).name == name) }

    #if PostgreSQL
    @Test(arguments: [
        "postgres://ana:s3cr%40et@localhost:1/d", "postgres://localhost:1/d?user=ana&password=s3cr%40et",
        "postgres://ana:s3cr%40et@localhost:1/d?sslmode=nonsense", "postgres://ana:s3cr%40et@[::1:1/d", "postgres://ana:s3cr%40et@h:x/d",
        "postgres://ana:s3cr@1@localhost:1/d", "postgres://ana:s3cr/1@localhost:1/d", "postgres://ana:s3cr#1@localhost:1/d",
        "postgres://localhost:1/d?user=ana&password=s3cr&s3cr=1", "postgres://localhost:1/d?user=ana&password=a&s3cr",
        "postgres://ana:s3cr%zz@localhost:1/d",
    ])
    func `no failure tells the password`(_ address: String) throws {
        let failure = #expect(throws: StoreFailure.self) { try Database.open(at: address) }
        let sentence = try #require(failure?.sentence)
        #expect(!sentence.contains("s3cr"), "\(sentence)")
    }

    @Test(arguments: [
        ("postgres://localhost:99999/d", "99999"), ("postgres://localhost:1/d?foo=bar", "“foo”"),
        ("postgres://h/d?sslmode", "sslmode=require"),
        ("postgres://localhost:1/d?sslmode=banana", "banana"), ("postgres://ana:a@b@h/d", "%40"),
        ("postgres://h/d?connections=0", "2 to 1000"),
    ])
    func `an address that cannot be right is told as such, with its fault`(_ address: String, _ word: String) {
        let failure = #expect(throws: StoreFailure.self) { try Database.open(at: address) }
        guard case .wrongAddress(let what) = failure else { return #expect(Bool(false), "\(String(describing: failure))") }
        #expect(what.contains(word), "\(what)")
    }
    #else
    @Test func `a program without PostgreSQL says so`() {
        let failure = #expect(throws: StoreFailure.self) { try Database.open(at: "postgres://h/d") }
        #expect(failure?.sentence.contains("trait PostgreSQL") == true)
    }
    #endif
}
