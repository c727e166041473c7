import Booking
import CalendarSync
import Persistence

/// What keeps the sync honest. A simulation can leave one out, by what is handed in, to see that it is missed; the product cannot.
enum Safeguard: String, CaseIterable, Sendable {
    /// What was last read back is remembered, so that our own write that comes back is told from a change of theirs.
    case echoCheck
    /// Changes and deletions are based on a version.
    case precondition
    /// An event that is made anew has a new name.
    case generation
    /// Suspiciously many removals wait for a person.
    case breaker
    /// What a whole listing does without is gone.
    case sweep
    /// What is said to be gone is asked for.
    case confirmation
    /// A write is noted before it is sent.
    case announcement

    /// Puts links back to where they were before a write was announced.
    static func forgetAnnouncements(_ observer: Database) {
        try? observer.writeNow { transaction in
            for calendar in try transaction.calendars.all() {
                for var link in try transaction.links.all(calendar: calendar.id) where link.isUnanswered {
                    link.state = link.base == nil ? .pending : .synced
                    if let base = link.base { link.carried?.span = base.span } else { link.carried = nil }
                    try transaction.links.put(link)
                }
            }
        }
    }

    /// Nothing is known any more of how events stood when they were last written or read.
    static func forgetWritings(_ observer: Database) {
        try? observer.writeNow { transaction in
            for calendar in try transaction.calendars.all() {
                for var link in try transaction.links.all(calendar: calendar.id) where link.state == .synced && link.base != nil {
                    (link.base, link.carried) = (nil, nil)
                    try transaction.links.put(link)
                }
            }
        }
    }

    /// Somebody who agrees to everything before it is asked.
    static func agreeToEverything(_ observer: Database) throws {
        try observer.writeNow { transaction in
            for var calendar in try transaction.calendars.all() where calendar.agreedRemovals == 0 {
                calendar.agreedRemovals = 1_000_000
                try transaction.calendars.update(calendar)
            }
        }
    }
}
