import CalendarSimulators
import CalendarSync
import CivilTime
import Persistence
import TestSupport

@testable import Operations

extension Simulation {
    /// Every calendar that there is.
    func allCalendars() -> [CalendarKey] {
        around.google.world.calendars.values.filter { !$0.isDeleted }.map { CalendarKey(.google, $0.id) }.sorted { $0.id < $1.id }
            + around.caldav.world.collections.keys.sorted().map { CalendarKey(.caldav, $0) }
    }

    /// Calendars that take part in the sync.
    func calendarsInUse() throws -> [CalendarKey] {
        let all = Set(allCalendars())
        return try read { transaction in
            try transaction.calendars.all().filter { $0.isLinked || $0.closesTime }.compactMap { calendar in
                try transaction.accounts.find(calendar.account).map { CalendarKey(calendar.remote, $0.provider) }
            }
        }.filter(all.contains)
    }

    @discardableResult
    func edit(_ edit: PersonEdit) -> String? {
        around.google.change { world, moment in
            let made = try? world.edit(edit, moment)
            return made ?? nil
        }
    }

    func changePermission(_ random: inout SeededGenerator) {
        let isLowered = random.oneIn(2)
        tell(isLowered ? "shared calendars can only be read" : "shared calendars can be written")
        share(asReader: isLowered)
    }

    func share(asReader isReader: Bool) {
        let shared = around.google.world.calendars.values.filter { !$0.isDeleted && !$0.isPrimary }.map(\.id).sorted()
        for id in shared { edit(.setRole(calendar: id, email: "benny@example.org", role: isReader ? .reader : .writer)) }
        around.caldav.change { world, _ in world.set(isReader ? .read : .write, of: "benny", for: "/cal/ben/work/") }
    }

    func loseCalendar(_ random: inout SeededGenerator) throws {
        let candidates = allCalendars().filter { !$0.id.contains("@example.org") && $0.id != "/cal/ana/work/" }
        guard !candidates.isEmpty else { return }
        let (calendar, comesBack) = (random.pick(candidates), !random.oneIn(4))
        tell("\(calendar) is deleted\(comesBack ? " and made anew" : "")")
        mayHaveLied = true
        needsComparison = true
        outside.removeAll { $0.calendar == calendar }
        remembered[calendar] = nil
        switch calendar.provider {
        case .google: edit(comesBack ? .recreateCalendar(calendar.id) : .deleteCalendar(calendar.id))
        default:
            around.caldav.change { world, _ in
                if comesBack { world.recreateCalendar(calendar.id) } else { world.deleteCalendar(calendar.id) }
            }
        }
        ledger.disturb(calendar, step)
    }

    func expireTokens() {
        tell("cursors expire")
        for calendar in allCalendars() { expire(calendar) }
    }

    func expire(_ calendar: CalendarKey) {
        if calendar.provider == .caldav, history.caldav.acceptsForeignTokens { needsComparison = true }
        if calendar.provider == .google {
            edit(.expireSyncTokens(calendar: calendar.id))
        } else {
            around.caldav.change { world, _ in world.expireTokens(of: calendar.id) }
        }
    }

    /// A server shows nothing of a calendar.
    func forget(_ random: inout SeededGenerator) throws {
        let inUse = try calendarsInUse()
        guard !inUse.isEmpty, remembered.isEmpty else { return }
        let calendar = random.pick(inUse)
        tell("the server forgets \(calendar)")
        mayHaveLied = true
        ledger.disturb(calendar, step)
        remembered[calendar] = try heldTime(of: calendar)
        if calendar.provider == .google {
            expire(calendar)
            around.google.change { world, _ in
                world.add(SimulatedFault(.emptyList, method: "events.list", calendar: calendar.id, times: 0))
                world.add(SimulatedFault(.refuse, method: "events.insert", calendar: calendar.id, times: 0))
                for method in ["events.get", "events.patch", "events.delete"] {
                    world.add(SimulatedFault(.refuse, method: method, calendar: calendar.id, times: 0, status: 404, reason: "notFound"))
                }
            }
        } else {
            around.caldav.change { world, _ in
                world.expireTokens(of: calendar.id)
                world.setForgotten(true, calendar.id)
            }
        }
    }

