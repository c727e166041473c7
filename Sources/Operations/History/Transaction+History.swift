import Booking
import CivilTime
import Persistence

extension Transaction {
    /// Appends to the history, and leaves what other programs are to be told of it.
    /// - Parameters:
    ///   - subject: what was changed, `service:…`.
    ///   - before: the facts before, without secrets.
    ///   - after: the facts after, without secrets.
    func record(
        _ action: HistoryAction, _ subject: String, by actor: Actor, at now: Instant, reason: String = "",
        before: (some Encodable)? = String?.none, after: (some Encodable)? = String?.none
    ) throws {
        try history.append(
            HistoryEntry(
                at: now, actor: actor.text, subject: subject, action: action.rawValue, reason: reason,
                before: try before.map { try payload($0) }, after: try after.map { try payload($0) }))
        try tell(action, subject, at: now, reason: reason, before: before, after: after)
    }

    /// A rule or a person was made or changed.
    func recordSetting<Value: Encodable>(_ subject: String, _ before: Value?, _ after: Value, _ actor: Actor, _ now: Instant) throws {
        try record(before == nil ? .created : .changed, subject, by: actor, at: now, before: before, after: after)
    }

    func recordUser(_ action: HistoryAction, _ user: User, _ actor: Actor, _ now: Instant) throws {
        try record(action, "user:\(user.id)", by: actor, at: now, reason: user.role.rawValue)
    }
}
