import CalendarSync
import CivilTime

/// How a job ended.
enum JobOutcome: Sendable {
    case done
    /// Later, because of something that may pass; `trouble` is what the calendar shows meanwhile.
    case again(due: Instant, reason: String, trouble: ProviderFailure? = nil)
    /// Never, until a person says so: it stands in the list of dead jobs.
    case buried(reason: String, trouble: ProviderFailure? = nil)

    var trouble: ProviderFailure? {
        switch self {
        case .done: nil
        case .again(_, _, let trouble), .buried(_, let trouble): trouble
        }
    }

    /// Why it did not end well.
    var reason: String? {
        switch self {
        case .done: nil
        case .again(_, let reason, _), .buried(let reason, _): reason
        }
    }
}
