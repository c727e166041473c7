import CivilTime
import HTTPTypes
public import Hummingbird

extension WebShell {
    /// A stream of server-sent events: one `changed` event for each change of the topics, a comment every 20 seconds.
    ///
    /// It ends when the browser goes away or the server stops; the browser then comes back by itself. What it missed meanwhile, or since its
    /// page was made (`seen` in the query), comes first.
    public func eventStream(_ request: Request, topics: Set<String>, heartbeat: Duration = .seconds(20)) throws -> Response {
        let seen = request.headers[.lastEventID] ?? request.queryFields["seen"]
        guard let (signals, continuation) = events.listen(to: topics, seen: seen) else {
            throw Problem(.serviceUnavailable, "shell.busy", retryAfter: .seconds(30))
        }
        let body = ResponseBody { writer in
            defer { continuation.finish() }
            async let _: Void = Self.beat(every: heartbeat, continuation)
            // A first line opens the stream in browsers that wait for one; the wait keeps a restart from being a stampede.
            try await writer.write(ByteBuffer(string: "retry: \(Int.random(in: 2000...6000))\n: listening\n\n"))
            for await signal in signals { try await writer.write(ByteBuffer(string: Self.text(of: signal))) }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no"], body: body)
    }

    private static func beat(every interval: Duration, _ continuation: AsyncStream<EventHub.Signal>.Continuation) async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: interval) } catch { return }
            if case .terminated = continuation.yield(.heartbeat) { return }
        }
    }

    static func text(of signal: EventHub.Signal) -> String {
        switch signal {
        case .heartbeat: ": still here\n\n"
        case .changed(let topics, let place): "id: \(place)\nevent: changed\ndata: \(topics.sorted().joined(separator: " "))\n\n"
        }
    }
}

extension HTTPField.Name {
    /// Asks nginx not to hold the stream back.
    static let accelBuffering = Self("X-Accel-Buffering")!
    /// What a browser heard last, when it comes back (HTML Standard, section 9.2.4).
    static let lastEventID = Self("Last-Event-ID")!
}
