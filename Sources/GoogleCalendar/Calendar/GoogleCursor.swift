import CalendarSync

/// How far a calendar was read, and after how many reads since the last whole listing.
struct GoogleCursor: Hashable, Sendable {
    /// Every so many reads the whole calendar is listed, so that whatever was missed is found in the end.
    static let readsBetweenListings = 200

    /// `nextSyncToken`.
    var token: String
    var reads: Int

    init(token: String, reads: Int = 0) {
        self.token = token
        self.reads = reads
    }

    /// Reads `g1|7|CPDAl…`; nil for anything else, which then counts as no cursor. The number before names the parameters of the listing:
    /// a token goes with those of its first listing only.
    init?(_ cursor: SyncCursor?) {
        guard let parts = cursor?.value.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false), parts.count == 3,
            parts[0] == Self.parameters, let reads = Int(parts[1]), !parts[2].isEmpty
        else { return nil }
        self.init(token: String(parts[2]), reads: reads)
    }

    private static let parameters = "g1"

    var value: SyncCursor { SyncCursor("\(Self.parameters)|\(reads)|\(token)") }

    var isListingDue: Bool { reads + 1 >= Self.readsBetweenListings }

    /// The cursor after one more read. What could not be had is looked for again soon.
    func next(_ token: String, hadTrouble: Bool) -> GoogleCursor {
        GoogleCursor(token: token, reads: hadTrouble ? max(reads + 1, Self.readsBetweenListings - 5) : reads + 1)
    }
}
