import Booking
import CalendarSync
import CivilTime
import Persistence

/// What the store knows of a connection, as facts for a diagnosis.
struct DiagnosisReading {
    let kalends: Kalends
    let transaction: Transaction

    /// How far ahead events are counted.
    private static let days = 30

    /// - Parameter account: `nil` for somebody who has no connection.
    func facts(of resource: Resource.ID, account: CalendarAccount?) throws -> DiagnosisFacts {
        let memberships = try transaction.staff.all(of: resource)
        var facts = DiagnosisFacts(now: kalends.now, person: try person(resource, memberships))
        facts.isMember = memberships.contains(where: \.isActive)
        let bookings = try upcoming(memberships)
        facts.upcomingBookings = bookings.count
        (facts.conflicts, facts.overlapped) = try conflicts(of: resource)
        let stored = try transaction.diagnoses.find(Self.subject(resource, account))
        facts.known = stored?.diagnosis.known ?? [:]
        guard let account else { return facts }
        facts.connection = try connection(account)
        let all = try transaction.calendars.all(of: resource)
        let own = all.filter { $0.account == account.id && ($0.isLinked || $0.closesTime) }
        let others = all.filter { $0.account != account.id }
        facts.calendars = own.map(DiagnosisFacts.Calendar.init)
        facts.linkedElsewhere = others.first(where: \.isLinked)?.remote.name
        facts.closesTimeElsewhere = others.contains(where: \.closesTime)
        let terms = try transaction.syncSettings.terms(of: resource)
        (facts.sendsBookings, facts.readsEvents) = (terms.current.sendsBookings, terms.current.readsEvents)
        facts.offSince = terms.offSince
        let services = try services(of: memberships)
        facts.servicesLeftOut = terms.current.servicesLeftOut(of: services)
        facts.meetings = try meetings(of: memberships, services, bookings)
        facts.events = try events(of: resource, Set(own.map(\.id)))
        facts.duplicates = try own.reduce(0) { $0 + (try transaction.remoteItems.duplicatedMarkers(calendar: $1.id)) }
        if let linked = own.first(where: \.isLinked) {
            let work = try transaction.jobs.all(lane: kalends.lane(of: account.id)).filter { $0.kind == JobKind.pushLink.rawValue }
            facts.writes = writes(work)
            let sent = bookings.filter { terms.settings(for: $0).sends($0.service) }
            facts.bookingsWithoutEvent = try withoutEvent(sent, resource, account, work)
            facts.roundTrip = stored?.roundTrip.flatMap { $0.calendar == linked.id ? $0 : nil }
        }
        return facts
    }

    /// The calendars that are asked about outside, each with an item that is known to be in it.
    func chosen(of account: CalendarAccount) throws -> [LookOutside.Chosen] {
        try transaction.calendars.all(account: account.id).filter { $0.isLinked || $0.closesTime }.map { calendar in
            LookOutside.Chosen(calendar: calendar, item: try transaction.remoteItems.anyID(calendar: calendar.id))
        }
    }

    static func subject(_ resource: Resource.ID, _ account: CalendarAccount?) -> String {
        account.map { "account:\($0.id)" } ?? "resource:\(resource)"
    }

    private func person(_ resource: Resource.ID, _ memberships: [StaffMember]) throws -> String {
        try memberships.first(where: \.isActive)?.name ?? transaction.resources.find(resource)?.name ?? ""
    }

    private func upcoming(_ memberships: [StaffMember]) throws -> [Appointment] {
        try memberships.flatMap { try transaction.appointments.upcoming(of: $0.id, from: kalends.now) }
    }

