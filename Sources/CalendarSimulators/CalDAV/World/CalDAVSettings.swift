/// How the stand-in behaves where CalDAV servers differ.
public struct CalDAVSettings: Hashable, Sendable, Codable {
    /// What a write answers with.
    public enum TagAnswer: String, Hashable, Sendable, Codable, CaseIterable { case strong, weak, none }

    /// The entity tag in the answer of a PUT; RFC 4791 section 5.3.4 allows to leave it out.
    public var tagAnswer = TagAnswer.strong
    /// Tags in listings and answers of GET are weak; in `If-Match` they then match nothing.
    public var hasWeakTags = false
    /// Tags are made from the content, so that a change back brings an old one back.
    public var tagsAreHashes = false
    /// Stored objects are written anew: properties in another form, one of the server's own beside them.
    public var rewritesData = false
    /// `If-None-Match: *` is taken for nothing.
    public var ignoresIfNoneMatch = false
    /// A deleted object's UID is refused for a new one.
    public var keepsTrash = false
    /// A token that was never given out is answered with no changes and the newest one.
    public var acceptsForeignTokens = false
    /// Whether there is a sync-collection report (RFC 6578).
    public var offersTokens = true
    /// Whether collections have a tag of their own (getctag).
    public var offersCollectionTag = true
    /// Members that one answer of sync-collection tells, before it is cut off with 507.
    public var largestPage = 1_000
    /// Seconds until what was written shows in listings and reports.
    public var listingDelay = 0
    /// Seconds until what was written is there for GET.
    public var readingDelay = 0

    /// A server as it should be.
    public init() {}
}
