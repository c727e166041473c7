public import Booking
import CalendarSync
public import CivilTime
import Persistence
import Secrets
import Texts

/// Books an appointment: claims the time, stores the promise, and leaves the mails and the calendar events to the workers, all in one transaction.
public struct BookAppointment: Sendable {
    public struct Request: Sendable {
        public var business: Business.ID
        public var service: Service.ID
        /// `nil`: anyone who is free; who it is, is then chosen fairly.
        public var staff: StaffMember.ID?
        public var start: Instant
        public var details: CustomerDetails
        /// The zone in which the customer saw the times (IANA).
        public var zone: String
        public var language: String
        /// The rendered form's own key: it books at most once, however often it is sent.
        public var formID: String?
        public var actor: Actor
        /// Staff may book outside of hours, over time off and over outside events; never over a claim.
        public var ignoresPolicy: Bool
        public var staffNotes: String
        /// What staff agree on otherwise than the service says.
        public var terms = AppointmentTerms()
        /// The customer, where staff know who it is already; otherwise whoever has the mail address.
        public var customer: Customer.ID?
        /// Others who take part, beside the person who is booked; only staff may ask for them.
        public var alsoStaff: [StaffMember.ID] = []
        /// Others who get places along with the customer, all of them or nobody; only staff may ask for them.
        public var companions: [Newcomer] = []
        public var extras = Extras()

        public init(
            business: Business.ID, service: Service.ID, staff: StaffMember.ID?, start: Instant, details: CustomerDetails, zone: String,
            language: String, formID: String? = nil, actor: Actor, ignoresPolicy: Bool = false, staffNotes: String = ""
        ) {
            self.business = business
            self.service = service
            self.staff = staff
            self.start = start
            self.details = details
            self.zone = zone
            self.language = language
            self.formID = formID
            self.actor = actor
            self.ignoresPolicy = ignoresPolicy
            self.staffNotes = staffNotes
        }
    }

    public struct Confirmation: Sendable {
        public var appointment: Appointment
        /// Whose booking it is.
        public var attendee: Attendee
        /// The unguessable part of the manage link.
        public var manageToken: String
        /// Whether the same form had booked it before.
        public var isRepeat: Bool
    }

    public enum Failure: Error, Hashable, Sendable {
        /// The page is not published, or the service or person is no longer offered.
        case closed
        /// Somebody was faster, or a calendar closed the time meanwhile.
        case taken(alternatives: [OfferedSlot])
        case tooSoon(earliest: Instant, alternatives: [OfferedSlot])
        case tooFar(latest: Instant, alternatives: [OfferedSlot])
        /// Not a start that the hours and the step give.
        case notOffered(alternatives: [OfferedSlot])
        /// The customer has a place in the group that meets then.
        case attendsAlready(alternatives: [OfferedSlot])