    /// The services that a person offers, by name.
    private func services(of memberships: [StaffMember]) throws -> [Service] {
        let offered = try memberships.filter(\.isActive).flatMap { member in
            try transaction.services.all(in: member.business).filter { $0.staff.contains(member.id) }
        }
        return offered.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// What becomes of the meetings that a person's online services promise; the first that gets none counts.
    private func meetings(of memberships: [StaffMember], _ services: [Service], _ bookings: [Appointment]) throws
        -> DiagnosisFacts.Meetings?
    {
        let online = services.filter(\.isOnline)
        let promised = bookings.filter { booking in booking.meeting == .wanted && memberships.contains { $0.id == booking.staff.first } }
        guard !online.isEmpty || !promised.isEmpty else { return nil }
        var maker = DiagnosisFacts.Meetings.Maker.linkedCalendar
        var without: [String] = []
        for member in memberships {
            for service in online where service.staff.contains(member.id) {
                switch try kalends.meetingObstacle(for: member, of: service.id, transaction) {
                case .switchedOff: maker = .switchedOff
                case .calendarMakesNone: maker = .nobody
                case .notWritten:
                    if maker == .linkedCalendar { maker = .notWritten }
                    without.append(service.name)
                // Whether a calendar is linked and can be written is another check's question.
                case .noLinkedCalendar, .notWritable, nil: continue
                }
            }
        }
        return DiagnosisFacts.Meetings(
            services: maker == .notWritten ? without : online.map(\.name), maker: maker,
            promised: DiagnosisFacts.Pile(count: promised.count, since: try promised.map(promisedSince).min()))
    }

    /// An event that is made anew begins the wait for its link anew.
    private func promisedSince(_ booking: Appointment) throws -> Instant {
        let told = try transaction.history.all(subject: "appointment:\(booking.id)", limit: 100)
        return told.first { $0.action == HistoryAction.meetingRenewed.rawValue }?.at ?? booking.createdAt
    }

    /// Bookings with open conflicts, and how many of them were not changed themselves.
    private func conflicts(of resource: Resource.ID) throws -> (DiagnosisFacts.Pile, overlapped: Int) {
        let open = try transaction.conflicts.open().filter { $0.resource == resource }
        let changed = Set(open.filter { !$0.isOverlap }.map(\.appointment))
        let all = Set(open.map(\.appointment))
        return (DiagnosisFacts.Pile(count: all.count, since: open.map(\.openedAt).min()), all.subtracting(changed).count)
    }

    private func connection(_ account: CalendarAccount) throws -> DiagnosisFacts.Connection {
        DiagnosisFacts.Connection(
            account: account.id, name: account.name, provider: account.provider,
            host: account.provider == .google ? "Google" : Self.host(of: account.address),
            isConnected: account.isConnected, disconnectedSince: account.isConnected ? nil : try disconnection(of: account),
            refusedSince: account.refusedSince, missingPermissions: missingPermissions(of: account))
    }

    private func disconnection(of account: CalendarAccount) throws -> Instant? {
        let told = try transaction.history.all(subject: "account:\(account.id)", limit: 1_000)
        return told.first { $0.action == HistoryAction.calendarDisconnected.rawValue }?.at
    }

    /// What the owner of an account did not tick, where the provider asks for ticks and the grant is kept with the account.
    private func missingPermissions(of account: CalendarAccount) -> [String]? {
        guard let authorization = kalends.providers[account.provider]?.authorization,
            let grant = account.secret(with: kalends.secretKey).flatMap(AccountGrant.init(text:))
        else { return nil }
        return authorization.missing(from: grant.scopes).filter(\.isRequired).map(\.wording)
    }

    /// The server's name in an address; the address itself when it holds none.
    static func host(of address: String) -> String {
        let rest = address.split(separator: "/", omittingEmptySubsequences: true).dropFirst(address.contains("://") ? 1 : 0).first
        let authority = rest.map { String($0.split(separator: "@").last ?? $0) } ?? address
        guard let colon = authority.lastIndex(of: ":"), authority[colon...].dropFirst().allSatisfy(\.isNumber) else { return authority }
        return String(authority[..<colon])
    }

    private func events(of resource: Resource.ID, _ calendars: Set<ConnectedCalendar.ID>) throws -> DiagnosisFacts.Events {
        let window = Span(kalends.now, kalends.now + .days(Self.days))
        let blocks = try transaction.busyBlocks.outside(of: [resource], overlapping: window).filter { calendars.contains($0.calendar) }
        return DiagnosisFacts.Events(
            days: Self.days, all: blocks.count, free: blocks.count { !$0.isBusy }, withoutTitle: blocks.count { $0.block.title == nil })
    }

    private func writes(_ work: [Job]) -> DiagnosisFacts.Writes {
        let dead = work.filter { $0.state == .dead }
        let waiting = work.filter { $0.state != .dead }
        // What was taken up again waits since then.
        let since = waiting.map { $0.attempts == 0 ? max($0.createdAt, $0.due) : $0.createdAt }.min()
        return DiagnosisFacts.Writes(
            waiting: waiting.count, waitingSince: since, givenUp: dead.count, reason: dead.last?.lastError)
    }

    /// Bookings that should stand in the linked calendar, do not, and that no work is listed for.
    private func withoutEvent(_ bookings: [Appointment], _ resource: Resource.ID, _ account: CalendarAccount, _ work: [Job]) throws -> Int {
        let keys = Set(work.compactMap(\.key))
        return try bookings.count { booking in
            let link = try transaction.links.find(appointment: booking.id, resource: resource)
            switch link?.state {
            case .synced, .inConflict: return false
            case .pending, .closed, nil: return !keys.contains("push:\(account.id):\(booking.id):\(resource)")
            }
        }
    }
}

extension SyncSettings {
    /// The names of the services whose bookings are not written, where somebody chose some; `nil` where all are.
    fileprivate func servicesLeftOut(of services: [Service]) -> [String]? {
        guard case .only(let chosen) = sentServices else { return nil }
        return services.filter { !chosen.contains($0.id) }.map(\.name)
    }
}

extension SyncConflict {
    /// Whether the booking itself stands as it was, and something else lies over it.
    fileprivate var isOverlap: Bool { if case .overlapped = kind { true } else { false } }
}
