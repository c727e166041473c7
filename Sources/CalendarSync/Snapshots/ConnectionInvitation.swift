public import Booking
public import CivilTime

/// A person asked to connect their own calendar by a link. It works until it is used, taken back or past its time.
public struct ConnectionInvitation: Hashable, Sendable {
    public typealias ID = Identifier<ConnectionInvitation>

    public enum State: Hashable, Sendable {
        case open
        /// Past its time.
        case expired
        /// A calendar was connected by it.
        case used
        /// Taken back, or replaced by a newer one.
        case revoked
    }

    public var id: ID
    public var resource: Resource.ID
    /// For whose appointments it is.
    public var business: Business.ID
    /// The id of the user who invited.
    public var inviter: String
    /// Where the mail went; empty when the link was handed over otherwise.
    public var address: String
    public var tokenHash: String
    /// The link's token, sealed, so that it can be copied again; empty once it is of no use.
    public var sealedToken: String
    public var createdAt: Instant
    public var expiresAt: Instant
    /// The key of the last mail.
    public var mail: String?
    /// When the link was first opened.
    public var openedAt: Instant?
    public var consentedAt: Instant?
    /// Which wording was agreed to.
    public var consent: String?
    /// The account that was connected by it.
    public var account: CalendarAccount.ID?
    /// When its calendars were chosen.
    public var acceptedAt: Instant?
    public var revokedAt: Instant?
    /// The outcome that both sides were last told by mail.
    public var told: String?
    /// The account that its owner is to sign in to again; `nil` for an invitation that somebody made.
    public var renews: CalendarAccount.ID?

    public init(
        id: ID, resource: Resource.ID, business: Business.ID, inviter: String, address: String, tokenHash: String, sealedToken: String,
        createdAt: Instant, expiresAt: Instant, mail: String? = nil, openedAt: Instant? = nil, consentedAt: Instant? = nil,
        consent: String? = nil, account: CalendarAccount.ID? = nil, acceptedAt: Instant? = nil, revokedAt: Instant? = nil,
        told: String? = nil, renews: CalendarAccount.ID? = nil
    ) {
        self.id = id
        self.resource = resource
        self.business = business
        self.inviter = inviter
        self.address = address
        self.tokenHash = tokenHash
        self.sealedToken = sealedToken
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.mail = mail
        self.openedAt = openedAt
        self.consentedAt = consentedAt
        self.consent = consent
        self.account = account
        self.acceptedAt = acceptedAt
        self.revokedAt = revokedAt
        self.told = told
        self.renews = renews
    }

    public func state(_ now: Instant) -> State {
        if acceptedAt != nil { return .used }
        if revokedAt != nil { return .revoked }
        return expiresAt <= now ? .expired : .open
    }
}
