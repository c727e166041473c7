import CalendarSync
import Outbound

/// What the collection says about itself: where a change feed would go on from now.
struct CollectionState: Sendable {
    var token: String?
    var tag: String?
}

extension CalDAVCalendar {
    /// The collection's own token and tag, asked for at Depth 0.
    func state() async throws(ProviderFailure) -> CollectionState {
        let answer = try await sendToCollection(
            .PROPFIND, depth: 0, xml: DAVBody.propfind(["D:resourcetype", "D:sync-token", "CS:getctag"]))
        if try answer.saysMissing() { try await confirmCollection() }
        guard let response = try answer.multistatus().responses.first(where: \.hasProperties) else {
            throw ProviderFailure(.invalidAnswer, "The server says nothing about the calendar. It is tried again later.")
        }
        if let type = response.property("D:resourcetype"), !type.has("C:calendar") { throw ProviderFailure.calendarMissing }
        markAsAnswered()
        return CollectionState(token: response.property("D:sync-token")?.value, tag: response.property("CS:getctag")?.value)
    }

    /// Every member that may be an event. A line that cannot be read fails the listing: what it leaves out would count as deleted.
    func listing(_ names: MemberNames) async throws(ProviderFailure) -> [ListedMember] {
        let answer = try await sendToCollection(
            .PROPFIND, depth: 1, xml: DAVBody.propfind(["D:getetag", "D:getcontenttype", "D:resourcetype"]))
        // Read once: it may have tens of thousands of lines.
        let read = try answer.saysMissingByStatus ? nil : answer.multistatus()
        if read?.saysMissing ?? true { try await confirmCollection() }
        var members: [ListedMember] = []
        var seen: Set<RemoteItem.ID> = []
        var candidates: [String: Bool] = [:]
        guard let responses = read?.responses else { throw answer.failure(during: .reading) }
        // The collection itself stands in its listing, so even an empty calendar's has an entry.
        guard responses.contains(where: \.hasProperties) else {
            throw ProviderFailure(
                .invalidAnswer, "The server’s list of events is empty even of the calendar itself, so it is not believed.")
        }
        for response in responses {
            guard let href = response.hrefs.first else {
                throw ProviderFailure(
                    .invalidAnswer, "The server’s list of events has an entry without an address. It is tried again later.")
            }
            if response.status == 507 {
                throw ProviderFailure(.invalidAnswer, "The server cut its list of events off. What was read before stays in use.")
            }
            guard let id = names.id(href, from: answer.address), seen.insert(id).inserted, isCandidate(response, &candidates)
            else { continue }
            // Listed as missing: it was deleted while the list was made.
            if response.status == 404 || response.status == 410 { continue }
            members.append(ListedMember(id: id, version: response.property("D:getetag")?.value))
        }
        return members
    }

    /// Whether a member can hold events, as far as the listing tells.
    /// - Parameter candidates: what was found of each content type; members share few.
    private func isCandidate(_ response: Multistatus.Response, _ candidates: inout [String: Bool]) -> Bool {
        if response.property("D:resourcetype")?.has("D:collection") == true { return false }
        guard let type = response.property("D:getcontenttype")?.value else { return true }
        if let known = candidates[type] { return known }
        let isCandidate = Self.mayHoldEvents(type.lowercased())
        candidates[type] = isCandidate
        return isCandidate
    }

    private static func mayHoldEvents(_ type: String) -> Bool {
        guard type.hasPrefix("text/calendar") || type.hasPrefix("application/octet-stream") || type.hasPrefix("text/plain") else {
            return false
        }
        return !type.contains("component=vtodo") && !type.contains("component=vjournal")
    }
}