    func remember() {
        guard !remembered.isEmpty else { return }
        tell("the server remembers")
        let forgotten = Set(remembered.keys)
        remembered = [:]
        clearFaults()
        // What it told meanwhile is wrong, and no change feed takes it back.
        for calendar in forgotten {
            expire(calendar)
            ledger.disturb(calendar, step)
            around.caldav.change { world, _ in world.setForgotten(false, calendar.id) }
        }
        needsComparison = true
    }

    func clearFaults() {
        if remembered.isEmpty { tell("nothing goes wrong any more") }
        around.google.change { world, _ in
            let forgotten = world.faults.filter { $0.times == 0 && $0.calendar != nil }
            world.clearFaults()
            if !self.remembered.isEmpty { for fault in forgotten { world.add(fault) } }
        }
        around.caldav.change { world, _ in world.clearFaults() }
    }

    func addFault(_ random: inout SeededGenerator) {
        if random.oneIn(2) {
            let fault = random.pick(Self.googleFaults)
            tell("Google: \(fault.kind) \(fault.method ?? "") \(fault.kind == .refuse ? "\(fault.status) \(fault.reason)" : "")")
            switch fault.kind {
            // An empty list may be the first one, of which nothing is known that could be missed.
            case .dropTombstones, .bareTombstones, .brokenItem, .emptyList: needsComparison = true
            default: break
            }
            around.google.change { world, _ in world.add(fault) }
        } else {
            let fault = random.pick(Self.caldavFaults)
            tell("CalDAV: \(fault.kind) \(fault.request ?? "") \(fault.kind == .refuse ? "\(fault.status)" : "")")
            if [.truncateList, .emptyList, .bareList, .falseRemovals].contains(fault.kind) { needsComparison = true }
            around.caldav.change { world, _ in world.add(fault) }
        }
    }

    static let googleFaults: [SimulatedFault] = [
        SimulatedFault(.loseAnswer, method: "events.insert"), SimulatedFault(.loseAnswer, method: "events.insert", times: 2),
        SimulatedFault(.loseAnswer, method: "events.patch"), SimulatedFault(.loseAnswer, method: "events.delete"),
        SimulatedFault(.loseAnswer, method: "events.list"), SimulatedFault(.loseAnswer, method: "token"),
        SimulatedFault(.delayAnswer, method: "events.", seconds: 600), SimulatedFault(.cutAnswer, method: "events."),
        SimulatedFault(.cutAnswer, method: "events.list", times: 2), SimulatedFault(.webPage, method: "events."),
        SimulatedFault(.emptyList, method: "events.list"), SimulatedFault(.emptyPage, method: "events.list"),
        SimulatedFault(.repeatPage, method: "events.list"), SimulatedFault(.repeatItem, method: "events.list"),
        SimulatedFault(.oldItemLast, method: "events.list"), SimulatedFault(.reverseItems, method: "events.list"),
        SimulatedFault(.bareTombstones, method: "events.list"), SimulatedFault(.dropTombstones, method: "events.list"),
        SimulatedFault(.brokenItem, method: "events.list"),
        SimulatedFault(.refuse, status: 401, reason: "authError"),
        SimulatedFault(.loseMessage, method: "message"), SimulatedFault(.doubleMessage, method: "message"),
        SimulatedFault(.delayMessage, method: "message", seconds: 600), SimulatedFault(.strangeMessage, method: "message"),
        SimulatedFault(.loseAnswer, method: "events.watch"), SimulatedFault(.loseAnswer, method: "channels.stop"),
        SimulatedFault(.refuse, method: "events.watch", status: 503, reason: "backendError"),
        SimulatedFault(.refuse, method: "token", times: 1, status: 400, reason: "invalid_grant"),
        SimulatedFault(.refuse, method: "events.list", page: 1, status: 410, reason: "fullSyncRequired"),
        SimulatedFault(.refuse, method: "events.list", page: 2, times: 2, status: 410, reason: "fullSyncRequired"),
        SimulatedFault(.refuse, method: "events.", times: 3, status: 403, reason: "rateLimitExceeded"),
        SimulatedFault(.refuse, method: "events.", times: 1, status: 403, reason: "quotaExceeded"),
        SimulatedFault(.refuse, method: "events.", times: 1, status: 403, reason: "forbidden"),
        SimulatedFault(.refuse, method: "events.", times: 1, status: 403, reason: "accessNotConfigured"),
        SimulatedFault(.refuse, method: "events.patch", times: 1, status: 403, reason: "forbiddenForNonOrganizer"),
        SimulatedFault(.refuse, method: "events.", times: 6, every: 2, status: 404, reason: "notFound"),
        SimulatedFault(.refuse, method: "events.", times: 2, status: 429, reason: "rateLimitExceeded", retryAfter: "0"),
        SimulatedFault(.refuse, method: "events.", times: 2, status: 429, reason: "rateLimitExceeded", retryAfter: "1"),
        SimulatedFault(.refuse, method: "events.", times: 2, status: 429, reason: "rateLimitExceeded", retryAfter: "+30"),
        SimulatedFault(.refuse, method: "events.", times: 2, status: 429, reason: "rateLimitExceeded"),
        SimulatedFault(.refuse, method: "events.", times: 4, status: 503, reason: "backendError", retryAfter: "1"),
        SimulatedFault(.refuse, method: "events.patch", times: 4, status: 412, reason: "conditionNotMet"),
        SimulatedFault(.refuse, method: "events.delete", times: 4, status: 412, reason: "conditionNotMet"),
        SimulatedFault(.refuse, method: "events.insert", times: 1, status: 409, reason: "duplicate"),
    ]

