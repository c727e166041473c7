public import Booking
import CalendarSync
import CivilTime
import Persistence
import Secrets

/// Looks for events that stand in one person's connected calendars more than once. Reads what is stored; asks no server.
public struct FindDuplicates: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ resource: Resource.ID, actor: Actor) async throws -> DuplicateReport {
        try await kalends.database.read { transaction in
            try transaction.requireScheduler(actor)
            return try report(resource, transaction)
        }
    }

    func report(_ resource: Resource.ID, _ transaction: Transaction) throws -> DuplicateReport {
        guard try transaction.resources.find(resource) != nil else { throw NotFound("person") }
        let places = try places(of: resource, transaction)
        let found = DuplicateSearch.groups(try places.values.flatMap { try candidates($0, transaction) }.sorted { $0.item.id < $1.item.id })
        return DuplicateReport(
            groups: try found.compactMap { reason, members in
                let known = try members.map { try withOrigin($0, places, transaction) }
                guard let group = DuplicateGroup(reason, known) else { return nil }
                let appointment = try group.kept.item.marker.flatMap { try transaction.appointments.find(Appointment.ID($0.appointment)) }
                return DuplicateReport.Group(
                    reason: reason, keeping: group.keeping, appointment: appointment, kept: item(group.kept, places),
                    others: group.others.map { item($0, places) })
            })
    }

    private struct Place {
        var calendar: ConnectedCalendar
        var account: CalendarAccount
        var takesBack: Bool
        /// Titles of events of others are kept; otherwise nothing of them but the time.
        var keepsTitles: Bool
    }

    /// The calendars that are read; one that two accounts show counts once, as the linked one where it is.
    private func places(of resource: Resource.ID, _ transaction: Transaction) throws -> [ConnectedCalendar.ID: Place] {
        let keepsTitles = try transaction.syncSettings.terms(of: resource).current.keepsTitles
        var places: [String: Place] = [:]
        for calendar in try transaction.calendars.all(of: resource).sorted(by: { $0.id < $1.id }) where calendar.isRead {
            guard let account = try transaction.accounts.find(calendar.account) else { continue }
            let name = "\(account.provider.rawValue) \(calendar.remote.id)"
            if let known = places[name], known.calendar.isLinked || !calendar.isLinked { continue }
            places[name] = Place(calendar: calendar, account: account, takesBack: takesBack(calendar, account), keepsTitles: keepsTitles)
        }
        return Dictionary(uniqueKeysWithValues: places.values.map { ($0.calendar.id, $0) })
    }

    private func takesBack(_ calendar: ConnectedCalendar, _ account: CalendarAccount) -> Bool {
        guard let provider = kalends.providers[account.provider], let credentials = try? kalends.credentials(of: account) else {
            return false
        }
        return provider.writer(of: calendar.remote, with: credentials) is any ItemRestorer
    }

    private func candidates(_ place: Place, _ transaction: Transaction) throws -> [DuplicateCandidate] {
        var links: [RemoteItem.ID: Link] = [:]
        for link in try transaction.links.all(calendar: place.calendar.id) where link.state != .closed {
            if let id = link.remoteID { links[id] = link }
        }
        var found: [DuplicateCandidate] = []
        try transaction.remoteItems.all(calendar: place.calendar.id) { item in
            guard !item.isProbe else { return }
            var item = item
            item.payload = ""
            found.append(
                DuplicateCandidate(calendar: place.calendar.id, item: item, isLinked: links[item.id] != nil, isOurs: false))
        }
        return try found.map { candidate in
            var candidate = candidate
            candidate.isOurs = try candidate.isLinked || isAsWeMadeIt(candidate.item, transaction)
            return candidate
        }
    }

    /// One of an earlier making counts as ours while it is called what the booking's event is called: what was left to its owner is theirs to name.
    private func isAsWeMadeIt(_ item: RemoteItem, _ transaction: Transaction) throws -> Bool {
        guard let marker = item.marker, try transaction.bearsOurName(item) else { return false }
        if try transaction.isMadeByUs(item) { return true }
        return try transaction.links.all(appointment: Appointment.ID(marker.appointment))
            .contains { $0.base.map(\.title) == item.fields.map(\.title) && item.fields != nil }
    }

    private func withOrigin(
        _ candidate: DuplicateCandidate, _ places: [ConnectedCalendar.ID: Place], _ transaction: Transaction
    ) throws -> DuplicateCandidate {
        guard let place = places[candidate.calendar],
            let item = try transaction.remoteItems.find(id: candidate.item.id, calendar: candidate.calendar)
        else { return candidate }
        var candidate = candidate
        candidate.origin = try kalends.provider(place.account.provider).origin(of: item, ownAddresses: place.account.ownAddresses)
        return candidate
    }

    private func item(_ candidate: DuplicateCandidate, _ places: [ConnectedCalendar.ID: Place]) -> DuplicateReport.Item {
        let place = places[candidate.calendar]
        var obstacle: DuplicateReport.Obstacle?
        if place?.account.isConnected != true {
            obstacle = .disconnected
        } else if place?.calendar.canBeWritten != true {
            obstacle = .unwritable
        } else if candidate.item.marker == nil || candidate.item.fields == nil, place?.takesBack != true {
            obstacle = .notRestorable
        } else if candidate.item.marker == nil, place?.keepsTitles != true {
            obstacle = .notKept
        }
        return DuplicateReport.Item(
            key: Token.hash("\(candidate.calendar) \(candidate.item.id)"), candidate: candidate,
            calendar: place?.calendar.remote.name ?? "",
            obstacle: obstacle)
    }
}
