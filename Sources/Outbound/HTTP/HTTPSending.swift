// The one door to the outside: HTTP to addresses that users typed in, and mail to the operator's own server, both over libcurl.
// Nothing else in Kalends opens an outgoing connection. The room imports CCurl and the C library, and knows nothing of the domain.
// Its words: a *request* is what a caller wants; a *hop* is one exchange on the way there (a redirect makes a second one);
// the *policy* says which addresses may be connected to; the *deadline* covers everything from asking to the last byte;
// an *envelope* is a finished mail with the addresses it goes to.

/// Whatever can carry an HTTP request to its answer; `HTTPClient` does it for real.
public protocol HTTPSending: Sendable {
    /// Sends the request, follows its redirects and returns the last answer, whatever its status.
    func send(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundResponse
}