    static let caldavFaults: [CalDAVFault] = [
        CalDAVFault(.loseAnswer, request: "PUT"), CalDAVFault(.loseAnswer, request: "PUT", times: 2),
        CalDAVFault(.loseAnswer, request: "DELETE"), CalDAVFault(.loseAnswer, request: "REPORT"),
        CalDAVFault(.delayAnswer, request: "PUT", seconds: 600), CalDAVFault(.cutAnswer, request: "REPORT", times: 2),
        CalDAVFault(.cutAnswer, request: "GET"), CalDAVFault(.webPage), CalDAVFault(.emptyList),
        CalDAVFault(.bareList, request: "PROPFIND 1"),
        CalDAVFault(.truncateList, request: "REPORT sync-collection"), CalDAVFault(.truncateList, request: "PROPFIND 1"),
        CalDAVFault(.shortMultiget, request: "REPORT calendar-multiget", times: 2),
        CalDAVFault(.falseRemovals, request: "REPORT sync-collection", times: 2),
        CalDAVFault(.refuse, status: 401), CalDAVFault(.refuse, times: 3, status: 401),
        CalDAVFault(.refuse, request: "PUT", status: 403), CalDAVFault(.refuse, request: "REPORT", status: 403),
        CalDAVFault(.refuse, request: "DELETE", status: 403, words: "The object is in the trash bin."),
        CalDAVFault(.refuse, times: 6, every: 2, status: 404), CalDAVFault(.refuse, request: "PROPFIND", times: 2, status: 404),
        CalDAVFault(.refuse, request: "PUT", times: 4, status: 412), CalDAVFault(.refuse, request: "DELETE", times: 4, status: 412),
        CalDAVFault(.refuse, times: 2, status: 429, retryAfter: "0"), CalDAVFault(.refuse, times: 2, status: 429, retryAfter: "1"),
        CalDAVFault(.refuse, times: 2, status: 429, retryAfter: "+30"), CalDAVFault(.refuse, times: 2, status: 429),
        CalDAVFault(.refuse, times: 4, status: 503, retryAfter: "1"), CalDAVFault(.refuse, times: 3, status: 500),
        CalDAVFault(.refuse, request: "REPORT sync-collection", status: 412),
        CalDAVFault(.refuse, request: "REPORT sync-collection", status: 500),
    ]
}
