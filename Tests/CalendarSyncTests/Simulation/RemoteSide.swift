import CalendarSync
import CivilTime

/// A calendar server and the person who edits in it.
struct RemoteSide {
    struct Event: Equatable {
        var uid: String
        var marker: EventMarker?
        var fields: EventFields
        var version: Int
        /// Somebody made a series of it.
        var isSeries = false
    }

    enum Refusal: Error { case exists, stale }

    /// Deleted names are refused when something is created under them.
    var keepsTrash = false
    /// Texts come back with other line ends and blanks.
    var rewrites = false
    /// Changes are told since a cursor; otherwise everything is listed each time.
    var hasFeed = true

    private(set) var events: [String: Event] = [:]
    private(set) var trash: [String: Event] = [:]
    /// The names that changed, in order; a cursor counts them.
    private(set) var changes: [String] = []
    private(set) var writes = 0
    private var versions = 0

    func item(_ id: String) -> RemoteItem? {
        events[id].map {
            RemoteItem(
                id: id, version: "v\($0.version)", uid: $0.uid, marker: $0.marker, fields: $0.isSeries ? nil : $0.fields, payload: "")
        }
    }

    static func name(of uid: String) -> String { uid + ".ics" }

    // MARK: Requests

    mutating func create(_ event: OutgoingEvent) throws(Refusal) -> RemoteItem {
        let id = Self.name(of: event.uid)
        guard events[id] == nil, !(keepsTrash && trash[id] != nil) else { throw .exists }
        return store(Event(uid: event.uid, marker: event.marker, fields: rewritten(event.fields), version: 0), id)
    }

    mutating func update(_ event: OutgoingEvent, at id: String, version: String?) throws(Refusal) -> RemoteItem {
        guard let known = events[id], version == "v\(known.version)", !known.isSeries else { throw .stale }
        return store(Event(uid: event.uid, marker: event.marker, fields: rewritten(event.fields), version: 0), id)
    }

    mutating func delete(_ id: String, version: String?) throws(Refusal) {
        guard let known = events[id] else { return }
        guard version == "v\(known.version)" else { throw .stale }
        writes += 1
        remove(id)
    }

    private mutating func store(_ event: Event, _ id: String) -> RemoteItem {
        writes += 1
        put(event, id)
        return item(id)!
    }

    private func rewritten(_ fields: EventFields) -> EventFields {
        guard rewrites else { return fields }
        var fields = fields
        fields.title += " "
        fields.notes = fields.notes.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: " \r\n") + "\r\n"
        return fields
    }

    // MARK: The person's own edits

    mutating func edit(_ id: String, _ change: (inout EventFields) -> Void) {
        guard var event = events[id] else { return }
        change(&event.fields)
        put(event, id)
    }

    /// Repeats it daily from now on.
    mutating func repeatDaily(_ id: String) {
        guard var event = events[id] else { return }
        event.isSeries = true
        put(event, id)
    }

    mutating func remove(_ id: String) {
        trash[id] = events.removeValue(forKey: id)
        changes.append(id)
    }

    mutating func restore(_ id: String) {
        guard let event = trash.removeValue(forKey: id), events[id] == nil else { return }
        put(event, id)
    }

    mutating func duplicate(_ id: String, as copy: String) {
        guard var event = events[id] else { return }
        event.uid = copy
        put(event, copy)
    }

    private mutating func put(_ event: Event, _ id: String) {
        versions += 1
        var event = event
        event.version = versions
        events[id] = event
        changes.append(id)
    }
}
