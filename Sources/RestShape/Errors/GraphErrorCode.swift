/// The codes of error bodies with the status that goes with each (RFC 9110 section 15). Names are Microsoft Graph's (*Microsoft Graph error
/// responses and resource types*) where it has one for the case.
public enum GraphErrorCode: String, CaseIterable, Sendable {
    /// The request cannot be read, or contradicts the definitions.
    case invalidRequest
    /// Who asks is not known: no token, or one that is unknown, expired or taken back.
    case unauthenticated
    /// Who asks may not do this.
    case accessDenied
    /// There is no such thing, or none that who asks may see.
    case itemNotFound
    /// The method does not apply to this address; `Allow` says which do.
    case notAllowed
    /// No form of the answer that the client accepts.
    case notAcceptable
    /// Something of that name is there already.
    case nameAlreadyExists
    /// What is asked for contradicts what is there: a time that somebody else has, a service that is off.
    case conflict
    /// The thing was changed since the client read it: `If-Match` names another version.
    case resourceModified
    /// The body is too large.
    case requestTooLarge
    /// The body is not JSON.
    case unsupportedMediaType
    /// The request can be read, and the rules of the business forbid it.
    case notProcessable
    /// A header that this request must have is missing.
    case preconditionRequired
    /// Too many requests; `Retry-After` says when to ask again.
    case activityLimitReached
    /// A fault on our side.
    case generalException
    /// Not built.
    case notSupported
    /// For the moment it cannot be answered; `Retry-After` says when to ask again.
    case serviceNotAvailable

    /// The HTTP status.
    public var status: Int {
        switch self {
        case .invalidRequest: 400
        case .unauthenticated: 401
        case .accessDenied: 403
        case .itemNotFound: 404
        case .notAllowed: 405
        case .notAcceptable: 406
        case .nameAlreadyExists, .conflict: 409
        case .resourceModified: 412
        case .requestTooLarge: 413
        case .unsupportedMediaType: 415
        case .notProcessable: 422
        case .preconditionRequired: 428
        case .activityLimitReached: 429
        case .generalException: 500
        case .notSupported: 501
        case .serviceNotAvailable: 503
        }
    }

    /// True when the same request may succeed later.
    public var isPassing: Bool { self == .activityLimitReached || self == .serviceNotAvailable }
}
