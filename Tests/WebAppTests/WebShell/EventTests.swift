import HTTPTypes
import Hummingbird
import Testing

@testable import WebShell

/// Open pages hear of changes; what is gone leaves nothing behind.
struct EventTests {
    @Test func `a page hears its own topics only`() async throws {
        let hub = EventHub()
        let (signals, _) = try #require(hub.listen(to: ["availability", "mails"]))
        hub.publish(["jobs"])
        hub.publish(["availability", "jobs"])
        var iterator = signals.makeAsyncIterator()
        #expect(await iterator.next() == .changed(["availability"], place: hub.place))
    }

    @Test func `every page hears it`() async throws {
        let hub = EventHub()
        let first = try #require(hub.subscribe(to: ["availability"]))
        let second = try #require(hub.subscribe(to: ["availability"]))
        hub.publish(["availability"])
        for stream in [first, second] {
            var iterator = stream.makeAsyncIterator()
            #expect(await iterator.next() == ["availability"])
        }
    }

    @Test func `a page that went away is forgotten`() throws {
        let hub = EventHub()
        let listening = try #require(hub.listen(to: ["availability"]))
        #expect(hub.count == 1)
        listening.1.finish()
        #expect(hub.count == 0)
    }

    @Test func `a page that does not read holds a bounded number of signals`() async throws {
        let hub = EventHub()
        let (signals, continuation) = try #require(hub.listen(to: ["availability"]))
        for _ in 0..<1000 { hub.publish(["availability"]) }
        continuation.finish()
        var count = 0
        for await _ in signals { count += 1 }
        #expect(count == 16)
    }

    @Test func `no more pages listen than there is room for`() throws {
        let hub = EventHub(limit: 1)
        let first = hub.listen(to: ["availability"])
        #expect(first != nil)
        #expect(hub.listen(to: ["availability"]) == nil)
        first?.1.finish()
        #expect(hub.listen(to: ["availability"]) != nil)
    }

    @Test func `a server that stops ends every stream and takes no new one`() async throws {
        let hub = EventHub()
        let (signals, _) = try #require(hub.listen(to: ["availability"]))
        hub.finish()
        var iterator = signals.makeAsyncIterator()
        #expect(await iterator.next() == nil)
        #expect(hub.listen(to: ["availability"]) == nil)
        #expect(hub.count == 0)
    }

    @Test(arguments: [nil, "a place of another server"] as [String?])
    func `a page hears first what happened since it was made`(_ strange: String?) async throws {
        let hub = EventHub()
        let place = hub.place
        hub.publish(["mails"])
        hub.publish(["jobs"])
        hub.publish(["availability"])
        let topics: Set = ["availability", "mails", "settings"]
        let (signals, _) = try #require(hub.listen(to: topics, seen: strange ?? place))
        var iterator = signals.makeAsyncIterator()
        // Where nobody knows any more what happened since, everything may have changed.
        #expect(await iterator.next() == .changed(strange == nil ? ["availability", "mails"] : topics, place: hub.place))
        hub.publish(["settings"])
        #expect(await iterator.next() == .changed(["settings"], place: hub.place))
    }

    @Test func `a page that missed nothing is told nothing`() async throws {
        let hub = EventHub()
        hub.publish(["availability"])
        let place = hub.place
        hub.publish(["mails"])
        let (signals, continuation) = try #require(hub.listen(to: ["availability"], seen: place))
        continuation.finish()
        var iterator = signals.makeAsyncIterator()
        #expect(await iterator.next() == nil)
    }

    @Test func `old news are forgotten, and then everything may have changed`() async throws {
        let hub = EventHub()
        let place = hub.place
        for _ in 0..<300 { hub.publish(["mails"]) }
        let (signals, _) = try #require(hub.listen(to: ["availability"], seen: place))
        var iterator = signals.makeAsyncIterator()
        #expect(await iterator.next() == .changed(["availability"], place: hub.place))
    }

    @Test func `signals read as server-sent events`() {
        let text = WebShell.text(of: .changed(["mails", "availability"], place: "x7"))
        #expect(text == "id: x7\nevent: changed\ndata: availability mails\n\n")
        #expect(WebShell.text(of: .heartbeat) == ": still here\n\n")
    }

    @Test func `a stream opens, tells of a change, and ends with the server`() async throws {
        let fixture = try ShellFixture()
        let response = try fixture.shell.eventStream(Self.request(), topics: ["availability"])
        #expect(response.headers[.contentType] == "text/event-stream")
        fixture.shell.events.publish(["availability"])
        fixture.shell.events.finish()
        let written = Written()
        try await response.body.write(written)
        #expect(written.text.hasPrefix("retry: "))
        #expect(written.text.hasSuffix("id: \(fixture.shell.events.place)\nevent: changed\ndata: availability\n\n"))
        #expect(fixture.shell.events.count == 0)
    }

    @Test func `a heartbeat keeps the line open`() async throws {
        let fixture = try ShellFixture()
        let response = try fixture.shell.eventStream(Self.request(), topics: ["availability"], heartbeat: .milliseconds(1))
        let written = Written { text in if text.contains(": still here") { fixture.shell.events.finish() } }
        try await response.body.write(written)
        #expect(written.text.contains(": still here\n\n"))
    }

    @Test func `a browser that went away ends the stream`() async throws {
        let fixture = try ShellFixture()
        let response = try fixture.shell.eventStream(Self.request(), topics: ["availability"])
        await #expect(throws: Gone.self) { try await response.body.write(Broken()) }
        #expect(fixture.shell.events.count == 0)
    }

    @Test func `a browser says where it was, at first in the address and later by what it heard last`() async throws {
        let fixture = try ShellFixture()
        let events = fixture.shell.events
        let first = events.place
        events.publish(["availability"])
        let second = events.place
        events.publish(["mails"])
        for (request, heard) in [
            (Self.request("?seen=\(first)"), "data: availability mails\n\n"),
            (Self.request("?seen=\(first)", [.lastEventID: second]), "data: mails\n\n"),
        ] {
            let response = try fixture.shell.eventStream(request, topics: ["availability", "mails"], heartbeat: .milliseconds(1))
            let written = Written()
            await #expect(throws: Gone.self) { try await response.body.write(Until("still here", written)) }
            #expect(written.text.contains("id: \(events.place)\nevent: changed\n\(heard)"))
        }
    }

    private static func request(_ query: String = "", _ headers: HTTPFields = [:]) -> Request {
        Request(
            head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/events\(query)", headerFields: headers),
            body: RequestBody(buffer: ByteBuffer()))
    }

    private struct Gone: Error {}

    /// A browser that goes away once it has read something.
    private struct Until: ResponseBodyWriter {
        let end: String
        let written: Written

        init(_ end: String, _ written: Written) { (self.end, self.written) = (end, written) }

        func write(_ buffer: ByteBuffer) async throws {
            try await written.write(buffer)
            if written.text.contains(end) { throw Gone() }
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    private struct Broken: ResponseBodyWriter {
        func write(_ buffer: ByteBuffer) async throws { throw Gone() }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    private final class Written: ResponseBodyWriter {
        private(set) var text = ""
        let look: (String) -> Void

        init(_ look: @escaping (String) -> Void = { _ in }) { self.look = look }

        func write(_ buffer: ByteBuffer) async throws {
            text += String(buffer: buffer)
            look(text)
        }

        func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
