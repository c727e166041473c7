public import CivilTime

/// Another program that is told of what happens here.
public struct WebhookSubscription: Hashable, Sendable, Codable {
    public typealias ID = Identifier<WebhookSubscription>

    /// A secret that was replaced: receivers may go by it for a while.
    public struct FormerSecret: Hashable, Sendable, Codable {
        public var sealed: String
        public var until: Instant

        public init(sealed: String, until: Instant) {
            self.sealed = sealed
            self.until = until
        }
    }

    /// That nothing is sent any more, since when and why.
    public struct Off: Hashable, Sendable, Codable {
        public enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
            case byHand = "by-hand"
            /// The receiver answered 410.
            case gone
            /// Nothing arrived for days.
            case failing
        }

        public var since: Instant
        public var reason: Reason

        public init(since: Instant, reason: Reason) {
            self.since = since
            self.reason = reason
        }
    }

    public var id: ID
    /// What it is for, in the words of whoever made it.
    public var name: String
    /// Where messages are posted to, `https:`, or `http:` within the operator's own network.
    public var address: String
    public var kinds: Set<WebhookKind>
    /// The secret that signs, sealed.
    public var sealedSecret: String
    public var formerSecret: FormerSecret?
    /// Who made it, and is told when it is switched off; `nil` for a program's.
    public var owner: User.ID?
    public var createdAt: Instant
    /// `nil`: it is switched on.
    public var off: Off?

    public init(
        id: ID, name: String, address: String, kinds: Set<WebhookKind>, sealedSecret: String, formerSecret: FormerSecret? = nil,
        owner: User.ID?, createdAt: Instant, off: Off? = nil
    ) {
        self.id = id
        self.name = name
        self.address = address
        self.kinds = kinds
        self.sealedSecret = sealedSecret
        self.formerSecret = formerSecret
        self.owner = owner
        self.createdAt = createdAt
        self.off = off
    }

    public var isOn: Bool { off == nil }
}
