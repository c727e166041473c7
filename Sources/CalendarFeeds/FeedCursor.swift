import CalendarSync

/// What is remembered of a feed between reads.
struct FeedCursor: Hashable, Sendable {
    var entityTag: String?
    var lastModified: String?
    /// A hash of the bytes last read.
    var digest = ""
    /// Whether the last read found no event at all where there had been some; only a second such read is believed.
    var wasEmpty = false
    /// Whether entries are named by their content, as the publisher makes up new UIDs at every export.
    var namesByContent = false

    init() {}

    /// Reads the text that `value` makes; nil for any other, which then counts as no cursor.
    init?(_ cursor: SyncCursor?) {
        guard let lines = cursor?.value.split(separator: "\n", omittingEmptySubsequences: false), lines.count == 5, lines[0] == "feed"
        else { return nil }
        digest = String(lines[1])
        wasEmpty = lines[2].contains("e")
        namesByContent = lines[2].contains("c")
        entityTag = lines[3].isEmpty ? nil : String(lines[3])
        lastModified = lines[4].isEmpty ? nil : String(lines[4])
    }

    var value: SyncCursor {
        let flags = (wasEmpty ? "e" : "") + (namesByContent ? "c" : "")
        let header = { (text: String?) in (text ?? "").filter { !$0.isNewline } }
        return SyncCursor(["feed", digest, flags, header(entityTag), header(lastModified)].joined(separator: "\n"))
    }
}
