/// What somebody may do with a calendar (`accessRole`), from the least to the most.
public enum GoogleRole: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    case none, freeBusyReader, reader, writerWithoutPrivateAccess, writer, owner

    /// Who may do less is the lesser.
    public static func < (lhs: GoogleRole, rhs: GoogleRole) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    var mayWrite: Bool { self >= .writerWithoutPrivateAccess }
    var seesDetails: Bool { self >= .reader }
    var seesPrivateDetails: Bool { self >= .writer }
}
