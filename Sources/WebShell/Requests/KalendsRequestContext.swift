public import Hummingbird
import Logging
import NIOCore
public import Texts

/// What travels with every request.
public struct KalendsRequestContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Who asks, as far as our own network card can tell; a proxy, perhaps.
    public let peer: IPAddress?
    /// Who asks, once the proxies that we trust have said for whom they do.
    public var client: IPAddress?
    /// Whether the browser reached us, or the proxy in front of us, by TLS.
    public var isSecure = false
    /// What the page is written in.
    public var texts = Texts(language: "en")

    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress.flatMap { IPAddress($0) }
        client = peer
    }

    /// Names the request in the log and on the page that says we failed.
    public var requestID: String { logger[metadataKey: "hb.request.id"]?.description ?? "-" }

    /// For logs of sign-ins and lists of sessions; empty when it is not known.
    public var clientAddress: String { client?.description ?? "" }

    /// Whom limits count as one with the client; empty when it is not known.
    public var clientHousehold: String { client?.household.description ?? "" }
}
