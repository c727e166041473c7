import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
public import Outbound

/// A stand-in over real HTTP, on a loopback address.
public final class SimulatorServer: Sendable {
    private let simulator: GoogleSimulator
    private let http: any HTTPSending
    private let logger: Logger

    /// - Parameter http: delivers notifications.
    public init(_ simulator: GoogleSimulator, http: any HTTPSending) {
        self.simulator = simulator
        self.http = http
        var logger = Logger(label: "calendar-simulators")
        // Connections that end in the middle are this server’s business.
        logger.logLevel = .critical
        self.logger = logger
    }

    /// Serves until the task is cancelled.
    /// - Parameters:
    ///   - port: 0 for a free one.
    ///   - onListening: is told the port.
    public func run(host: String = "127.0.0.1", port: Int = 0, onListening: @escaping @Sendable (Int) -> Void) async throws {
        let simulator = simulator
        let delivery = PushDelivery(simulator: simulator, http: http)
        let server = Server(
            childChannelSetup: HTTP1Channel(responder: { request, writer, channel in
                try await Self.respond(to: request, with: writer, on: channel, from: simulator)
            }),
            configuration: ServerConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? port) },
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask { await delivery.run() }
            // Whichever ends first ends the other.
            try await group.next()
            group.cancelAll()
        }
    }

    private static let maximumBody = 64 << 20

    private static func respond(
        to request: Request, with writer: consuming ResponseWriter, on channel: any Channel, from simulator: GoogleSimulator
    ) async throws {
        let body = try await request.body.collect(upTo: maximumBody)
        let headers = request.headers.map { ($0.name.rawName, $0.value) }
        let asked = SimulatedRequest(
            request.method.rawValue, request.head.path ?? "/", headers: headers, body: Array(body.readableBytesView))
        let answer = simulator.answer(asked)
        if answer.delay > 0 { try await Task.sleep(for: .seconds(answer.delay)) }
        if answer.arrival == .lost {
            try await channel.close()
            return
        }
        var fields = HTTPFields()
        for (name, value) in answer.headers { if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) } }
        fields[.contentLength] = String(answer.body.count)
        let head = HTTPResponse(status: .init(code: answer.status), headerFields: fields)
        if case .cutOff(let count) = answer.arrival {
            var body = try await writer.writeHead(head)
            try await body.write(ByteBuffer(bytes: answer.body.prefix(count)))
            try await channel.close()
            return
        }
        try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
