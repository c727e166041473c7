public import Booking
public import CalendarSync
public import CivilTime
public import Persistence

/// “Why is this event not here?” for one event of an outside calendar, or one booking that somebody misses there.
public struct AskAboutEvent: Sendable {
    /// Something that was read or booked, to be picked from a list.
    public enum Candidate: Sendable {
        case event(OutsideBlock)
        case booking(Appointment)
    }

    /// What somebody looks for.
    public enum Question: Hashable, Sendable {
        /// An event as it was read: its calendar, its item, and when it starts.
        case event(ConnectedCalendar.ID, RemoteItem.ID, Instant)
        case booking(Appointment.ID)
        /// Nothing on the list was it; by its title, or by its day alone.
        case missing(String, byTitle: Bool = true)
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// So many are listed at most, the nearest day first.
    public static let mostCandidates = 40

    /// What was read of a person's calendars, and what is booked with the person, by a part of the title or on a day.
    /// - Parameters:
    ///   - text: a part of a title; empty: any. A private event has none to look for.
    ///   - day: a whole day, or `nil` for the month before and the year after now.
    /// - Throws: `NotAllowed`, `StoreFailure`.
    public func candidates(_ resource: Resource.ID, text: String, day: Span?, actor: Actor) async throws -> [Candidate] {
        let now = kalends.now
        let window = day ?? Self.window(now)
        let wanted = text.trimmed.lowercased()
        return try await kalends.database.read { transaction in
            try transaction.requireScheduler(actor)
            let staff = Set(try transaction.staff.all(of: resource).map(\.id))
            var all: [(start: Instant, candidate: Candidate)] = []
            for block in try transaction.busyBlocks.outside(of: [resource], overlapping: window) {
                let isWanted = wanted.isEmpty || block.block.title?.lowercased().contains(wanted) == true
                if isWanted { all.append((block.block.span.start, .event(block))) }
            }
            for booking in try transaction.appointments.all(overlapping: window, includingCancelled: true) {
                guard !staff.isDisjoint(with: booking.staff) else { continue }
                let isWanted = wanted.isEmpty || booking.names.contains { $0.lowercased().contains(wanted) }
                if isWanted { all.append((booking.span.start, .booking(booking))) }
            }
            all.sort { distance($0.start, now) < distance($1.start, now) }
            return all.prefix(Self.mostCandidates).sorted { $0.start < $1.start }.map(\.candidate)
        }
    }

    /// The diagnosis of the connection with the one event in view. Nothing is kept of it.
    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ question: Question, of resource: Resource.ID, actor: Actor) async throws -> ConnectionDiagnosis {
        let isOff = try await kalends.database.read { try $0.isSwitchedOff(resource) }
        let (account, chosen) = try await kalends.database.read { transaction -> (CalendarAccount?, [LookOutside.Chosen]) in
            try transaction.requireScheduler(actor)
            guard try transaction.resources.find(resource) != nil else { throw NotFound("person") }
            guard let account = try connection(of: question, resource, transaction) else { return (nil, []) }
            return (account, try DiagnosisReading(kalends: kalends, transaction: transaction).chosen(of: account))
        }
        // Where else it may stand only the server knows.
        var look = DiagnosisFacts.Look.notTaken
        if case .missing = question, let account, account.isConnected, !isOff {
            look = await LookOutside(kalends: kalends)(account, chosen)
        }
        let seen = look
        return try await kalends.database.read { transaction in
            var facts = try DiagnosisReading(kalends: kalends, transaction: transaction).facts(of: resource, account: account)
            facts.look = seen
            facts.item = try item(question, resource, facts, transaction)
            return ConnectionDiagnosis(
                subject: DiagnosisReading.subject(resource, account), resource: resource, person: facts.person, account: account,
                diagnosis: Diagnosis(facts))
        }
    }

    /// The connection that the question is about: the event's own, else the one that bookings are written into, else the first.
    private func connection(of question: Question, _ resource: Resource.ID, _ transaction: Transaction) throws -> CalendarAccount? {
        let calendar: ConnectedCalendar? =
            switch question {
            case .event(let id, _, _): try transaction.calendars.find(id)
            case .booking, .missing: try transaction.calendars.linked(of: resource)
            }
        if let calendar, calendar.resource == resource { return try transaction.accounts.find(calendar.account) }
        return try DiagnoseConnection.connections(of: resource, transaction).first ?? nil
    }

    private func item(_ question: Question, _ resource: Resource.ID, _ facts: DiagnosisFacts, _ transaction: Transaction) throws
        -> ItemFacts
    {
        switch question {
        case .event(let id, let item, let start):
            let around = Span(start - .seconds(1), start + .seconds(1))
            guard let calendar = try transaction.calendars.find(id), calendar.resource == resource,
                let block = try transaction.busyBlocks.outside(of: [resource], overlapping: around)
                    .first(where: { $0.calendar == id && $0.item == item && $0.block.span.start == start })
            else { throw NotFound("event") }
            return .event(
                EventFacts(
                    asked: block.block.title ?? "",
                    found: EventFacts.Found(
                        title: block.block.title, span: block.block.span, calendar: calendar.remote.name, closesTime: calendar.closesTime,
                        isBusy: block.isBusy, reason: block.reason)))
        case .booking(let id):
            guard let appointment = try transaction.appointments.find(id) else { throw NotFound("appointment") }
            return .booking(try booking(appointment, resource, transaction))
        case .missing(let text, let byTitle):
            let untitled = try byTitle ? self.untitled(of: resource, transaction) : 0
            return .event(EventFacts(asked: text, otherCalendars: otherCalendars(facts), untitled: untitled))
        }
    }

    private func booking(_ appointment: Appointment, _ resource: Resource.ID, _ transaction: Transaction) throws -> BookingFacts {
        let people = try appointment.staff.compactMap { try transaction.staff.find($0) }
        let link = try transaction.links.find(appointment: appointment.id, resource: resource)
        let made = try transaction.syncSettings.terms(of: resource).settings(for: appointment)
        return BookingFacts(
            appointment: appointment.id, name: appointment.names.joined(separator: " – "), span: appointment.span,
            isConfirmed: appointment.status == .confirmed, people: people.map(\.name),
            isTheirs: people.contains { $0.resource == resource }, link: link?.state,
            calendar: try link.flatMap { try transaction.calendars.find($0.calendar)?.remote.name },
            isSent: made.sends(appointment.service), isMadeWhileOff: made.isOff)
    }

    private static func window(_ now: Instant) -> Span { Span(now - .days(31), now + .days(366)) }

    /// Events whose titles nobody kept: as they are private, or as the settings say.
    private func untitled(of resource: Resource.ID, _ transaction: Transaction) throws -> Int {
        let blocks = try transaction.busyBlocks.outside(of: [resource], overlapping: Self.window(kalends.now))
        return Set(blocks.filter { $0.block.title == nil }.map { [$0.calendar.rawValue, $0.item] }).count
    }

    /// Calendars of the account that nobody reads.
    private func otherCalendars(_ facts: DiagnosisFacts) -> [String] {
        guard case .answered(let listed, _, _) = facts.look else { return [] }
        let chosen = Set(facts.calendars.map(\.remote.id))
        return listed.filter { !chosen.contains($0.id) }.map(\.name).sorted()
    }

    private func distance(_ instant: Instant, _ now: Instant) -> Int64 { abs((instant - now).count) }
}

extension Appointment {
    /// What it is called, and who comes.
    fileprivate var names: [String] { [serviceName] + attendees.map(\.name).filter { !$0.isEmpty } }
}
