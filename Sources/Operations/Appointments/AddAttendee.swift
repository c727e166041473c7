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
        return try await kalends.database.write { transaction in
            try transaction.requireScheduler(request.actor)
            let onFile = try request.customer.map { try filed($0, of: request.appointment, transaction) }
            var newcomer = Newcomer(customer: request.customer, details: request.details)
            // The notes are this booking's.
            if let onFile {
                (newcomer.details.name, newcomer.details.email) = (onFile.name, onFile.email)
                newcomer.details.phone = onFile.phone
            }
            return try add(newcomer, to: request.appointment, formID: request.formID, actor: request.actor, token: token, transaction)
        }
    }

    /// The same within the change of another use case.
    /// - Parameter agreed: the service as it was agreed on for the appointment; `nil`: as it is.
    func add(
        _ newcomer: Newcomer, to appointment: Appointment.ID, agreed: Service? = nil, formID: String? = nil, actor: Actor,
        token: String = Token.random(), _ transaction: Transaction
    ) throws -> Appointment {
        try transaction.requireScheduler(actor)
        let now = kalends.now
        guard let known = try transaction.appointments.find(appointment),
            let business = try transaction.businesses.find(known.business), let service = try transaction.services.find(known.service)
        else { throw NotFound("appointment") }
        if let formID, try transaction.submissions.appointment(for: formID) == known.id { return known }
        guard known.status == .confirmed else { throw Failure.cancelled }
        guard known.group != nil else { throw Failure.notShared }

        let onFile = try newcomer.customer.map { try filed($0, of: known.id, transaction) }
        let details = newcomer.details(of: onFile).tidied(for: service.fields, isStaff: true)
        let answers = try details.answers(to: service, isStaff: true, transaction)
        var faults = details.faults(for: service.fields, isStaff: true) + answers.faults
        if let zone = newcomer.zone, kalends.zones.zone(named: zone) == nil {
            faults.append(FieldFault(field: "zone", key: "zoneUnknown", values: ["zone": String(zone.prefix(60))]))
        }
        guard faults.isEmpty else { throw Invalid(faults) }
        let customer = try onFile ?? kalends.customer(details, business: business, now: now, transaction)
        let attendee = Attendee(
            customer: customer.id, name: details.name, email: details.email, phone: details.phone, notes: details.notes,
            zone: newcomer.zone ?? business.zone, language: (Language.named(business.language) ?? .english).code, answers: answers.kept,
            place: kalends.newPlace(in: agreed ?? service, of: business, source: .admin, now: now))
        let change = AppointmentChange(kalends: kalends, transaction: transaction, now: now)
        let (before, after) = try place(attendee, known.id, stored: details.stored, change)
        _ = try change.manageLink(of: customer.id, to: after.id, token: token)
        if let formID, !formID.isEmpty {
            try transaction.submissions.insert(formID: formID, appointment: after.id, customer: customer.id, at: now)
        }
        try change.record(.joined, before, after, actor: actor, reason: "")
        try change.mail(.confirmation, after, about: customer.id)
        try change.push(after)
        return after
    }

    private func place(
        _ attendee: Attendee, _ id: Appointment.ID, stored: String?, _ change: AppointmentChange
    ) throws -> (Appointment?, Appointment) {
        do {
            return try change.join(id, attendee, stored: stored)
        } catch let refusal as PlaceRefusal {
            switch refusal {
            case .full: throw Failure.full
            case .attendsAlready: throw Failure.attendsAlready
            case .closed: throw Failure.cancelled
            }
        }
    }

    private func filed(_ id: Customer.ID, of appointment: Appointment.ID, _ transaction: Transaction) throws -> Customer {
        guard let customer = try transaction.customers.find(id), customer.erasedAt == nil,
            customer.business == (try transaction.appointments.find(appointment)?.business)
        else { throw NotFound("customer") }
        return customer
    }
}

extension Newcomer {
    /// What is said of them, and for the rest what is on file.
    fileprivate func details(of onFile: Customer?) -> CustomerDetails {
        var details = details
        guard let onFile else { return details }
        if details.name.trimmed.isEmpty { details.name = onFile.name }
        if details.email.trimmed.isEmpty { details.email = onFile.email }
        if details.phone.trimmed.isEmpty { details.phone = onFile.phone }
        return details
    }
}
