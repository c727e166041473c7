/// The methods of the Calendar API that the stand-in offers, by their ids without the leading `calendar.`.
public enum GoogleMethod: String, Hashable, Sendable, Codable, CaseIterable {
    case calendarListList = "calendarList.list"
    case calendarListGet = "calendarList.get"
    case calendarListPatch = "calendarList.patch"
    case calendarListWatch = "calendarList.watch"
    case calendarsGet = "calendars.get"
    case calendarsInsert = "calendars.insert"
    case calendarsPatch = "calendars.patch"
    case calendarsDelete = "calendars.delete"
    case channelsStop = "channels.stop"
    case eventsList = "events.list"
    case eventsGet = "events.get"
    case eventsInsert = "events.insert"
    case eventsImport = "events.import"
    case eventsPatch = "events.patch"
    case eventsUpdate = "events.update"
    case eventsDelete = "events.delete"
    case eventsInstances = "events.instances"
    case eventsMove = "events.move"
    case eventsWatch = "events.watch"
    case freeBusyQuery = "freebusy.query"

    /// The method that a request means, with the ids in its path; nil where there is none.
    static func of(_ method: String, _ path: [String]) -> (method: GoogleMethod, calendar: String?, event: String?)? {
        // Ids may look like words of the path, so they are told apart by their places.
        switch (method, path.count) {
        case ("GET", 3) where path == ["users", "me", "calendarList"]: return (.calendarListList, nil, nil)
        case ("POST", 4) where path == ["users", "me", "calendarList", "watch"]: return (.calendarListWatch, nil, nil)
        case ("GET", 4) where path.prefix(3) == ["users", "me", "calendarList"]: return (.calendarListGet, path[3], nil)
        case ("PATCH", 4) where path.prefix(3) == ["users", "me", "calendarList"]: return (.calendarListPatch, path[3], nil)
        case ("POST", 1) where path[0] == "calendars": return (.calendarsInsert, nil, nil)
        case ("POST", 1) where path[0] == "freeBusy": return (.freeBusyQuery, nil, nil)
        case ("POST", 2) where path == ["channels", "stop"]: return (.channelsStop, nil, nil)
        case ("GET", 2) where path[0] == "calendars": return (.calendarsGet, path[1], nil)
        case ("PATCH", 2) where path[0] == "calendars": return (.calendarsPatch, path[1], nil)
        case ("DELETE", 2) where path[0] == "calendars": return (.calendarsDelete, path[1], nil)
        case (_, 3...5) where path[0] == "calendars" && path[2] == "events": return event(method, path)
        default: return nil
        }
    }

    private static func event(_ method: String, _ path: [String]) -> (method: GoogleMethod, calendar: String?, event: String?)? {
        let rest = Array(path.dropFirst(3))
        switch (method, rest.count) {
        case ("GET", 0): return (.eventsList, path[1], nil)
        case ("POST", 0): return (.eventsInsert, path[1], nil)
        case ("POST", 1) where rest[0] == "watch": return (.eventsWatch, path[1], nil)
        case ("POST", 1) where rest[0] == "import": return (.eventsImport, path[1], nil)
        case ("GET", 1): return (.eventsGet, path[1], rest[0])
        case ("PATCH", 1): return (.eventsPatch, path[1], rest[0])
        case ("PUT", 1): return (.eventsUpdate, path[1], rest[0])
        case ("DELETE", 1): return (.eventsDelete, path[1], rest[0])
        case ("GET", 2) where rest[1] == "instances": return (.eventsInstances, path[1], rest[0])
        case ("POST", 2) where rest[1] == "move": return (.eventsMove, path[1], rest[0])
        default: return nil
        }
    }

    /// The scopes of which one is enough, without their common beginning.
    var scopes: Set<String> {
        switch self {
        case .calendarListList, .calendarListWatch:
            ["calendar", "calendar.calendarlist", "calendar.calendarlist.readonly", "calendar.readonly"]
        case .calendarListGet:
            [
                "calendar", "calendar.app.created", "calendar.calendarlist", "calendar.calendarlist.readonly", "calendar.readonly",
            ]
        case .calendarListPatch: ["calendar", "calendar.app.created", "calendar.calendarlist"]
        case .calendarsGet:
            ["calendar", "calendar.app.created", "calendar.calendars", "calendar.calendars.readonly", "calendar.readonly"]
        case .calendarsInsert, .calendarsPatch, .calendarsDelete: ["calendar", "calendar.app.created", "calendar.calendars"]
        case .channelsStop:
            Self.eventReaders.union([
                "calendar.acls", "calendar.acls.readonly", "calendar.calendarlist", "calendar.calendarlist.readonly", "calendar.settings",
                "calendar.settings.readonly",
            ])
        case .eventsList, .eventsGet, .eventsInstances, .eventsWatch: Self.eventReaders
        case .eventsInsert, .eventsImport, .eventsPatch, .eventsUpdate, .eventsDelete:
            ["calendar", "calendar.app.created", "calendar.events", "calendar.events.owned"]
        case .eventsMove: ["calendar", "calendar.events", "calendar.events.owned"]
        case .freeBusyQuery: ["calendar", "calendar.events.freebusy", "calendar.freebusy", "calendar.readonly"]
        }
    }

    private static let eventReaders: Set<String> = [
        "calendar", "calendar.app.created", "calendar.events", "calendar.events.freebusy", "calendar.events.owned",
        "calendar.events.owned.readonly", "calendar.events.public.readonly", "calendar.events.readonly", "calendar.readonly",
    ]

    /// Whether the method changes events.
    var isEventWrite: Bool {
        switch self {
        case .eventsInsert, .eventsImport, .eventsPatch, .eventsUpdate, .eventsDelete, .eventsMove: true
        default: false
        }
    }
}
