public import Booking
import CivilTime
import Persistence
import Secrets
import Texts

/// Gives a customer a place in an appointment that several share, on behalf of the business; hours and lead times do not bind it, the number of
/// places does.
public struct AddAttendee: Sendable {
    public struct Request: Sendable {
        public var appointment: Appointment.ID
        /// A known customer, of whom name, address and number count as they are on file; `nil`: whoever the details name.
        public var customer: Customer.ID?
        public var details: CustomerDetails
        /// The rendered form's own key: it adds at most once, however often it is sent.
        public var formID: String?
        public var actor: Actor

        public init(
            appointment: Appointment.ID, customer: Customer.ID? = nil, details: CustomerDetails, formID: String? = nil, actor: Actor
        ) {
            self.appointment = appointment
            self.customer = customer
            self.details = details
            self.formID = formID
            self.actor = actor
        }
    }

    public enum Failure: Error, Hashable, Sendable {
        /// All places are taken.
        case full
        case attendsAlready
        case cancelled
        /// The appointment is for one customer.
        case notShared
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Failure`, `Invalid`, `NotAllowed`, `NotFound`, `StoreFailure`.
    @discardableResult
    public func callAsFunction(_ request: Request) async throws -> Appointment {
        let token = Token.random()
        return try await kalends.database.write { transaction in try add(request, token: token, transaction) }
    }

    private func add(_ request: Request, token: String, _ transaction: Transaction) throws -> Appointment {
        try transaction.requireScheduler(request.actor)
        let now = kalends.now
        guard let known = try transaction.appointments.find(request.appointment),
            let business = try transaction.businesses.find(known.business), let service = try transaction.services.find(known.service)
        else { throw NotFound("appointment") }
        if let formID = request.formID, try transaction.submissions.appointment(for: formID) == known.id { return known }
        guard known.status == .confirmed else { throw Failure.cancelled }
        guard known.group != nil else { throw Failure.notShared }

        let details = try details(of: request, in: business, transaction).tidied(for: service.fields, isStaff: true)
        let faults = details.faults(for: service.fields, isStaff: true)
        guard faults.isEmpty else { throw Invalid(faults) }
        let customer =
            try request.customer.flatMap { try transaction.customers.find($0) }
            ?? kalends.customer(details, business: business, now: now, transaction)
        let attendee = Attendee(
            customer: customer.id, name: details.name, email: details.email, phone: details.phone, notes: details.notes,
            zone: business.zone, language: (Language.named(business.language) ?? .english).code,
            place: kalends.newPlace(in: service, of: business, source: .admin, now: now))
        let change = AppointmentChange(kalends: kalends, transaction: transaction, now: now)
        let (before, after) = try place(attendee, known.id, change)
        _ = try change.manageLink(of: customer.id, to: after.id, token: token)
        if let formID = request.formID, !formID.isEmpty {
            try transaction.submissions.insert(formID: formID, appointment: after.id, customer: customer.id, at: now)
        }
        try change.record(.joined, before, after, actor: request.actor, reason: "")
        try change.mail(.confirmation, after, about: customer.id)
        try change.push(after)
        return after
    }

    private func place(_ attendee: Attendee, _ id: Appointment.ID, _ change: AppointmentChange) throws -> (Appointment?, Appointment) {
        do {
            return try change.join(id, attendee)
        } catch let refusal as PlaceRefusal {
            switch refusal {
            case .full: throw Failure.full
            case .attendsAlready: throw Failure.attendsAlready
            case .closed: throw Failure.cancelled
            }
        }
    }

    /// Of a known customer what is on file; the notes are this booking's.
    private func details(of request: Request, in business: Business, _ transaction: Transaction) throws -> CustomerDetails {
        guard let id = request.customer else { return request.details }
        guard let customer = try transaction.customers.find(id), customer.erasedAt == nil, customer.business == business.id
        else { throw NotFound("customer") }
        return CustomerDetails(name: customer.name, email: customer.email, phone: customer.phone, notes: request.details.notes)
    }
}
