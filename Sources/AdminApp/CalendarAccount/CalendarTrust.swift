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
    /// Not let in, or not to be read: what its provider would tell of it does not matter.
    var isFailing = false

    init(_ calendar: ConnectedCalendar, account: CalendarAccount, channels: [KeptChannel], settings: SyncSettings, visit: Visit) {
        let texts = visit.texts
        if settings.isOff {
            (state, text) = ("off", texts["adminCalendars.switchedOff"])
        } else if let since = account.refusedSince {
            let key = account.provider == .google ? "adminCalendars.signedOutSince" : "adminCalendars.refusedSince"
            (state, text) = ("bad", texts(key, ["time": texts.when(since, in: visit.zone)]))
            text += " · " + texts["adminCalendars.ageDead"]
            isFailing = true
            reason = calendar.failure?.failure.sentence
        } else if let trouble = calendar.failure, trouble.isAboutWriting, trouble.failure.kind == .forbidden {
            state = "bad"
            let read = calendar.readAt.map { texts("adminCalendars.checked", ["ago": texts.relative($0, now: visit.now)]) }
            let refused = texts("adminCalendars.unwritableSince", ["time": texts.when(trouble.since, in: visit.zone)])
            text = [refused, read].compactMap(\.self).joined(separator: " · ")
            reason = trouble.failure.sentence
        } else if let trouble = calendar.failure, !trouble.failure.isPassing {
            (state, isFailing) = ("bad", true)
            text = texts(
                "adminCalendars.failingSince",
                ["time": texts.when(trouble.since, in: visit.zone), "ago": texts.relative(trouble.since, now: visit.now)])
            let limits = FreshnessLimits(pollInterval: visit.kalends.readingInterval(channels))
            let age = calendar.freshness(limits, refusedSince: nil, now: visit.now).age
            if age >= .stale { text += " · " + texts[age == .dead ? "adminCalendars.ageDead" : "adminCalendars.ageStale"] }
            reason = trouble.failure.sentence
        } else if calendar.readAt == nil, calendar.failure == nil {
            (state, text) = ("waiting", texts["adminCalendars.notReadYet"])
        } else if let unread = visit.kalends.unread(calendar, channels: channels) {
            let words = UnreadWords(unread, visit)
            (state, text, reason) = (words.state, words.text, unread.reason)
        } else {
            (state, text) = ("good", texts("adminCalendars.checked", ["ago": texts.relative(calendar.readAt ?? visit.now, now: visit.now)]))
        }
    }
}
