import CivilTime
import ICalendar

extension CalDAVWorld {
    mutating func report(_ request: CalDAVRequest, of user: String, _ moment: Moment) -> SimulatedAnswer {
        let path = request.path.hasSuffix("/") ? request.path : request.path + "/"
        guard let collection = collections[path], (collection.rights[user] ?? .none) != .none else { return .refusal(404) }
        switch request.xml?.name {
        case "D:sync-collection" where settings.offersTokens: return syncCollection(request, collection, moment)
        case "C:calendar-multiget": return multiget(request, collection, moment)
        case "C:calendar-query": return query(request, collection, moment)
        default: return .refusal(403, condition: "d:supported-report")
        }
    }

    /// RFC 6578 section 3.2.
    private mutating func syncCollection(_ request: CalDAVRequest, _ collection: CalDAVCollection, _ moment: Moment) -> SimulatedAnswer {
        let newest = collection.revision(at: listedUntil(moment))
        var since = 0
        if let token = request.xml?.first("D:sync-token")?.value, !token.isEmpty {
            if let known = revision(of: token, collection, newest) {
                since = known
            } else if settings.acceptsForeignTokens {
                since = newest
            } else {
                return .refusal(403, condition: "d:valid-sync-token")
            }
        }
        let lies = take([.falseRemovals], request) != nil
        var (text, token) = (MultistatusText(), newest)
        let changes = changes(in: collection, since: since, moment)
        for (index, change) in changes.prefix(settings.largestPage).enumerated() {
            let href = collection.path + Percent.encoded(change.name)
            if change.version.data == nil || collection.isForgotten || (lies && index % 2 == 0) {
                if since > 0 { text.add(href, status: 404) }
            } else {
                text.add(href, request.properties.map { ($0, self.value($0, of: change.version)) })
            }
            token = max(since, change.version.revision)
        }
        bend(&text, request)
        if changes.count > settings.largestPage { text.add(collection.path, status: 507) } else { token = newest }
        text.token = "urn:stand-in:sync:\(collection.epoch):\(token)"
        return text.answer
    }

    /// What a token stands for; nil when it is not taken.
    private func revision(of token: String, _ collection: CalDAVCollection, _ newest: Int) -> Int? {
        let parts = token.split(separator: ":")
        guard parts.count == 5, parts[2] == "sync", Int(parts[3]) == collection.epoch, let revision = Int(parts[4]),
            revision >= collection.oldestToken, revision <= newest
        else { return nil }
        return revision
    }

    /// What changed, in the order in which it did.
    private func changes(
        in collection: CalDAVCollection, since revision: Int, _ moment: Moment
    ) -> [(name: String, version: CalDAVMember.Version)] {
        let border = listedUntil(moment)
        return collection.members.compactMap { name, member in
            member.version(at: border).flatMap { $0.revision > revision ? (name, $0) : nil }
        }.sorted { $0.version.revision < $1.version.revision }
    }

    /// RFC 4791 section 7.9.
    private mutating func multiget(_ request: CalDAVRequest, _ collection: CalDAVCollection, _ moment: Moment) -> SimulatedAnswer {
        var text = MultistatusText()
        let visible = Dictionary(uniqueKeysWithValues: collection.visible(until: listedUntil(moment)).map { ($0.name, $0.version) })
        for href in request.xml?.all("D:href").map(\.value) ?? [] {
            let name = member(Percent.decoded(href)).flatMap { $0.collection == collection.path ? $0.name : nil } ?? ""
            if let version = visible[name] {
                text.add(href, request.properties.map { ($0, self.value($0, of: version)) })
            } else {
                text.add(href, status: 404)
            }
        }
        bend(&text, request)
        return text.answer
    }

    /// RFC 4791 section 7.8: by UID, by time, or everything.
    private mutating func query(_ request: CalDAVRequest, _ collection: CalDAVCollection, _ moment: Moment) -> SimulatedAnswer {
        var text = MultistatusText()
        let wanted = request.xml?.descendant("C:prop-filter").flatMap { filter in
            filter.attributes["name"] == "UID" ? filter.first("C:text-match")?.value : nil
        }
        let window = request.xml?.descendant("C:time-range").flatMap(Self.window)
        let context = ExpansionContext(zones: moment.zones, floatingZone: .utc)
        for (name, version) in collection.visible(until: listedUntil(moment)) {
            if let wanted, !version.uid.contains(wanted) { continue }
            if let window {
                guard let document = try? CalendarDocument.parse(version.data ?? []),
                    !document.occurrences(in: window, context: context).occurrences.isEmpty
                else { continue }
            }
            text.add(collection.path + Percent.encoded(name), request.properties.map { ($0, self.value($0, of: version)) })
        }
        bend(&text, request)
        return text.answer
    }

    private static func window(_ range: XMLNode) -> Span? {
        let instant = { (name: String) in range.attributes[name].flatMap { Instant(calendarUTC: $0) } }
        let (start, end) = (instant("start"), instant("end"))
        guard start != nil || end != nil else { return nil }
        return Span(
            validating: start ?? Instant(secondsSinceEpoch: 0), end: end ?? (start ?? Instant(secondsSinceEpoch: 0)) + .days(3_650))
    }
}

extension Instant {
    /// `20261124T090000Z`.
    fileprivate init?(calendarUTC text: String) {
        let digits = Array(text)
        guard digits.count == 16, digits[8] == "T", digits[15] == "Z" else { return nil }
        let part = { (range: Range<Int>) in String(digits[range]) }
        self.init(
            rfc3339: "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z")
    }
}
