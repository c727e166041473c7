import Booking
import CalendarSync
import CivilTime
import Synchronization

/// A calendar server in memory, with faults on cue. Whatever is asked of it is counted.
final class CalendarServer: CalendarProvider {
    enum Request: Hashable, Sendable { case discover, changes, item, create, update, delete }

    enum Fault: Sendable {
        /// Nothing is done.
        case fails(ProviderFailure)
        /// The work is done, the answer never arrives.
        case answerIsLost
        /// Somebody else does something just before.
        case after(@Sendable () async throws -> Void)
    }

    struct State {
        var password = "app-password"
        var remotes = [
            RemoteCalendar(id: "work", name: "Work", access: .readWrite), RemoteCalendar(id: "family", name: "Family", access: .readWrite),
            RemoteCalendar(id: "holidays", name: "Holidays", access: .readOnly),
        ]
        var items: [String: [RemoteItem.ID: RemoteItem]] = [:]
        var log: [(calendar: String, id: RemoteItem.ID)] = []
        var version = 0
        var faults: [Request: [Fault]] = [:]
        var counts: [Request: Int] = [:]
        /// Every read lists the whole calendar; otherwise only the first one does.
        var listsAlways = false
        /// Items that listings leave out though they are there.
        var unlisted: Set<RemoteItem.ID> = []
        /// Items that are reported as removed though they are there.
        var slandered: Set<RemoteItem.ID> = []
        /// Items that lists show as they were.
        var lagging: [RemoteItem.ID: RemoteItem] = [:]
        /// Somebody moves a new event there before our look at it.
        var movesOnCreation: Span?
        /// First reads hand over so many at once, those that touch the window first; `nil`: all come as one batch.
        var portion: Int?
        /// How many items were handed over in portions.
        var handedOver = 0
        /// Names that a trash bin keeps.
        var burnt: Set<RemoteItem.ID> = []
        /// A create writes over what stands under its name.
        var ignoresConditions = false
    }

    let kind = ProviderKind.caldav
    private let state = Mutex(State())

    @discardableResult
    func change<Value: Sendable>(_ body: (inout State) -> Value) -> Value { state.withLock { body(&$0) } }

    fileprivate var portion: Int? { state.withLock { $0.portion } }
    var handedOver: Int { state.withLock { $0.handedOver } }

    func count(_ request: Request) -> Int { state.withLock { $0.counts[request] ?? 0 } }
    /// How often something was written.
    var writes: Int { count(.create) + count(.update) + count(.delete) }
    func forgetCounts() { state.withLock { $0.counts = [:] } }
    func fail(_ request: Request, _ faults: Fault...) { state.withLock { $0.faults[request, default: []] += faults } }

    func items(in calendar: String = "work") -> [RemoteItem] {
        state.withLock { ($0.items[calendar] ?? [:]).values.sorted { $0.id < $1.id } }
    }

    // MARK: What people do in their own calendar

    /// - Parameter payload: `busy`, `free`, `private`, or `daily`.
    func put(
        _ uid: String, _ span: Span, in calendar: String = "work", payload: String = "busy", marker: EventMarker? = nil, id: String? = nil
    ) {
        let fields = payload == "daily" ? nil : EventFields(span: span, title: "Dentist")
        let text = "\(payload) \(span.start.secondsSinceEpoch) \(span.end.secondsSinceEpoch)"
        change { state in
            state.store(
                RemoteItem(id: id ?? "\(uid).ics", version: nil, uid: uid, marker: marker, fields: fields, payload: text), in: calendar)
        }
    }

    func edit(in calendar: String = "work", _ change: (inout EventFields) -> Void) {
        state.withLock { state in
            for var item in (state.items[calendar] ?? [:]).values where item.fields != nil {
                if var fields = item.fields { change(&fields); item.fields = fields }
                state.store(item, in: calendar)
            }
        }
    }

    /// The owner lets everything in the calendar take place daily.
    func repeatDaily(in calendar: String = "work") {
        change { state in
            for var item in (state.items[calendar] ?? [:]).values {
                guard let span = item.fields?.span else { continue }
                item.fields = nil
                item.payload = "daily \(span.start.secondsSinceEpoch) \(span.end.secondsSinceEpoch)"
                state.store(item, in: calendar)
            }
        }
    }

    func move(to start: Instant, in calendar: String = "work") {
        edit(in: calendar) { $0.span = Span(start: start, duration: $0.span.duration) }
    }

    func remove(_ id: RemoteItem.ID, from calendar: String = "work") { state.withLock { $0.remove(id, from: calendar) } }

    func removeAll(from calendar: String = "work") { for item in items(in: calendar) { remove(item.id, from: calendar) } }

