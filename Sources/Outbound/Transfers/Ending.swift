import CCurl

/// How a transfer ended.
enum Ending: Sendable {
    /// By itself, well (`CURLE_OK`) or not.
    case ended(CURLcode, reason: String)
    case cancelled
    /// At its deadline, before it got a place.
    case expired
}

extension CURLcode {
    var isAboutTLS: Bool {
        [
            CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ENGINE_NOTFOUND,
            CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_SHUTDOWN_FAILED,
        ].contains(self)
    }
}
