/// Why a provider did not do what was asked, and what follows from it.
public struct ProviderFailure: Error, Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable {
        /// The credentials were refused.
        case unauthorized
        /// The credentials are good but the right is missing.
        case forbidden
        /// The calendar (not an item in it) is not there.
        case calendarMissing
        /// A create met an item under its name.
        case alreadyExists
        /// The item is no longer at the version the write was based on.
        case preconditionFailed
        /// The server asks for patience; `retryAfter` says how long.
        case throttled
        /// No answer: name not found, connection refused, time-out, 5xx.
        case unreachable
        /// An answer that is not what the protocol says: HTML, truncated XML, missing parts.
        case invalidAnswer
        /// The address is refused by the operator's filter.
        case addressRefused
        /// The event or the answer is larger than allowed.
        case tooLarge
        /// The server refuses this very event, for good.
        case eventRefused
        /// The provider does not know or want this installation: its operator must act, not the account's owner.
        case misconfigured
        /// Suspiciously many items are said to be gone; they are held until a person agrees.
        case massRemoval
    }

    /// What the kind alone does not say of who can end it.
    public enum Detail: String, Hashable, Sendable, Codable {
        /// The account's owner has not granted us a right, or has taken it back: signing in again grants it.
        case permissionMissing
        /// Whoever administers the account's organization does not allow it.
        case organizationRule
        /// The provider does not list the account's calendars, and does not say why.
        case listRefused
        /// The limit is one of this installation, and its operator can ask for more.
        case installationLimit
    }

    public enum Retry: Hashable, Sendable {
        case never
        /// Again later, with back-off; at the earliest after so many seconds.
        case after(seconds: Double)
        /// Only after somebody signed in again.
        case reauthorize
    }

    public var kind: Kind
    /// What happened and what to do, for a person; never a password, never markup.
    public var sentence: String
    /// Seconds, as the server asked.
    public var retryAfter: Double?
    public var detail: Detail?
    /// Of a write: whether it was carried out, where that is known otherwise than from the kind.
    public var isCarriedOut: Bool?

    public init(_ kind: Kind, _ sentence: String, retryAfter: Double? = nil, detail: Detail? = nil, isCarriedOut: Bool? = nil) {
        self.kind = kind
        self.sentence = sentence
        self.retryAfter = retryAfter
        self.detail = detail
        self.isCarriedOut = isCarriedOut
    }

    /// The same, with what is known of the write that it ended.
    public func knowing(isCarriedOut: Bool) -> ProviderFailure {
        var failure = self
        failure.isCarriedOut = isCarriedOut
        return failure
    }

    /// Whether a write that failed so was not carried out: the server said that it does not do it, or never heard of it. An answer that was
    /// lost says nothing.
    public var isRefusal: Bool {
        if let isCarriedOut { return !isCarriedOut }
        return switch kind {
        case .unauthorized, .forbidden, .calendarMissing, .throttled, .eventRefused, .misconfigured, .addressRefused: true
        case .alreadyExists, .preconditionFailed, .unreachable, .invalidAnswer, .tooLarge, .massRemoval: false
        }
    }

    public var retry: Retry {
        if detail == .permissionMissing { return .reauthorize }
        return switch kind {
        case .unauthorized: .reauthorize
        case .forbidden, .calendarMissing, .addressRefused, .tooLarge, .eventRefused, .misconfigured: .never
        case .alreadyExists, .preconditionFailed, .throttled, .unreachable, .invalidAnswer, .massRemoval: .after(seconds: retryAfter ?? 0)
        }
    }
}
