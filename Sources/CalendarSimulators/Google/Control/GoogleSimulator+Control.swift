import CivilTime
import Foundation

/// The surface by which tests set the stage: everything below `/_simulator/`, in JSON.
extension GoogleSimulator {
    func control(_ request: SimulatedRequest) -> SimulatedAnswer {
        let body = request.body.isEmpty ? [:] : JSONValue(parsing: request.body) ?? .null
        guard body.members != nil else { return Self.refused("The body is not a JSON object.") }
        do throws(EditRefusal) {
            switch (request.method, Array(request.segments.dropFirst())) {
            case ("GET", ["state"]): return .json(try Self.json(world))
            case ("PUT", ["state"]): world = try Self.decoded(body)
            case ("GET", ["settings"]): return .json(try Self.json(world.settings))
            case ("PATCH", ["settings"]): return .json(try patchSettings(body))
            case ("POST", ["people"]): return .json(addPerson(body))
            case ("POST", ["grants"]): return .json(grant(body))
            case ("POST", ["edits"]): return .json(try edit(body))
            case ("GET", ["faults"]): return .json(["faults": .list(try world.faults.map(Self.json))])
            case ("POST", ["faults"]):
                guard let fault = SimulatedFault(body) else { return Self.refused("There is no such fault.") }
                change { world, _ in world.add(fault) }
            case ("DELETE", ["faults"]): change { world, _ in world.clearFaults() }
            case ("GET", ["clock"]): break
            case ("POST", ["clock"]): advance(by: Seconds(body["advance"]?.integer ?? 0))
            case ("GET", ["requests"]): return .json(["requests": .list(try world.requests.map(Self.json))])
            case ("DELETE", ["requests"]): change { world, _ in world.forgetRequests() }
            default: return Self.refused("There is no such control.", status: 404)
            }
            return .json(["now": .text(now.description)])
        } catch {
            return Self.refused(error.sentence)
        }
    }

    private static func refused(_ sentence: String, status: Int = 400) -> SimulatedAnswer {
        .json(["error": .text(sentence)], status: status)
    }

    private static func json(_ value: some Encodable) throws(EditRefusal) -> JSONValue {
        guard let data = try? JSONEncoder().encode(value), let json = JSONValue(parsing: Array(data)) else {
            throw EditRefusal(sentence: "The state cannot be written.")
        }
        return json
    }

    private static func decoded<Value: Decodable>(_ value: JSONValue) throws(EditRefusal) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(value.bytes))
        } catch {
            throw EditRefusal(sentence: "The state cannot be read: \(error)")
        }
    }

    private func patchSettings(_ patch: JSONValue) throws(EditRefusal) -> JSONValue {
        let merged = try Self.json(world.settings).merging(patch)
        let settings: GoogleSettings = try Self.decoded(merged)
        change { world, _ in world.settings = settings }
        return try Self.json(settings)
    }

    private func addPerson(_ body: JSONValue) -> JSONValue {
        let email = body["email"]?.string ?? "ana@example.org"
        let subject = change { world, _ in
            world.addPerson(email: email, name: body["name"]?.string ?? email, timeZone: body["timeZone"]?.string ?? "Europe/Berlin")
        }
        return ["subject": .text(subject), "email": .text(email.lowercased())]
    }

    private func grant(_ body: JSONValue) -> JSONValue {
        let scopes = (body["scopes"]?.elements ?? []).compactMap(\.string)
        let tokens = change { world, moment in
            world.grant(subject: body["subject"]?.string ?? "", client: body["client"]?.string ?? "kalends", scopes: scopes, moment)
        }
        return ["access_token": .text(tokens.access), "refresh_token": .text(tokens.refresh)]
    }

    private func edit(_ body: JSONValue) throws(EditRefusal) -> JSONValue {
        guard let edit = PersonEdit(body) else { throw EditRefusal(sentence: "There is no such edit, or something of it is missing.") }
        let id = try change { (world, moment) throws(EditRefusal) in try world.edit(edit, moment) }
        return id.map { ["id": .text($0)] } ?? [:]
    }
}

extension PersonEdit {
    /// Reads `{"edit": "moveEvent", "calendar": …, "event": …, "start": "2026-12-01T09:00:00Z"}`.
    init?(_ body: JSONValue) {
        let text = { (name: String) in body[name]?.string }
        switch (text("edit"), text("calendar"), text("event")) {
        case ("addEvent", let calendar?, nil):
            guard let event = body["event"], event.members != nil else { return nil }
            self = .addEvent(calendar: calendar, event: event)
        case ("changeEvent", let calendar?, let event?):
            self = .changeEvent(calendar: calendar, event: event, change: body["change"] ?? [:])
        case ("moveEvent", let calendar?, let event?):
            guard let start = text("start").flatMap({ Instant(rfc3339: $0) }) else { return nil }
            self = .moveEvent(calendar: calendar, event: event, start: start)
        case ("deleteEvent", let calendar?, let event?): self = .deleteEvent(calendar: calendar, event: event)
        case ("splitSeries", let calendar?, let event?):
            self = .splitSeries(calendar: calendar, occurrence: event, change: body["change"] ?? [:])
        case ("transferEvent", let calendar?, let event?):
            guard let destination = text("destination") else { return nil }
            self = .transferEvent(calendar: calendar, event: event, destination: destination)
        case ("copyEvent", let calendar?, let event?): self = .copyEvent(calendar: calendar, event: event)
        case ("addCalendar", nil, nil):
            guard let subject = text("subject"), let name = text("name") else { return nil }
            self = .addCalendar(subject: subject, name: name, timeZone: text("timeZone") ?? "Europe/Berlin")
        case ("deleteCalendar", let calendar?, nil): self = .deleteCalendar(calendar)
        case ("recreateCalendar", let calendar?, nil): self = .recreateCalendar(calendar)
        case ("setRole", let calendar?, nil):
            guard let email = text("email"), let role = text("role").flatMap(GoogleRole.init) else { return nil }
            self = .setRole(calendar: calendar, email: email, role: role)
        case ("offerMeet", let calendar?, nil): self = .offerMeet(calendar: calendar, isOffered: body["isOffered"]?.flag ?? true)
        case ("revokeAccess", nil, nil):
            guard let subject = text("subject") else { return nil }
            self = .revokeAccess(subject: subject)
        case ("expireSyncTokens", let calendar?, nil): self = .expireSyncTokens(calendar: calendar)
        default: return nil
        }
    }
}
