import Booking
import CalendarSync
import CivilTime
import Operations
import Texts

/// How far a calendar's knowledge can be trusted, in one word and one sentence.
struct CalendarTrust: Sendable {
    /// `good`, `waiting`, `ageing` or `bad`.
    var state: String
    var text: String
    var reason: String?

    init(_ calendar: ConnectedCalendar, account: CalendarAccount, channels: [KeptChannel], visit: Visit) {
        let texts = visit.texts
        let limits = FreshnessLimits(pollInterval: visit.kalends.readingInterval(channels))
        let age = calendar.freshness(limits, refusedSince: account.refusedSince, now: visit.now).age
        if let since = account.refusedSince {
            state = "bad"
            let key = account.provider == .google ? "adminCalendars.signedOutSince" : "adminCalendars.refusedSince"
            text = texts(key, ["time": texts.when(since, in: visit.zone)])
            reason = calendar.failure?.failure.sentence
        } else if let trouble = calendar.failure {
            state = "bad"
            text = texts(
                "adminCalendars.failingSince",
                ["time": texts.when(trouble.since, in: visit.zone), "ago": texts.relative(trouble.since, now: visit.now)])
            reason = trouble.failure.sentence
        } else if let readAt = calendar.readAt {
            let isFresh = age == .fresh
            state = isFresh ? "good" : "ageing"
            text = texts(isFresh ? "adminCalendars.checked" : "adminCalendars.checkedLate", ["ago": texts.relative(readAt, now: visit.now)])
        } else {
            state = "waiting"
            text = texts["adminCalendars.notReadYet"]
        }
        if age >= .stale {
            state = "bad"
            text += " · " + texts[age == .dead ? "adminCalendars.ageDead" : "adminCalendars.ageStale"]
        }
    }
}
