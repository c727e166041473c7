import CivilTime

extension CalDAVWorld {
    private enum Place {
        case root
        case principal(String)
        case home(String)
        case collection(CalDAVCollection)
        case member(CalDAVCollection, String)
    }

    private func place(_ path: String, for user: String) -> Place? {
        if path == "/" || path == "/.well-known/caldav" { return .root }
        if path == "/principals/\(user)/" { return .principal(user) }
        if path == "/cal/\(user)/" { return .home(user) }
        if let collection = collections[path.hasSuffix("/") ? path : path + "/"], (collection.rights[user] ?? .none) != .none {
            return .collection(collection)
        }
        guard let (collection, name) = member(path), let held = collections[collection], (held.rights[user] ?? .none) != .none else {
            return nil
        }
        return .member(held, name)
    }

    mutating func propfind(_ request: CalDAVRequest, of user: String, _ moment: Moment) -> SimulatedAnswer {
        guard let place = place(request.path, for: user) else { return .refusal(404) }
        guard request.xml?.name == "D:propfind" else { return .refusal(400, "The body is no propfind.") }
        var text = MultistatusText()
        switch place {
        case .root: text.add("/", values(request.properties) { self.common($0, user) ?? self.type($0, "<d:collection/>") })
        case .principal(let name):
            text.add(Self.principal(of: name), values(request.properties) { self.common($0, user) ?? self.type($0, "<d:principal/>") })
        case .home(let name):
            text.add(Self.home(of: name), values(request.properties) { self.common($0, user) ?? self.type($0, "<d:collection/>") })
            if request.depth == 1 {
                for collection in collections(of: user) {
                    text.add(collection.path, values(request.properties) { self.value($0, of: collection, for: user, moment) })
                }
            }
        case .collection(let collection):
            text.add(collection.path, values(request.properties) { self.value($0, of: collection, for: user, moment) })
            if request.depth == 1 {
                for (name, version) in collection.visible(until: listedUntil(moment)) {
                    text.add(collection.path + Percent.encoded(name), values(request.properties) { self.value($0, of: version) })
                }
                bend(&text, sparing: 1, request)
            }
        case .member(let collection, let name):
            guard let version = collection.visible(until: moment.now).first(where: { $0.name == name })?.version else {
                return .refusal(404)
            }
            text.add(collection.path + Percent.encoded(name), values(request.properties) { self.value($0, of: version) })
        }
        return text.answer
    }

    private func values(_ names: [String], _ value: (String) -> String?) -> [(name: String, content: String?)] {
        names.map { ($0, value($0)) }
    }

    private func type(_ name: String, _ type: String) -> String? { name == "D:resourcetype" ? type : nil }

    private func common(_ name: String, _ user: String) -> String? {
        switch name {
        case "D:current-user-principal": "<d:href>\(Self.principal(of: user))</d:href>"
        case "C:calendar-home-set": "<d:href>\(Self.home(of: user))</d:href>"
        case "C:calendar-user-address-set":
            users[user].map { $0.addresses.map { "<d:href>mailto:\(escapedForXML($0))</d:href>" }.joined() }
        default: nil
        }
    }

    private func value(_ name: String, of collection: CalDAVCollection, for user: String, _ moment: Moment) -> String? {
        switch name {
        case "D:resourcetype": return "<d:collection/><c:calendar/>"
        case "D:displayname": return escapedForXML(collection.name)
        case "C:supported-calendar-component-set": return "<c:comp name=\"VEVENT\"/>"
        case "D:supported-report-set":
            let reports = ["c:calendar-multiget", "c:calendar-query"] + (settings.offersTokens ? ["d:sync-collection"] : [])
            return reports.map { "<d:supported-report><d:report><\($0)/></d:report></d:supported-report>" }.joined()
        case "D:current-user-privilege-set":
            let privileges = collection.rights[user] == .write ? ["d:read", "d:write"] : ["d:read"]
            return privileges.map { "<d:privilege><\($0)/></d:privilege>" }.joined()
        case "D:sync-token": return settings.offersTokens ? token(of: collection, moment) : nil
        case "CS:getctag":
            return settings.offersCollectionTag ? "\"\(collection.epoch)-\(collection.revision(at: listedUntil(moment)))\"" : nil
        case "D:getetag": return nil
        default: return common(name, user)
        }
    }

    func value(_ name: String, of version: CalDAVMember.Version) -> String? {
        switch name {
        case "D:resourcetype": ""
        case "D:getetag": escapedForXML(shown(version.tag))
        case "D:getcontenttype": "text/calendar; charset=utf-8; component=vevent"
        case "C:calendar-data": escapedForXML(String(decoding: version.data ?? [], as: UTF8.self))
        default: nil
        }
    }

    /// Where a change feed goes on from now.
    func token(of collection: CalDAVCollection, _ moment: Moment) -> String {
        "urn:stand-in:sync:\(collection.epoch):\(collection.revision(at: listedUntil(moment)))"
    }
}