        public var alternatives: [OfferedSlot] {
            switch self {
            case .closed: []
            case .taken(let slots), .tooSoon(_, let slots), .tooFar(_, let slots), .notOffered(let slots),
                .attendsAlready(let slots):
                slots
            }
        }
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Invalid`, `Failure`, `AddAttendee.Failure` for a companion, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ request: Request) async throws -> Confirmation {
        do {
            return try await book(request, recheck: request.actor.isCustomer)
        } catch let needed as RecheckNeeded {
            await RecheckCalendars(kalends: kalends)(needed.calendars)
            return try await book(request, recheck: false)
        }
    }

    /// Calendars are older than their limit, and are to be looked at before the booking is made.
    private struct RecheckNeeded: Error {
        var calendars: [ConnectedCalendar.ID]
    }

    private func book(_ request: Request, recheck: Bool) async throws -> Confirmation {
        let token = Token.random()
        do {
            // A claim, a form and a customer's address are there once; whatever else a booking relies on is changed by writes alone, or may
            // change right after it just as well.
            return try await kalends.database.write(guarded: true) { transaction in
                try book(request, token: token, recheck: recheck, transaction)
            }
        } catch let needed as RecheckNeeded {
            throw needed
        } catch {
            // What stands in the way may be what this very form has booked already, whose answer was lost.
            guard request.formID != nil, Self.mayComeOfItself(error),
                let repeated = try await kalends.database.write({ transaction in try repeatOf(request, transaction) })
            else { throw error }
            return repeated
        }
    }

    /// Whether the request can have failed because it had succeeded.
    private static func mayComeOfItself(_ error: any Error) -> Bool {
        switch error as? StoreFailure {
        case nil, .unique, .overlap: true
        default: false
        }
    }

    /// What would come of a start now.
    public enum Outlook: Hashable, Sendable {
        case free
        /// It would be booked, and confirmed once calendars could be looked at.
        case awaitingConfirmation
        case refused(Failure)
    }

    /// What would come of a start now. Stores nothing, and looks at no details.
    /// - Throws: `NotFound`, `StoreFailure`.
    public func outlook(of request: Request) async throws -> Outlook {
        try await kalends.database.read { transaction in
            do {
                let (business, service) = try offered(request, transaction)
                let chosen = try choose(request, business, service, kalends.now, recheck: false, transaction)
                return chosen.awaitsConfirmation ? .awaitingConfirmation : .free
            } catch let failure as Failure {
                return .refused(failure)
            }
        }
    }

    /// What a rendered form has booked, if it has.
    /// - Throws: `NotFound`, `StoreFailure`.
    public func confirmation(ofForm formID: String) async throws -> Confirmation? {
        try await kalends.database.read { transaction in try confirmation(ofForm: formID, transaction) }
    }

    /// The confirmation that the same rendered form already received, or whose answer was lost.
    private func repeatOf(_ request: Request, _ transaction: Transaction) throws -> Confirmation? {
        guard let found = try request.formID.flatMap({ try confirmation(ofForm: $0, transaction) }) else { return nil }
        transaction.requireDurable()
        return found
    }

    private func confirmation(ofForm formID: String, _ transaction: Transaction) throws -> Confirmation? {
        guard !formID.isEmpty, let (id, customer) = try transaction.submissions.booking(for: formID) else { return nil }
        guard let appointment = try transaction.appointments.find(id),
            let attendee = customer.map({ appointment.attendee($0) ?? appointment.formerAttendee($0) }) ?? appointment.attendees.first,
            let sealed = try transaction.manageLinks.sealedToken(of: id, customer: attendee.customer),
            let token = kalends.secretKey.open(sealed, context: manageLinkContext(id))
        else { throw NotFound("the booking that this form made") }
        return Confirmation(
            appointment: appointment, attendee: attendee, manageToken: String(decoding: token, as: UTF8.self), isRepeat: true)
    }

    private func book(_ request: Request, token: String, recheck: Bool, _ transaction: Transaction) throws -> Confirmation {
        if !request.actor.isCustomer { try transaction.requireScheduler(request.actor) }
        let now = kalends.now
        let (business, offered) = try offered(request, transaction)
        let service = request.actor.isCustomer ? offered : request.terms.applied(to: offered)

        let details = request.details.tidied(for: service.fields, isStaff: !request.actor.isCustomer)
        var faults = details.faults(for: service.fields, isStaff: !request.actor.isCustomer)
        let answers = try details.answers(to: service, isStaff: !request.actor.isCustomer, transaction)
        faults += answers.faults
        if kalends.zones.zone(named: request.zone) == nil {
            faults.append(FieldFault(field: "zone", key: "zoneUnknown", values: ["zone": String(request.zone.prefix(60))]))
        }
        let staffNotes = request.actor.isCustomer ? "" : request.staffNotes.trimmed
        faults += Check.text(staffNotes, field: "staffNotes", limit: 4000, noun: "notes", allowsLines: true)
        if !request.actor.isCustomer { faults += request.terms.faults() }
        guard faults.isEmpty else { throw Invalid(faults) }

        let chosen = try choose(request, business, service, now, recheck: recheck, transaction)
        let others = try others(beside: chosen.staff, request, transaction)
        let customer =
            try known(request.customer, business, transaction) ?? kalends.customer(details, business: business, now: now, transaction)
        let source: Appointment.Source = request.actor.isCustomer ? .page : .admin
        let attendee = Attendee(
            customer: customer.id, name: details.name, email: details.email, phone: details.phone, notes: details.notes, zone: request.zone,
            language: (Language.named(request.language) ?? .english).code, answers: answers.kept,
            place: service.isForGroups ? kalends.newPlace(in: service, of: business, source: source, now: now) : nil)
        let change = AppointmentChange(kalends: kalends, transaction: transaction, now: now)
        let (before, appointment) =
            try chosen.group.map { try join($0, attendee, request, business, service, staffNotes, change) }
            ?? (nil, try open(attendee, chosen, others, request, business, service, staffNotes, change))
        let token = try change.manageLink(of: customer.id, to: appointment.id, token: token)
        if let formID = request.formID, !formID.isEmpty {
            try transaction.submissions.insert(formID: formID, appointment: appointment.id, customer: customer.id, at: now)
        }
        try change.record(before == nil ? .booked : .joined, before, appointment, actor: request.actor, reason: chosen.reason)
        try change.mail(.confirmation, appointment, about: appointment.group == nil ? nil : customer.id)
        if before == nil { try change.pushNew(appointment) } else { try change.push(appointment) }
        var shared = appointment
        if !request.actor.isCustomer {
            for companion in request.companions {
                shared = try AddAttendee(kalends).add(
                    companion, to: appointment.id, agreed: before == nil ? service : nil, actor: request.actor, transaction)
            }
        }
        return Confirmation(appointment: shared, attendee: attendee, manageToken: token, isRepeat: false)
    }

    /// Takes the time.
    private func open(
        _ attendee: Attendee, _ chosen: Chosen, _ others: [StaffMember.ID], _ request: Request, _ business: Business, _ service: Service,
        _ staffNotes: String, _ change: AppointmentChange
    ) throws -> Appointment {
        let (now, transaction) = (change.now, change.transaction)
        var appointment = Appointment(
            id: Appointment.ID(kalends.newID()), business: business.id, service: service.id, serviceName: service.name,
            span: Span(start: request.start, duration: service.duration),
            preBuffer: service.preBuffer, postBuffer: service.postBuffer, staff: [chosen.staff] + others, attendees: [attendee],
            group: service.isForGroups ? AppointmentGroup(maximumAttendeesCount: service.maximumAttendeesCount) : nil,
            location: service.location.isEmpty && !service.isOnline ? business.contact.address : service.location,
            meeting: service.isOnline ? try kalends.promisedMeeting(with: [chosen.staff], of: service.id, transaction) : nil,
            price: service.price,
            currency: business.currency,
            staffNotes: staffNotes, source: request.actor.isCustomer ? .page : .admin, uid: "kalends-\(kalends.newID())",
            awaitsConfirmationSince: chosen.awaitsConfirmation ? now : nil, createdAt: now, updatedAt: now)
        appointment.extras = request.extras
        appointment.extras[attendee: attendee.customer] = request.details.stored
        try transaction.appointments.insert(appointment)
        try change.take(appointment)
        return appointment
    }

    /// Takes a place in a group whose time is taken already.
    private func join(
        _ group: OpenGroup, _ attendee: Attendee, _ request: Request, _ business: Business, _ service: Service, _ staffNotes: String,
        _ change: AppointmentChange
    ) throws -> (Appointment?, Appointment) {
        do {
            return try change.join(group.appointment, attendee, staffNotes: staffNotes, stored: request.details.stored)
        } catch PlaceRefusal.attendsAlready {
            let others = try alternatives(request, business, service, change.transaction).filter { $0.start != request.start }
            throw Failure.attendsAlready(alternatives: others)
        } catch is PlaceRefusal {
            throw Failure.taken(alternatives: try alternatives(request, business, service, change.transaction))
        }
    }

    private func offered(_ request: Request, _ transaction: Transaction) throws -> (Business, Service) {
        guard let business = try transaction.businesses.find(request.business),
            let service = try transaction.services.find(request.service),
            service.business == business.id
        else { throw NotFound("service") }
        let isOpen = request.actor.isCustomer ? business.page.isOpen && service.isOffered : service.isActive
        guard isOpen, business.isActive else { throw Failure.closed }
        return (business, service)
    }

    /// Those who are to take part beside the one who is booked.
    private func others(beside chosen: StaffMember.ID, _ request: Request, _ transaction: Transaction) throws -> [StaffMember.ID] {
        guard !request.actor.isCustomer else { return [] }
        for id in request.alsoStaff {
            guard let member = try transaction.staff.find(id), member.business == request.business, member.isActive else {
                throw NotFound("staff member")
            }
        }
        return request.alsoStaff.filter { $0 != chosen }
    }

    /// Those who can be booked at a start.
    private struct Free {
        var staff: [StaffMember.ID]
        /// Of them, those whose calendars are not known any more.
        var awaiting: Set<StaffMember.ID> = []

        /// Nobody is promised in doubt where somebody else is free without one.
        var known: [StaffMember.ID] {
            let known = staff.filter { !awaiting.contains($0) }
            return known.isEmpty ? staff : known
        }
    }

    /// Who gets the appointment, and why.
    private struct Chosen {
        var staff: StaffMember.ID
        var awaitsConfirmation: Bool
        /// The group that is joined; `nil`: the time is taken anew.
        var group: OpenGroup?
        /// For the history.
        var reason: String

        init(joining group: OpenGroup, with staff: StaffMember.ID) {
            self.staff = staff
            self.group = group
            awaitsConfirmation = group.awaitsConfirmation
            reason = "joined the group that meets then; \(group.freePlaces) places were left"
        }

        init(_ choice: FairChoice.Choice, of free: Free) {
            staff = choice.staff
            awaitsConfirmation = free.awaiting.contains(choice.staff)
            reason = choice.reason + (awaitsConfirmation ? "; to be confirmed once their calendars were read" : "")
        }
    }

    /// Who gets the appointment, after every rule was asked.
    private func choose(
        _ request: Request, _ business: Business, _ service: Service, _ now: Instant, recheck: Bool, _ transaction: Transaction
    ) throws -> Chosen {
        let wanted = wantedStaff(request, business, service)
        let candidates = try kalends.candidates(for: service, staff: wanted, in: transaction)
        guard !candidates.isEmpty else { throw Failure.closed }
        if let joined = try joinable(candidates, request, business, service, now, transaction) { return joined }

        let free: Free
        if request.ignoresPolicy, !request.actor.isCustomer {
            free = Free(staff: try unclaimed(candidates, request, business, service, now, transaction))
        } else {
            free = try offering(candidates, request, business, service, now, recheck: recheck, transaction)
        }
        let known = free.known
        guard let first = known.first else { throw Failure.taken(alternatives: try alternatives(request, business, service, transaction)) }
        let choice: FairChoice.Choice
        if wanted != nil {
            choice = FairChoice.Choice(staff: first, reason: "chosen by name")
        } else {
            let loads = try transaction.appointments.loads(of: known, in: FairChoice.horizon(around: request.start))
            guard let fair = FairChoice.choose(among: known, loads: loads) else { throw Failure.closed }
            choice = fair
        }
        if recheck, let chosen = candidates.first(where: { $0.id == choice.staff }) {
            let calendars = try RecheckCalendars(kalends: kalends).notReadLately(of: chosen.resource, transaction)
            if !calendars.isEmpty { throw RecheckNeeded(calendars: calendars) }
        }
        return Chosen(choice, of: free)
    }

    /// A group with a place comes before free time, the fullest first: so groups fill up, and people stay free.
    private func joinable(
        _ candidates: [StaffMember], _ request: Request, _ business: Business, _ service: Service, _ now: Instant,
        _ transaction: Transaction
    ) throws -> Chosen? {
        guard service.isForGroups else { return nil }
        let rules = kalends.rules(for: service, business: business, actor: request.actor, now: now)
        let instant = Span(request.start, request.start + .seconds(1))
        let people = try kalends.availability(
            of: candidates, business: business, in: instant, joining: service, transaction: transaction)
        let ignoresPolicy = request.ignoresPolicy && !request.actor.isCustomer
        let open = people.compactMap { person -> (staff: StaffMember.ID, group: OpenGroup)? in
            let known = person.groups?.first { $0.span.start == request.start && $0.freePlaces > 0 }
            let group = ignoresPolicy ? known : person.search(rules).group(at: request.start)
            return group.map { (person.member.id, $0) }
        }
        let best = open.min { left, right in
            if left.group.awaitsConfirmation != right.group.awaitsConfirmation { return right.group.awaitsConfirmation }
            return left.group.freePlaces < right.group.freePlaces
        }
        return best.map { Chosen(joining: $0.group, with: $0.staff) }
    }

    /// The person asked for, where whoever asks may choose.
    private func wantedStaff(_ request: Request, _ business: Business, _ service: Service) -> StaffMember.ID? {
        let policy = service.policy ?? business.policy
        return request.actor.isCustomer && !policy.allowStaffSelection ? nil : request.staff
    }

    private func offering(
        _ candidates: [StaffMember], _ request: Request, _ business: Business, _ service: Service, _ now: Instant, recheck: Bool,
        _ transaction: Transaction
    ) throws -> Free {
        let rules = kalends.rules(for: service, business: business, actor: request.actor, now: now)
        try requireInReach(request, rules, business, service, transaction)
        let instant = Span(request.start, request.start + .seconds(1))
        let people = try kalends.availability(of: candidates, business: business, in: instant, transaction: transaction)
        if recheck, people.contains(where: { $0.taken.contains(where: \.isWorthALook) }) {
            let calendars = try RecheckCalendars(kalends: kalends).ageing(among: candidates.map(\.resource), transaction)
            if !calendars.isEmpty { throw RecheckNeeded(calendars: calendars) }
        }
        let closures = people.map { ($0.member.id, $0.search(rules).explanations(in: instant).first) }
        let free = closures.filter { $0.1 != nil && $0.1?.closure == nil }.map(\.0)
        if free.isEmpty, !closures.contains(where: { if case .taken = $0.1?.closure { true } else { false } }) {
            throw Failure.notOffered(alternatives: try alternatives(request, business, service, transaction))
        }
        return Free(staff: free, awaiting: Set(people.filter { $0.awaitsConfirmation(rules) }.map(\.member.id)))
    }

    private func requireInReach(
        _ request: Request, _ rules: SlotRules, _ business: Business, _ service: Service, _ transaction: Transaction
    ) throws {
        if request.start < rules.earliest {
            throw Failure.tooSoon(earliest: rules.earliest, alternatives: try alternatives(request, business, service, transaction))
        }
        if request.start > rules.latest {
            throw Failure.tooFar(latest: rules.latest, alternatives: try alternatives(request, business, service, transaction))
        }
    }

    /// Whoever can be booked against the rules: those whom the rules allow if there are any, otherwise those whose time no booking takes.
    private func unclaimed(
        _ candidates: [StaffMember], _ request: Request, _ business: Business, _ service: Service, _ now: Instant,
        _ transaction: Transaction
    ) throws -> [StaffMember.ID] {
        let rules = kalends.rules(for: service, business: business, actor: request.actor, now: now)
        try requireInReach(request, rules, business, service, transaction)
        let instant = Span(request.start, request.start + .seconds(1))
        let allowed = try kalends.availability(of: candidates, business: business, in: instant, transaction: transaction)
            .filter { $0.search(rules).offers(request.start) }.map(\.member.id)
        guard allowed.isEmpty else { return allowed }
        let needed = Span(start: request.start, duration: service.duration).padded(before: service.preBuffer, after: service.postBuffer)
        let claimed = Set(try transaction.claims.all(of: candidates.map(\.resource), overlapping: needed).map(\.resource))
        return candidates.filter { !claimed.contains($0.resource) }.map(\.id)
    }

    private func alternatives(
        _ request: Request, _ business: Business, _ service: Service, _ transaction: Transaction
    ) throws -> [OfferedSlot] {
        try kalends.alternatives(
            to: request.start, service: service, business: business, staff: wantedStaff(request, business, service), actor: request.actor,
            joining: true, transaction: transaction)
    }

    /// The customer whom staff know already.
    private func known(_ id: Customer.ID?, _ business: Business, _ transaction: Transaction) throws -> Customer? {
        guard let id else { return nil }
        guard let customer = try transaction.customers.find(id), customer.business == business.id, customer.erasedAt == nil else {
            throw NotFound("customer")
        }
        return customer
    }
}

extension TakenTime {
    /// Whether it stands for a calendar that may be known again once it is asked.
    fileprivate var isWorthALook: Bool { if case .unread(let age) = cause { age < .dead } else { false } }
}

/// What binds a sealed manage token to its appointment.
func manageLinkContext(_ id: Appointment.ID) -> String { "manage:\(id)" }
