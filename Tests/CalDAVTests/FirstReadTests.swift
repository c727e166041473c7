import CalendarSync
import CivilTime
import Foundation
import Outbound
import Synchronization
import Testing

@testable import CalDAV

/// A calendar too large to be fetched at once.
struct FirstReadTests {
    private static let window = Span(start: Cast.nine, duration: .days(14))

    private final class Taken: Sendable {
        private let portions = Mutex<[ImportPortion]>([])
        var all: [ImportPortion] { portions.withLock { $0 } }
        func take(_ portion: ImportPortion) { portions.withLock { $0.append(portion) } }
    }

    private func read(_ server: ScriptedServer, known: [RemoteItem.ID: String] = [:]) async throws -> (ChangeBatch, [ImportPortion]) {
        let taken = Taken()
        let batch = try await Cast.reader(server).firstRead(known: known, window: Self.window) { taken.take($0) }
        return (batch, taken.all)
    }

    private func name(_ number: Int) -> String { "/cal/\(number).ics" }

    /// The answer about some of the events.
    private func answer(_ numbers: some Sequence<Int>, _ lines: String = "SUMMARY:Busy") -> Reply {
        .multistatus(numbers.map { data(name($0), "\"a\"", Cast.ics("u\($0)", lines)) }.joined())
    }

    /// How many members each multiget asked for.
    private func asked(_ server: ScriptedServer) -> [Int] {
        server.requests.filter { $0.method == .REPORT }.map { String(decoding: $0.body ?? [], as: UTF8.self) }
            .filter { $0.contains("calendar-multiget") }.map { $0.components(separatedBy: "<D:href>").count - 1 }
    }

    /// A server with so many events, which answers to the reports in that order.
    private func server(of count: Int = 250, _ reports: Reply...) -> ScriptedServer {
        let server = ScriptedServer()
        let listing = (0..<count).map { listed(name($0), "\"a\"") }.joined()
        server.on("PROPFIND /cal/", Cast.state(token: "t1"), .multistatus(Cast.itself + listing))
        server.on("REPORT /cal/", reports)
        return server
    }

    @Test func `what is near comes first, the rest in portions, and the last with the list and the token`() async throws {
        let order = Array(220..<250) + Array(0..<220)
        let near = Reply.multistatus((220..<250).map { listed(name($0), "\"a\"") }.joined())
        let server = server(near, answer(order[..<100]), answer(order[100...]))
        let (batch, portions) = try await read(server)
        #expect(portions.map(\.items.count) == [100] && batch.changed.count == 150)
        #expect(Set(portions[0].items.map(\.id)).isSuperset(of: (220..<250).map(name)))
        #expect(portions.allSatisfy { $0.total == 250 && $0.completesWindow })
        #expect(batch.listing?.count == 250 && batch.cursor?.value == "sync|0|t1")
        let query = String(decoding: try #require(server.requests[2].body), as: UTF8.self)
        #expect(query.contains(#"<C:time-range start="20261124T090000Z" end="20261208T090000Z"/>"#))
    }

    @Test func `what an earlier run has taken is not downloaded again`() async throws {
        let server = server(answer(200..<250))
        let known = Dictionary(uniqueKeysWithValues: (0..<200).map { (name($0), "\"a\"") })
        let (batch, portions) = try await read(server, known: known)
        #expect(portions.isEmpty && batch.changed.count == 50 && batch.listing?.count == 250)
    }

    @Test func `a server that cannot tell what is near is read all the same`() async throws {
        let server = server(.status(500, "out of order"), answer(0..<100), answer(100..<250))
        let (batch, portions) = try await read(server)
        #expect(portions.flatMap(\.items).count + batch.changed.count == 250)
    }

    @Test func `small events are asked for in larger portions, large ones by hundreds`() async throws {
        let small = server(of: 900, .multistatus(""), answer(0..<100), answer(100..<600), answer(600..<900))
        let (batch, portions) = try await read(small)
        #expect(asked(small) == [100, 500, 300])
        #expect(portions.map(\.items.count) == [100, 500] && batch.changed.count == 300)
        let notes = "DESCRIPTION:" + String(repeating: "x", count: 20_000)
        let large = server(of: 250, .multistatus(""), answer(0..<100, notes), answer(100..<200, notes), answer(200..<250, notes))
        _ = try await read(large)
        #expect(asked(large) == [100, 100, 50])
    }

    @Test func `what a server leaves out of a large portion is asked for by hundreds`() async throws {
        let server = server(
            of: 600, .multistatus(""), answer(0..<100), answer(100..<250), answer(250..<350), answer(350..<450), answer(450..<550),
            answer(550..<600))
        let (batch, portions) = try await read(server)
        #expect(asked(server) == [100, 500, 100, 100, 100, 50])
        #expect(portions.flatMap(\.items).count + batch.changed.count == 600 && batch.troubled.isEmpty)
    }

    @Test func `a large portion that fails is taken by hundreds`() async throws {
        let server = server(
            of: 300, .multistatus(""), answer(0..<100), .status(500, "too much"), answer(100..<200), answer(200..<300))
        let (batch, portions) = try await read(server)
        #expect(asked(server) == [100, 200, 100, 100])
        #expect(portions.flatMap(\.items).count + batch.changed.count == 300)
    }
}
