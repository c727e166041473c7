import CalendarSync

/// How far a calendar was read, and after how many reads since the last whole comparison.
struct CalDAVCursor: Hashable, Sendable {
    enum Feed: Hashable, Sendable {
        /// A token of sync-collection.
        case token(String)
        /// The collection's tag, which changes with any member.
        case tag(String)
        /// Neither: every read is a whole comparison.
        case none
    }

    /// Servers accept tokens that they never issued, and cut answers without saying so; every so many reads all versions are compared.
    static let readsBetweenComparisons = 50

    var feed: Feed
    var reads: Int

    init(_ feed: Feed, reads: Int = 0) {
        self.feed = feed
        self.reads = reads
    }

    /// Reads `sync|7|http://…/42`; nil for anything else, which then counts as no cursor.
    init?(_ cursor: SyncCursor?) {
        guard let parts = cursor?.value.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false), parts.count == 3,
            let reads = Int(parts[1])
        else { return nil }
        switch parts[0] {
        case "sync": self.init(.token(String(parts[2])), reads: reads)
        case "ctag": self.init(.tag(String(parts[2])), reads: reads)
        case "list": self.init(.none, reads: reads)
        default: return nil
        }
    }

    var value: SyncCursor {
        switch feed {
        case .token(let token): SyncCursor("sync|\(reads)|\(token)")
        case .tag(let tag): SyncCursor("ctag|\(reads)|\(tag)")
        case .none: SyncCursor("list|\(reads)|")
        }
    }

    var isComparisonDue: Bool { reads + 1 >= Self.readsBetweenComparisons }

    /// The cursor after one more read without a comparison. What could not be had is looked for again soon.
    func next(_ feed: Feed, hadTrouble: Bool) -> CalDAVCursor {
        CalDAVCursor(feed, reads: hadTrouble ? max(reads + 1, Self.readsBetweenComparisons - 5) : reads + 1)
    }
}
