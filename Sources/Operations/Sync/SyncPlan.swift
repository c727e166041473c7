public import Booking
public import CalendarSync
import CivilTime
import Persistence
import Secrets

/// What a change would do to the calendars, before it is done: a dry run, item by item.
public struct SyncPlan: Hashable, Sendable {
    /// One thing that would be done to one event.
    public struct Item: Hashable, Sendable {
        public enum Action: String, Hashable, Sendable, CaseIterable {
            case create, change, remove, other, move, reinstate, cancel
            /// An open question about the event ends: what was done to it outside counts no more.
            case endQuestion
        }

        public var action: Action
        public var appointment: Appointment
        public var resource: Resource.ID
        /// The calendar's name.
        public var calendar: String
        /// The effect in words, as it stands in logs.
        public var effect: String
        /// Of an undo: the last run after the one that is undone that has written the event, too.
        public var laterRun: SyncRun?
    }

    /// What an account's calendars are for once they are chosen.
    public struct Choice: Hashable, Sendable {
        /// The calendars of the account whose events close time, by name.
        public var closing: [String]
        /// How many days back their events are read.
        public var readDays: Int
        /// The calendar that bookings are written into, be it of another account; `nil` where none is.
        public var linked: String?
        public var isLinkedElsewhere: Bool
        public var sendsBookings: Bool
        public var readsEvents: Bool
    }

    /// By start.
    public var items: [Item]
    /// The calendars that are read anew, by name.
    public var read: [String]
    /// The calendars whose events close no time any more, by name.
    public var opened: [String] = []
    /// What an undo puts back beside the events.
    public var restored: [Restored] = []
    /// What people changed since the run that is undone.
    public var changedSince: [ChangedSince] = []
    /// What of the run cannot be undone.
    public var obstacles: [UndoObstacle] = []
    /// Events of others that are written or taken out.
    public var foreign: [ForeignItem] = []
    /// What was chosen; `nil` where the plan is not of a choice of calendars.
    public var choice: Choice?

    /// Whether nothing at all would be done.
    public var isEmpty: Bool { items.isEmpty && read.isEmpty && opened.isEmpty && restored.isEmpty && foreign.isEmpty }

    public func count(_ action: Item.Action) -> Int { items.filter { $0.action == action }.count }

    /// The same for the same plan: what was shown is what is carried out.
    public var digest: String {
        var lines = items.map { "\($0.appointment.id) \($0.resource) \($0.calendar) \($0.effect)" } + ["read"] + read + ["opened"] + opened
        lines += restored.map { "\($0)" } + foreign.map { "\($0)" } + changedSince.map { "\($0.id) \($0.reason) \($0.isIncluded)" }
        if let choice { lines.append("\(choice)") }
        lines += obstacles.map { "\($0.reason) \($0.appointment?.id.rawValue ?? "") \($0.detail)" }
        return Token.hash(lines.joined(separator: "\n"))
    }
}

extension SyncPlan {
    /// - Throws: `PlanChanged` when it is not the plan of that digest.
    func require(_ digest: String) throws {
        guard self.digest == digest else { throw PlanChanged(plan: self) }
    }
}

/// The world has changed since the plan was shown; this is the plan now.
public struct PlanChanged: Error, Sendable {
    public var plan: SyncPlan
}

extension SyncPlan {
    /// What is due for these people, as the stored links, jobs and settings are now.
    /// - Parameter gone: calendars that their account does not list any more: nothing stands in them that could be taken out.
    init(
        of resources: Set<Resource.ID>, read: [String], opened: [String] = [], gone: Set<ConnectedCalendar.ID> = [], _ kalends: Kalends,
        _ transaction: Transaction
    ) throws {
        var items: [Item] = []
        for resource in resources.sorted() {
            let ended = try Self.endedQuestions(resource, kalends, transaction)
            items += ended.map(\.item)
            // Of an event that somebody deleted there is nothing left to take out.
            let deleted = Set(ended.filter { $0.kind == .deletedOutside }.map(\.item.appointment.id))
            items += try Self.removals(resource, gone, kalends, transaction).filter { !deleted.contains($0.appointment.id) }
            for calendar in try transaction.calendars.all(of: resource) {
                for link in try transaction.links.all(calendar: calendar.id) where link.resource == resource {
                    guard let appointment = try transaction.appointments.find(link.appointment), appointment.span.end > kalends.now
                    else { continue }
                    // What waits while the sync is off is not due.
                    if try transaction.isHeldBySwitch(appointment, resource) { continue }
                    let effects = Planner.plan(try kalends.situation(of: appointment, link, .notRead, transaction))
                    items += effects.compactMap { effect in
                        Item.Action(effect, link).map {
                            Item(
                                action: $0, appointment: appointment, resource: resource, calendar: calendar.remote.name,
                                effect: effect.description)
                        }
                    }
                }
            }
        }
        self.items = items.sorted {
            ($0.appointment.span, $0.appointment.id, $0.effect) < ($1.appointment.span, $1.appointment.id, $1.effect)
        }
        self.read = read.sorted()
        self.opened = opened.sorted()
    }

    /// Questions that the change has just ended.
    private static func endedQuestions(
        _ resource: Resource.ID, _ kalends: Kalends, _ transaction: Transaction
    ) throws -> [(item: Item, kind: SyncConflict.Kind)] {
        try transaction.conflicts.all(resource: resource, limit: 1_000).compactMap { conflict in
            guard conflict.settledAt == kalends.now, conflict.settlement == .overtaken, conflict.topic == .event,
                let appointment = try transaction.appointments.find(conflict.appointment), appointment.span.end > kalends.now
            else { return nil }
            let item = Item(
                action: .endQuestion, appointment: appointment, resource: resource,
                calendar: try transaction.calendars.find(conflict.calendar)?.remote.name ?? "", effect: "end question \(conflict.id)")
            return (item, conflict.kind)
        }
    }

    /// Events that are to be taken out of calendars that are linked no more.
    private static func removals(
        _ resource: Resource.ID, _ gone: Set<ConnectedCalendar.ID>, _ kalends: Kalends, _ transaction: Transaction
    ) throws -> [Item] {
        if try transaction.isSwitchedOff(resource) { return [] }
        return try transaction.accounts.all(of: resource).flatMap { account in
            try transaction.jobs.all(lane: kalends.lane(of: account.id)).compactMap { job -> Item? in
                guard job.kind == JobKind.removeEvent.rawValue, job.state == .waiting else { return nil }
                let target = try decode(RemoveEventPayload.self, from: job.payload)
                guard let appointment = try transaction.appointments.find(target.appointment),
                    let calendar = try transaction.calendars.find(target.calendar), !gone.contains(calendar.id),
                    calendar.failure?.failure.kind != .calendarMissing
                else { return nil }
                return Item(
                    action: .remove, appointment: appointment, resource: resource, calendar: calendar.remote.name,
                    effect: Effect.deleteRemoteEvent(target.item ?? target.uid, version: target.version).description)
            }
        }
    }
}

extension SyncPlan.Item.Action {
    /// `nil` for what only changes our own notes.
    fileprivate init?(_ effect: Effect, _ link: Link) {
        switch effect {
        case .createRemoteEvent: self = .create
        case .updateRemoteEvent: self = .change
        case .deleteRemoteEvent: self = .remove
        case .openConflict, .keepOverwritten, .moveAppointment, .cancelAppointment: self = .other
        case .closeConflict where link.state == .inConflict: self = .endQuestion
        case .adoptBase, .closeLink, .startGeneration, .leaveToOwner, .closeConflict: return nil
        }
    }
}
