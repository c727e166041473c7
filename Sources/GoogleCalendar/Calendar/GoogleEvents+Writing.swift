import CalendarSync
import Outbound

extension GoogleEvents {
    func create(_ event: OutgoingEvent) async throws(ProviderFailure) -> RemoteItem {
        let id = id(forUID: event.uid)
        let answer = try await session.send(.POST, path(), query: event.writingQuery, body: event.newBody(id: id))
        if answer.isSuccess { return try stored(answer) }
        if answer.isGone {
            try await confirmCalendar()
            throw ProviderFailure(.unreachable, "Google did not take the event. It is tried again later.", retryAfter: 60)
        }
        if answer.status == 409 {
            throw ProviderFailure(
                .alreadyExists,
                """
                Google Calendar has or had an event under this name. It is read and taken up if it is ours; the name of a deleted one is not used \
                again.
                """
            )
        }
        throw answer.failure(during: .writing)
    }

    func update(_ event: OutgoingEvent, at id: RemoteItem.ID, version: String?) async throws(ProviderFailure) -> RemoteItem {
        let version = try await writtenVersion(version, of: id)
        let answer = try await session.send(.PATCH, path(id), query: event.writingQuery, version: version, body: event.changedBody)
        if answer.isSuccess { return try stored(answer) }
        if answer.isGone {
            try await confirmCalendar()
            throw ProviderFailure.changedMeanwhile
        }
        // A deleted event refuses to be changed, as one does that is not ours to change.
        if answer.status == 403, try await isDeleted(id) { throw ProviderFailure.changedMeanwhile }
        throw answer.failure(during: .writing)
    }

    func delete(_ id: RemoteItem.ID, version: String?) async throws(ProviderFailure) {
        let version = version.map { SeriesVersion($0)?.own ?? $0 }
        let answer = try await session.send(.DELETE, path(id), query: [("sendUpdates", "none")], version: version)
        if answer.isSuccess || answer.status == 410 { return }
        if answer.status == 404 {
            guard try await isDeleted(id) else {
                throw ProviderFailure(
                    .unreachable, "Google says that the event is not there, and shows it all the same. It is tried again later.",
                    retryAfter: 60)
            }
            return
        }
        throw answer.failure(during: .writing)
    }

    /// What goes into `If-Match`. Without a version to go by, the event's own is asked for: nothing is overwritten blindly.
    private func writtenVersion(_ version: String?, of id: RemoteItem.ID) async throws(ProviderFailure) -> String {
        // Somebody made a series of it: a patch would turn all of it upside down.
        if let version, SeriesVersion(version) != nil { throw ProviderFailure.changedMeanwhile }
        if let version, !version.isEmpty { return version }
        guard let event = try await event(id), !event.isCancelled, !event.isSeries, let current = event.etag else {
            throw ProviderFailure.changedMeanwhile
        }
        return current
    }

    private func isDeleted(_ id: RemoteItem.ID) async throws(ProviderFailure) -> Bool { try await event(id)?.isCancelled ?? true }

    /// The event as Google has it now, which is what later changes are compared with.
    private func stored(_ answer: GoogleAnswer) throws(ProviderFailure) -> RemoteItem {
        guard let event: GoogleEvent = answer.decoded(), let item = RemoteItem(GoogleSeries(event)) else {
            throw ProviderFailure(
                .unreachable, "Google took the event, and its answer breaks off. It is looked for again in a moment.", retryAfter: 10)
        }
        return item
    }
}
