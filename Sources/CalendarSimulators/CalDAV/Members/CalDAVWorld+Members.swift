import CivilTime
import ICalendar

extension CalDAVWorld {
    func get(_ name: String, in path: String, _ moment: Moment) -> SimulatedAnswer {
        let border = moment.now - .seconds(settings.readingDelay)
        guard let collection = collections[path], !collection.isForgotten, let version = collection.members[name]?.version(at: border),
            let data = version.data
        else { return .refusal(404) }
        return SimulatedAnswer(
            status: 200, headers: [("Content-Type", "text/calendar; charset=utf-8"), ("ETag", shown(version.tag))], body: data)
    }

    mutating func put(_ request: CalDAVRequest, _ name: String, in path: String, _ moment: Moment) -> SimulatedAnswer {
        guard let collection = collections[path] else { return .refusal(409) }
        if collection.isForgotten { return .refusal(500) }
        guard let uid = Self.uid(of: request.body) else { return .refusal(403, condition: "c:valid-calendar-data") }
        let held = collection.members[name]?.current
        if request.header("if-none-match") == "*", held != nil, !settings.ignoresIfNoneMatch { return .refusal(412) }
        guard meets(request, held) else { return .refusal(412) }
        if let held, held.uid != uid { return .refusal(409, condition: "c:no-uid-conflict") }
        if collection.members.contains(where: { $0.key != name && $0.value.current?.uid == uid }) {
            return .refusal(409, condition: "c:no-uid-conflict")
        }
        let isInTrash = collection.members.values.contains { $0.current == nil && $0.versions.last?.uid == uid }
        if settings.keepsTrash, held == nil, isInTrash {
            return .refusal(400, "Deleted calendar object with uid already exists in this calendar collection.")
        }
        let data = settings.rewritesData ? Self.rewritten(request.body) : request.body
        let tag = newTag(of: data)
        collections[path]?.put(name, CalDAVMember.Version(at: moment.now, tag: tag, data: data, uid: uid))
        writeCount += 1
        var answer = SimulatedAnswer(status: held == nil ? 201 : 204)
        switch settings.tagAnswer {
        case .strong: answer.headers.append((name: "ETag", value: shown(tag)))
        case .weak: answer.headers.append((name: "ETag", value: "W/\"\(tag)\""))
        case .none: break
        }
        return answer
    }

    mutating func delete(_ request: CalDAVRequest, _ name: String, in path: String, _ moment: Moment) -> SimulatedAnswer {
        guard let collection = collections[path], !collection.isForgotten, let held = collection.members[name]?.current else {
            return .refusal(404)
        }
        guard meets(request, held) else { return .refusal(412) }
        let tag = newTag(of: nil)
        collections[path]?.put(name, CalDAVMember.Version(at: moment.now, tag: tag, data: nil, uid: held.uid))
        writeCount += 1
        return .empty
    }

    /// A weak tag matches nothing in `If-Match` (RFC 9110 section 13.1.1).
    private func meets(_ request: CalDAVRequest, _ held: CalDAVMember.Version?) -> Bool {
        guard let wanted = request.header("if-match") else { return true }
        guard let held else { return false }
        return wanted == "*" || (!settings.hasWeakTags && wanted == shown(held.tag))
    }

    /// The same event in other bytes: blanks after its texts, and a property of the server's own.
    private static func rewritten(_ data: [UInt8]) -> [UInt8] {
        guard let document = try? CalendarDocument.parse(data), var calendar = document.components.first else { return data }
        for index in calendar.components.indices where calendar.components[index].name == "VEVENT" {
            for name in ["SUMMARY", "DESCRIPTION"] {
                guard let text = calendar.components[index].first(name)?.text else { continue }
                calendar.components[index].set(
                    Property(name, text: text.replacing("\n", with: " \r\n") + (name == "SUMMARY" ? " " : "\r\n")))
            }
            calendar.components[index].set(Property(name: "X-STAND-IN", value: "stored"))
        }
        return calendar.serialized()
    }
}
