public import Booking
import CivilTime
import Persistence
import Texts

/// Stores or removes time that a person takes off.
public struct SaveTimeOff: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    public func newID() -> TimeOff.ID { TimeOff.ID(kalends.newID()) }

    /// - Throws: `Invalid`, `NeedsConfirmation` when there are bookings in it, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ changed: TimeOff, actor: Actor, confirmed: Bool = false) async throws {
        let faults = changed.faults()
        guard faults.isEmpty else { throw Invalid(faults) }
        try await kalends.database.write { transaction in
            try transaction.requireScheduler(actor)
            guard try transaction.resources.find(changed.resource) != nil else { throw NotFound("person") }
            let affected = AffectedBookings(kalends: kalends, transaction: transaction)
            let before = try transaction.timeOff.find(changed.id)
            try affected.require(try affected.byTimeOff(changed, insteadOf: before), confirmed: confirmed)
            if let before {
                try transaction.timeOff.update(changed)
                try transaction.recordSetting("time-off:\(changed.id)", before, changed, actor, kalends.now)
            } else {
                try transaction.timeOff.insert(changed)
                try transaction.recordSetting("time-off:\(changed.id)", TimeOff?.none, changed, actor, kalends.now)
            }
        }
    }

    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func remove(_ id: TimeOff.ID, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireScheduler(actor)
            guard let before = try transaction.timeOff.find(id) else { throw NotFound("time off") }
            try transaction.timeOff.delete(id)
            try transaction.record(.removed, "time-off:\(id)", by: actor, at: kalends.now, before: before)
        }
    }
}
