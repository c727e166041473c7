import Booking
import CalendarSync
import CivilTime
import Operations
import Texts

/// A calendar of which nothing new was read lately, in words: since when, as of when it is known, and what that is worth.
struct UnreadWords {
    /// `ageing` or `bad`.
    var state: String
    var text: String

    init(_ unread: UnreadConnection, _ visit: Visit) {
        let texts = visit.texts
        state = unread.age >= .stale ? "bad" : "ageing"
        let known = unread.knownAsOf
        let first =
            if let since = unread.since {
                texts(
                    known == nil ? "adminCalendars.unansweredUnread" : "adminCalendars.unanswered",
                    ["time": texts.when(since, in: visit.zone), "known": known.map { texts.when($0, in: visit.zone) } ?? ""])
            } else if let known {
                texts("adminCalendars.checkedLate", ["ago": texts.relative(known, now: visit.now)])
            } else {
                texts["adminCalendars.notReadYet"]
            }
        text = known == nil ? first : "\(first) · \(texts["adminCalendars.\(unread.age.word)"])"
    }
}

extension CalendarAge {
    /// The key of what it means.
    fileprivate var word: String {
        switch self {
        case .fresh: "ageFresh"
        case .ageing: "ageAgeing"
        case .stale: "ageStale"
        case .dead: "ageDead"
        }
    }
}
