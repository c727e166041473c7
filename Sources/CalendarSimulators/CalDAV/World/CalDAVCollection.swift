public import CivilTime

/// What somebody may do with a calendar.
public enum CalDAVRight: String, Hashable, Sendable, Codable { case none, read, write }

/// A calendar with its members.
public struct CalDAVCollection: Hashable, Sendable, Codable {
    /// With a slash at its end.
    public let path: String
    /// `displayname`.
    public internal(set) var name: String
    /// A user's name.
    public let owner: String
    /// By user's name.
    public internal(set) var rights: [String: CalDAVRight]
    /// By the last part of the path.
    public internal(set) var members: [String: CalDAVMember] = [:]
    /// The number of the last change of any member.
    public internal(set) var revision = 0
    /// For a while the server shows nothing of what is there.
    public internal(set) var isForgotten = false
    /// Another one for each making of the calendar.
    let epoch: Int
    /// Tokens from before this change are not taken any more.
    var oldestToken = 0

    init(path: String, name: String, owner: String, epoch: Int) {
        self.path = path
        self.name = name
        self.owner = owner
        self.epoch = epoch
        rights = [owner: .write]
    }

    /// What stands there, by name, as somebody sees it who sees nothing that was written after a moment.
    func visible(until moment: Instant) -> [(name: String, version: CalDAVMember.Version)] {
        guard !isForgotten else { return [] }
        return members.compactMap { name, member in
            member.version(at: moment).flatMap { $0.data == nil ? nil : (name, $0) }
        }.sorted { $0.name < $1.name }
    }

    /// The last change that somebody sees.
    func revision(at moment: Instant) -> Int {
        max(oldestToken, members.values.compactMap { $0.version(at: moment)?.revision }.max() ?? 0)
    }

    mutating func put(_ name: String, _ version: CalDAVMember.Version) {
        revision += 1
        var version = version
        version.revision = revision
        members[name, default: CalDAVMember()].versions.append(version)
    }
}

/// A resource in a calendar, with all that it was.
public struct CalDAVMember: Hashable, Sendable, Codable {
    /// One state of it.
    public struct Version: Hashable, Sendable, Codable {
        /// The number of the change in its calendar.
        public internal(set) var revision = 0
        /// When it came to be.
        public let at: Instant
        /// Without quotes.
        public let tag: String
        /// Nil: deleted.
        public let data: [UInt8]?
        /// Of the object, also of one that was deleted.
        public let uid: String
    }

    /// The oldest first.
    public internal(set) var versions: [Version] = []

    /// As it is now; nil when it was deleted.
    public var current: Version? { versions.last.flatMap { $0.data == nil ? nil : $0 } }

    /// As it was at a moment, a deletion among it.
    func version(at moment: Instant) -> Version? { versions.last { $0.at <= moment } }
}