    // MARK: The provider

    func discover(_ credentials: CalendarCredentials) async throws(ProviderFailure) -> DiscoveredAccount {
        try await answer(.discover, credentials) { state throws(ProviderFailure) in
            DiscoveredAccount(
                address: "https://cal.example.org/home/", name: "\(credentials.user) at cal.example.org", ownAddresses: ["ben@example.org"],
                calendars: state.remotes)
        }
    }

    func reader(of calendar: RemoteCalendar, with credentials: CalendarCredentials) -> any CalendarReader {
        ServedCalendar(server: self, calendar: calendar.id, credentials: credentials)
    }

    func writer(of calendar: RemoteCalendar, with credentials: CalendarCredentials) -> (any CalendarWriter)? {
        calendar.access == .readWrite ? ServedCalendar(server: self, calendar: calendar.id, credentials: credentials) : nil
    }

    func expand(_ item: RemoteItem, in window: Span, for owner: CalendarOwner) -> ItemExpansion {
        let words = item.payload.split(separator: " ")
        guard words.count >= 3, let start = Int64(words[1]), let end = Int64(words[2]) else {
            return ItemExpansion(occurrences: item.fields.map { [occurrence(place(of: $0, for: owner), "busy")] } ?? [])
        }
        let first = Span(Instant(secondsSinceEpoch: start), Instant(secondsSinceEpoch: end))
        guard words[0] == "daily" else {
            return ItemExpansion(occurrences: [occurrence(first, words[0], title: words.count > 3 ? words[3] : "Dentist")])
        }
        var occurrences: [OutsideOccurrence] = []
        var span = first
        while span.start < window.end {
            if span.overlaps(window) { occurrences.append(occurrence(span, "busy")) }
            span = span.shifted(by: .days(1))
        }
        return ItemExpansion(occurrences: occurrences)
    }

    /// A fourth word is the title; what follows is not for others to keep.
    func keptPayload(of item: RemoteItem, keepsTitle: Bool, ownAddresses: [String]) -> String {
        let words = item.payload.split(separator: " ", omittingEmptySubsequences: false)
        return words.prefix(keepsTitle ? 4 : 3).joined(separator: " ")
    }

    /// Others are invited to what is called a meeting.
    func origin(of item: RemoteItem, ownAddresses: [String]) -> ItemOrigin {
        ItemOrigin(involvesOthers: item.payload.hasPrefix("meeting"), isPrivate: item.payload.hasPrefix("private"))
    }

    /// Whole days are kept from midnight to midnight in UTC, and meant in the owner's zone.
    private func place(of fields: EventFields, for owner: CalendarOwner) -> Span {
        guard fields.isAllDay else { return fields.span }
        let (first, last) = (Zone.utc.date(at: fields.span.start), Zone.utc.date(at: fields.span.end))
        return Span(owner.zone.startOfDay(first), owner.zone.startOfDay(last))
    }

    private func occurrence(_ span: Span, _ kind: Substring, title: Substring = "Dentist") -> OutsideOccurrence {
        OutsideOccurrence(
            span: span, isAllDay: false, isBusy: kind != "free", title: kind == "private" ? nil : String(title), reason: "\(kind)")
    }

    /// One request: counted, signed in, and as faulty as was ordered.
    func answer<Value: Sendable>(
        _ request: Request, _ credentials: CalendarCredentials, _ work: (inout State) throws(ProviderFailure) -> Value
    ) async throws(ProviderFailure) -> Value {
        let fault: Fault? = state.withLock { state in
            state.counts[request, default: 0] += 1
            return state.faults[request]?.isEmpty == false ? state.faults[request]?.removeFirst() : nil
        }
        switch fault {
        case .fails(let failure): throw failure
        case .after(let something):
            do { try await something() } catch { throw ProviderFailure(.invalidAnswer, "The test did not do its part: \(error)") }
        case .answerIsLost, nil: break
        }
        let result: Result<Value, ProviderFailure> = state.withLock { state in
            guard credentials.password == state.password else {
                return .failure(ProviderFailure(.unauthorized, "The password is refused."))
            }
            do throws(ProviderFailure) { return .success(try work(&state)) } catch { return .failure(error) }
        }
        if case .answerIsLost = fault { throw ProviderFailure(.unreachable, "The answer did not arrive in time.") }
        return try result.get()
    }
}

extension CalendarServer.State {
    @discardableResult
    mutating func store(_ item: RemoteItem, in calendar: String) -> RemoteItem {
        version += 1
        var item = item
        item.version = "v\(version)"
        items[calendar, default: [:]][item.id] = item
        log.append((calendar, item.id))
        return item
    }

