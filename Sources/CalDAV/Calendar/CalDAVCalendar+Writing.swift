import CalendarSync
import Outbound

extension CalDAVCalendar: ItemRestorer {
    private static let contentType = ("Content-Type", "text/calendar; charset=utf-8")

    func create(_ event: OutgoingEvent) async throws(ProviderFailure) -> RemoteItem {
        let id = id(forUID: event.uid)
        let body = event.object()
        let answer = try await send(.PUT, try memberAddress(id), headers: [Self.contentType, ("If-None-Match", "*")], body: body)
        if answer.isSuccess { return try await stored(event, sent: body, at: try listedID(of: answer, putAt: id), answer) }
        return try await refusedCreation(event, at: id, answer)
    }

    func restore(_ item: RemoteItem) async throws(ProviderFailure) -> RemoteItem {
        let body = Array(item.payload.utf8)
        let answer = try await send(
            .PUT, try memberAddress(item.id), headers: [Self.contentType, ("If-None-Match", "*")], body: body)
        guard answer.isSuccess else {
            if answer.isGone || answer.status == 405 || answer.status == 409 { try await confirmCollection() }
            guard answer.status == 412 || answer.namesCondition("C:no-uid-conflict") else { throw answer.failure(during: .writing) }
            throw ProviderFailure.alreadyExists("It is left as it is.")
        }
        guard let stored = try await self.item(try listedID(of: answer, putAt: item.id)) else {
            throw ProviderFailure(
                .unreachable, "The server took the event and does not show it yet. It is looked for again in a moment.", retryAfter: 10)
        }
        return stored
    }

    func update(_ event: OutgoingEvent, at id: RemoteItem.ID, version: String?) async throws(ProviderFailure) -> RemoteItem {
        guard let (reading, data) = try await looked(at: id), case .item(let held) = reading else {
            throw ProviderFailure.changedMeanwhile
        }
        if let version, !version.isEmpty, let current = held.version, !EntityTag.isSame(version, current) {
            throw ProviderFailure.changedMeanwhile
        }
        guard let body = event.object(changing: data) else { throw ProviderFailure.changedMeanwhile }
        let headers = [Self.contentType] + Self.precondition(held.version)
        let answer = try await send(.PUT, try memberAddress(id), headers: headers, body: body)
        if answer.isGone {
            try await confirmCollection()
            throw ProviderFailure.changedMeanwhile
        }
        guard answer.isSuccess else { throw answer.failure(during: .writing) }
        do {
            return try await stored(event, sent: body, at: id, answer)
        } catch {
            throw error.knowing(isCarriedOut: true)
        }
    }

    /// The object before it is written: when it cannot be read, nothing was written.
    private func looked(at id: RemoteItem.ID) async throws(ProviderFailure) -> (reading: ItemReading, body: [UInt8])? {
        do {
            return try await object(id)
        } catch {
            throw error.knowing(isCarriedOut: false)
        }
    }

    func delete(_ id: RemoteItem.ID, version: String?) async throws(ProviderFailure) {
        var current = version
        if let version, !EntityTag.isStrong(version), !version.isEmpty {
            // It cannot stand in If-Match, so compare here and go by what the server calls it now.
            guard let (reading, _) = try await object(id) else { return }
            guard case .item(let held) = reading, EntityTag.isSame(held.version, version) else { throw ProviderFailure.changedMeanwhile }
            current = held.version
        }
        let answer = try await send(.DELETE, try memberAddress(id), headers: Self.precondition(current))
        if answer.isGone {
            guard try await object(id) == nil else { throw ProviderFailure.flapping }
            return try await deleteRenamed(id)
        }
        guard answer.isSuccess else { throw answer.failure(during: .deleting) }
    }

    /// A server may have stored our event under another name than ours; then the missing name says nothing.
    private func deleteRenamed(_ id: RemoteItem.ID) async throws(ProviderFailure) {
        guard let name = try memberAddress(id).decodedPath.split(separator: "/").last, name.hasSuffix(".ics"),
            let held = try await find(uid: String(name.dropLast(4))), held.marker != nil, held.id != id
        else { return }
        let answer = try await send(.DELETE, try memberAddress(held.id), headers: Self.precondition(held.version))
        guard answer.isSuccess || answer.isGone else { throw answer.failure(during: .deleting) }
    }

    private static func precondition(_ version: String?) -> [(String, String)] {
        guard let version, EntityTag.isStrong(version) else { return [] }
        return [("If-Match", version)]
    }

    /// The item as it now stands. A strong tag promises that the bytes are ours (RFC 4791 section 5.3.4); otherwise they are read back.
    private func stored(
        _ event: OutgoingEvent, sent body: [UInt8], at id: RemoteItem.ID, _ answer: DAVAnswer
    ) async throws(ProviderFailure) -> RemoteItem {
        if let version = answer.version, EntityTag.isStrong(version),
            case .item(let item) = ItemReading(body, id: id, version: version, zones: zones)
        {
            return item
        }
        if let item = try await item(id) { return item }
        if let item = try await find(uid: event.uid), item.marker == event.marker { return item }
        throw ProviderFailure(
            .unreachable, "The server took the event and does not show it yet. It is looked for again in a moment.", retryAfter: 10)
    }

    /// Some servers give a new member a name of their own and tell it.
    private func listedID(of answer: DAVAnswer, putAt id: RemoteItem.ID) throws(ProviderFailure) -> RemoteItem.ID {
        guard let location = answer.response.header("Location") else { return id }
        return MemberNames(collection: try collection, known: [id: ""]).id(location, from: answer.address) ?? id
    }

    private func refusedCreation(
        _ event: OutgoingEvent, at id: RemoteItem.ID, _ answer: DAVAnswer
    ) async throws(ProviderFailure) -> RemoteItem {
        let isKeptByTrash = [400, 403].contains(answer.status) && answer.mentions("deleted calendar object")
        let isConflict = answer.status == 412 || answer.status == 409 || answer.namesCondition("C:no-uid-conflict")
        guard isConflict || isKeptByTrash else {
            if answer.isGone || answer.status == 405 { try await confirmCollection() }
            if answer.isGone {
                throw ProviderFailure(.unreachable, "The server did not take the event (status \(answer.status)). It is tried again later.")
            }
            throw answer.failure(during: .writing)
        }
        // A 409 also says that the collection is not there (RFC 4918 section 9.7.1).
        if answer.status == 409 { try await confirmCollection() }
        if answer.status != 412, let held = try await find(uid: event.uid), held.marker == event.marker {
            // Ours, from before an answer was lost, under a name that the server chose.
            return try await update(event, at: held.id, version: held.version)
        }
        throw ProviderFailure.alreadyExists(isKeptByTrash ? "It lies in the trash bin." : "It is read and taken up if it is ours.")
    }

    /// The member with that UID, wherever the server put it; nil where there is none, or the server cannot look for it.
    private func find(uid: String) async throws(ProviderFailure) -> RemoteItem? {
        let answer = try await sendToCollection(.REPORT, depth: 1, xml: DAVBody.query(uid: uid))
        guard answer.isSuccess else { return nil }
        let names = MemberNames(collection: try collection, known: [:])
        for response in try answer.multistatus().responses {
            guard let href = response.hrefs.first, let id = names.id(href, from: answer.address),
                let data = response.property("C:calendar-data")?.text,
                case .item(let item) = ItemReading(
                    Array(data.utf8), id: id, version: response.property("D:getetag")?.value, zones: zones)
            else { continue }
            // Some servers ignore the filter.
            if item.uid == uid { return item }
        }
        return nil
    }
}
