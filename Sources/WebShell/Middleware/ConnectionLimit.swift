public import NIOCore
import Synchronization

/// How many connections are open at a moment, in all and from one address: whoever opens them and stays silent takes them from nobody else.
public final class ConnectionLimit: Sendable {
    /// Connections in all; further ones wait to be accepted.
    public let maximum: Int
    private let maximumPerAddress: Int
    private let trustedProxies: TrustedProxies
    private let open = Mutex<[String: Int]>([:])

    /// - Parameter trustedProxies: may use all connections, as they speak for everybody.
    public init(maximum: Int, trustedProxies: TrustedProxies) {
        self.maximum = maximum
        maximumPerAddress = max(32, maximum / 4)
        self.trustedProxies = trustedProxies
    }

    /// A handler for one connection, which closes it when its address has too many.
    public func handler() -> any RemovableChannelHandler { ConnectionGate(limit: self) }

    fileprivate func enter(_ address: String) -> Bool {
        if let parsed = IPAddress(address), trustedProxies.trusts(parsed) { return true }
        return open.withLock { open in
            let count = open[address, default: 0]
            guard count < maximumPerAddress else { return false }
            open[address] = count + 1
            return true
        }
    }

    fileprivate func leave(_ address: String) {
        open.withLock { open in
            guard let count = open[address] else { return }
            open[address] = count > 1 ? count - 1 : nil
        }
    }
}

private final class ConnectionGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private let limit: ConnectionLimit

    init(limit: ConnectionLimit) { self.limit = limit }

    func handlerAdded(context: ChannelHandlerContext) {
        guard let address = context.channel.remoteAddress?.ipAddress else { return }
        guard limit.enter(address) else {
            context.close(promise: nil)
            return
        }
        let limit = limit
        context.channel.closeFuture.whenComplete { _ in limit.leave(address) }
    }
}