    mutating func remove(_ id: RemoteItem.ID, from calendar: String) {
        items[calendar]?[id] = nil
        log.append((calendar, id))
    }
}

/// One calendar of the server, read and written.
struct ServedCalendar: ItemRestorer {
    let server: CalendarServer
    let calendar: String
    let credentials: CalendarCredentials

    func changes(since cursor: SyncCursor?, known: [RemoteItem.ID: String]) async throws(ProviderFailure) -> ChangeBatch {
        try await server.answer(.changes, credentials) { state throws(ProviderFailure) in
            let items = (state.items[calendar] ?? [:]).merging(state.lagging) { $1 }
            let next = SyncCursor(String(state.log.count))
            guard let cursor, let position = Int(cursor.value), !state.listsAlways else {
                let listed = items.filter { !state.unlisted.contains($0.key) }
                return ChangeBatch(changed: listed.values.filter { known[$0.id] != $0.version }, listing: Set(listed.keys), cursor: next)
            }
            let touched = Set(state.log.dropFirst(position).filter { $0.calendar == calendar }.map(\.id))
            return ChangeBatch(
                changed: touched.compactMap { items[$0] }.filter { known[$0.id] != $0.version },
                removed: touched.filter { items[$0] == nil } + state.slandered, cursor: next)
        }
    }

    func firstRead(
        known: [RemoteItem.ID: String], window: Span, handOver: @Sendable (ImportPortion) async throws -> Void
    ) async throws -> ChangeBatch {
        guard let portion = server.portion else { return try await changes(since: nil, known: known) }
        var batch = try await changes(since: nil, known: known)
        let (near, far) = batch.changed.sorted { $0.id < $1.id }.reduce(into: ([RemoteItem](), [RemoteItem]())) { parts, item in
            if item.fields?.span.overlaps(window) == true { parts.0.append(item) } else { parts.1.append(item) }
        }
        var rest = near + far
        var count = 0
        while rest.count > portion {
            // Each portion is a request of its own.
            let items = try await server.answer(.changes, credentials) { state throws(ProviderFailure) in
                state.handedOver += portion
                return Array(rest.prefix(portion))
            }
            rest.removeFirst(portion)
            count += portion
            try await handOver(ImportPortion(items: items, total: batch.listing?.count, completesWindow: count >= near.count))
        }
        batch.changed = rest
        return batch
    }

    func item(_ id: RemoteItem.ID) async throws(ProviderFailure) -> RemoteItem? {
        try await server.answer(.item, credentials) { state throws(ProviderFailure) in state.items[calendar]?[id] }
    }

    func create(_ event: OutgoingEvent) async throws(ProviderFailure) -> RemoteItem {
        try await server.answer(.create, credentials) { state throws(ProviderFailure) in
            let id = id(forUID: event.uid)
            guard state.items[calendar]?[id] == nil || state.ignoresConditions, !state.burnt.contains(id) else {
                throw ProviderFailure(.alreadyExists, "There is one already.")
            }
            var item = stored(event, id)
            if let place = state.movesOnCreation { item.fields?.span = place }
            return state.store(item, in: calendar)
        }
    }

    func update(_ event: OutgoingEvent, at id: RemoteItem.ID, version: String?) async throws(ProviderFailure) -> RemoteItem {
        try await server.answer(.update, credentials) { state throws(ProviderFailure) in
            guard let item = state.items[calendar]?[id], item.version == version else {
                throw ProviderFailure(.preconditionFailed, "It has changed.")
            }
            return state.store(stored(event, id), in: calendar)
        }
    }

    func delete(_ id: RemoteItem.ID, version: String?) async throws(ProviderFailure) {
        try await server.answer(.delete, credentials) { state throws(ProviderFailure) in
            guard let item = state.items[calendar]?[id] else { return }
            guard version == nil || item.version == version else { throw ProviderFailure(.preconditionFailed, "It has changed.") }
            state.remove(id, from: calendar)
        }
    }

    func restore(_ item: RemoteItem) async throws(ProviderFailure) -> RemoteItem {
        try await server.answer(.create, credentials) { state throws(ProviderFailure) in
            guard state.items[calendar]?[item.id] == nil else { throw ProviderFailure(.alreadyExists, "There is one already.") }
            return state.store(item, in: calendar)
        }
    }

    func id(forUID uid: String) -> RemoteItem.ID { "\(uid).ics" }

    private func stored(_ event: OutgoingEvent, _ id: RemoteItem.ID) -> RemoteItem {
        RemoteItem(id: id, version: nil, uid: event.uid, marker: event.marker, fields: event.fields, payload: "ours")
    }
}
