/// How many members are asked for at once while a large calendar is read: more, as long as a server gives away all that it is asked for and
/// its answers are small, since each request costs the same time on its way.
struct BatchSize: Sendable {
    static let most = 500
    /// So many bytes an answer should have at most; one of ordinary events has some hundreds for each.
    static let bytes = 1 << 20

    /// From `CalDAVCalendar.batchSize` to `most`.
    private(set) var count = CalDAVCalendar.batchSize
    /// Whether the server once left out something of what it was asked for; from then on it is not asked for more than at first.
    private var isCareful = false

    /// - Parameters:
    ///   - length: the bytes of the answer about a batch; `nil` where there was none.
    ///   - members: how many it was asked for, at least one.
    mutating func learn(from length: Int?, about members: Int) {
        guard let length else { return reset() }
        guard !isCareful else { return }
        count = min(max(Self.bytes / max(length / members, 1), CalDAVCalendar.batchSize), Self.most)
    }

    /// Something was left out.
    mutating func reset() {
        isCareful = true
        count = CalDAVCalendar.batchSize
    }
}
