import CalendarSync
import CivilTime
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

    /// A server with 250 events, of which the last thirty are near.
    private func server(nearby: Reply) -> ScriptedServer {
        let server = ScriptedServer()
        let listing = (0..<250).map { listed(name($0), "\"a\"") }.joined()
        server.on("PROPFIND /cal/", Cast.state(token: "t1"), .multistatus(Cast.itself + listing))
        let order = Array(220..<250) + Array(0..<220)
        let batches = stride(from: 0, to: 250, by: 100).map { start in
            Reply.multistatus(order[start..<min(start + 100, 250)].map { data(name($0), "\"a\"", Cast.ics("u\($0)")) }.joined())
        }
        server.on("REPORT /cal/", nearby, batches[0], batches[1], batches[2])
        return server
    }

    @Test func `what is near comes first, the rest in portions, and the last with the list and the token`() async throws {
        let server = server(nearby: .multistatus((220..<250).map { listed(name($0), "\"a\"") }.joined()))
        let (batch, portions) = try await read(server)
        #expect(portions.map(\.items.count) == [100, 100] && batch.changed.count == 50)
        #expect(Set(portions[0].items.map(\.id)).isSuperset(of: (220..<250).map(name)))
        #expect(portions.allSatisfy { $0.total == 250 && $0.completesWindow })
        #expect(batch.listing?.count == 250 && batch.cursor?.value == "sync|0|t1")
        let query = String(decoding: try #require(server.requests[2].body), as: UTF8.self)
        #expect(query.contains(#"<C:time-range start="20261124T090000Z" end="20261208T090000Z"/>"#))
    }

    @Test func `what an earlier run has taken is not downloaded again`() async throws {
        let server = server(nearby: .multistatus(""))
        server.on("REPORT /cal/", .multistatus((200..<250).map { data(name($0), "\"a\"", Cast.ics("u\($0)")) }.joined()))
        let known = Dictionary(uniqueKeysWithValues: (0..<200).map { (name($0), "\"a\"") })
        let (batch, portions) = try await read(server, known: known)
        #expect(portions.isEmpty && batch.changed.count == 50 && batch.listing?.count == 250)
    }

    @Test func `a server that cannot tell what is near is read all the same`() async throws {
        let server = server(nearby: .status(500, "out of order"))
        let order = Array(0..<250)
        let batches = stride(from: 0, to: 250, by: 100).map { start in
            Reply.multistatus(order[start..<min(start + 100, 250)].map { data(name($0), "\"a\"", Cast.ics("u\($0)")) }.joined())
        }
        server.on("REPORT /cal/", .status(500, "out of order"), batches[0], batches[1], batches[2])
        let (batch, portions) = try await read(server)
        #expect(portions.flatMap(\.items).count + batch.changed.count == 250)
    }
}
