import CivilTime
import WebShell

/// The start that an address or a form names.
enum ChosenTime: Hashable, Sendable {
    case missing
    case malformed
    case chosen(Instant)

    /// A time that no page of ours would name, ten years away, counts as malformed: it is not worth a search.
    init(_ query: Query, now: Instant) {
        guard let text = query.value("start") else {
            self = .missing
            return
        }
        guard let start = Instant(rfc3339: text), abs((start - now).count) < Seconds.days(3660).count else {
            self = .malformed
            return
        }
        self = .chosen(start)
    }

    var instant: Instant? { if case .chosen(let start) = self { start } else { nil } }
}
