import Outbound

/// Carries notifications to the addresses that asked for them. What cannot be delivered is lost, as with Google.
struct PushDelivery: Sendable {
    let simulator: GoogleSimulator
    let http: any HTTPSending

    /// How often it is looked for messages that came due by the passing of time alone.
    private static let pause = Duration.milliseconds(200)

    func run() async {
        let (changes, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        simulator.whenChanged { signal.yield() }
        let ticks = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.pause)
                signal.yield()
            }
        }
        defer {
            ticks.cancel()
            simulator.whenChanged(nil)
        }
        for await _ in changes {
            for message in simulator.takeDueMessages() { await deliver(message) }
        }
    }

    private func deliver(_ message: PushMessage) async {
        var request = OutboundRequest(
            .POST, message.address, headers: message.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        request.deadline = 10
        _ = try? await http.send(request)
    }
}
