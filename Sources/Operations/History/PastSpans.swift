public import Booking
public import CivilTime
public import Persistence

/// When an appointment was, at any time of its life, as its history tells.
public struct PastSpans: Sendable {
    private struct Change: Sendable {
        var at: Instant
        var span: Span
    }

    /// The part of an entry that is looked at; entries about something else than the appointment have none.
    private struct Facts: Decodable {
        var span: Span?
    }

    /// Entries of these were written in the second of the move that they tell of, by earlier programs with the time before it.
    private static let untimed = Set([HistoryAction.conflictMoved, .conflictFollowed].map(\.rawValue))

    /// The latest first.
    private let changes: [Change]
    private let present: Span

    /// - Throws: `StoreFailure`.
    public init(of appointment: Appointment, _ transaction: Transaction) throws {
        present = appointment.span
        changes = try transaction.history.all(subject: "appointment:\(appointment.id)", limit: 1_000).compactMap { entry in
            guard !Self.untimed.contains(entry.action), let after = entry.after, let span = try decode(Facts.self, from: after).span else {
                return nil
            }
            return Change(at: entry.at, span: span)
        }
    }

    /// Where nothing is told of that time, or it was erased, the present one.
    public func span(at instant: Instant) -> Span { changes.first { $0.at <= instant }?.span ?? present }
}
