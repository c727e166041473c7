import Booking
import CivilTime
import Operations
import RestShape

/// Makes of a body about an appointment what the use cases want.
struct AppointmentReading {
    let item: AppointmentItem
    /// What the body said.
    let given: Set<String>
    let business: Business
    let service: Service
    let zones: ZoneDatabase

    /// - Parameter customer: the one that the body names, if it names one.
    /// - Throws: `GraphError`.
    func booking(_ call: APICall, customer: Customer?) throws(GraphError) -> BookAppointment.Request {
        let (start, length) = try times(usual: service.duration)
        let information = try information()
        let details = CustomerDetails(
            name: information.name ?? customer?.name ?? "", email: information.email ?? customer?.email ?? "",
            phone: information.phone ?? customer?.phone ?? "", notes: information.notes ?? "")
        let isAdministrator = call.bearer?.role == .administrator
        var request = BookAppointment.Request(
            business: business.id, service: service.id, staff: item.staff.first.map { StaffMember.ID($0) }, start: start, details: details,
            zone: try zone(information.zone) ?? business.zone, language: business.language, actor: call.actor,
            ignoresPolicy: isAdministrator, staffNotes: item.staffNotes ?? "")
        request.terms = try terms(length)
        guard isAdministrator || request.terms.duration == nil else {
            throw GraphError(
                .notProcessable, "The appointment is longer or shorter than its service: leave endDateTime out, or ask an administrator.",
                target: "endDateTime")
        }
        request.customer = customer?.id
        request.alsoStaff = item.staff.dropFirst().map { StaffMember.ID($0) }
        request.extras = item.keptExtras(given)
        // How the price is meant, as the service says it.
        if !given.contains("priceType"), !given.contains("price") { request.extras["priceType"] = service.extras["defaultPriceType"] }
        return request
    }

    private func terms(_ length: Seconds) throws(GraphError) -> AppointmentTerms {
        var terms = AppointmentTerms()
        if length != service.duration { terms.duration = length }
        if given.contains("serviceName"), let name = item.serviceName?.orNil { terms.serviceName = name }
        if given.contains("preBuffer") { terms.preBuffer = item.preBuffer }
        if given.contains("postBuffer") { terms.postBuffer = item.postBuffer }
        if given.contains("price") || given.contains("priceType") {
            terms.price = .some(try item.price.units(currency: business.currency, property: "price"))
        }
        if given.contains("serviceLocation") { terms.location = item.place?.text ?? "" }
        if given.contains("isLocationOnline") { terms.isOnline = item.isOnline }
        return terms
    }

    /// The appointment as the body wants it.
    /// - Throws: `GraphError`.
    func revision(of before: Appointment) throws(GraphError) -> Appointment {
        guard item.service == before.service.rawValue else {
            throw GraphError(
                .notProcessable, "An appointment keeps its service: cancel it, and make one of the other service.", target: "serviceId")
        }
        var after = before
        let (start, length) = try times(usual: before.span.duration)
        after.span = Span(start: start, duration: length)
        if given.contains("staffMemberIds") { after.staff = item.staff.map { StaffMember.ID($0) } }
        if given.contains("serviceName"), let name = item.serviceName?.orNil { after.serviceName = name }
        if given.contains("preBuffer") { after.preBuffer = item.preBuffer ?? .zero }
        if given.contains("postBuffer") { after.postBuffer = item.postBuffer ?? .zero }
        if given.contains("price") || given.contains("priceType") {
            after.price = try item.price.units(currency: before.currency, property: "price")
        }
        if given.contains("serviceLocation") { after.location = item.place?.text ?? "" }
        if given.contains("isLocationOnline") { after.meeting = item.isOnline == true ? before.meeting ?? .wanted : nil }
        if given.contains("serviceNotes") { after.staffNotes = item.staffNotes ?? "" }
        after.extras = item.keptExtras(given)
        if var attendee = before.attendees.first {
            let information = try information()
            if let id = information.customerID, id != attendee.customer.rawValue {
                throw GraphError(
                    .notProcessable, "An appointment keeps its customer: cancel it, and make one for the other.",
                    target: "customers[0].customerId")
            }
            attendee.name = information.name ?? attendee.name
            attendee.email = (information.email ?? attendee.email).lowercased()
            attendee.phone = information.phone ?? attendee.phone
            attendee.notes = information.notes ?? attendee.notes
            attendee.zone = try zone(information.zone) ?? attendee.zone
            after.attendees[0] = attendee
        }
        return after
    }

    /// Start and length; the end counts before the duration.
    private func times(usual: Seconds) throws(GraphError) -> (Instant, Seconds) {
        let start = try instant(item.start, "startDateTime")
        if given.contains("endDateTime"), let end = item.end {
            let length = try instant(end, "endDateTime") - start
            guard length > .zero, length <= .days(1) else {
                throw GraphError(
                    .invalidRequest, "endDateTime is not within a day after startDateTime: write a later or an earlier one.",
                    target: "endDateTime")
            }
            return (start, length)
        }
        return (start, given.contains("duration") ? item.duration ?? usual : usual)
    }

    private func instant(_ moment: DateTimeTimeZone, _ property: String) throws(GraphError) -> Instant {
        guard let zone = zones.zone(tzid: moment.timeZone) else {
            throw GraphError(.invalidRequest, "\(property).timeZone is not known here: write one such as UTC.", target: property)
        }
        return zone.instant(of: moment.dateTime)
    }

    /// What is said of the customer: the list before what stands beside it.
    private func information() throws(GraphError) -> CustomerInformation {
        guard item.customers.count <= 1 else {
            throw GraphError(.notProcessable, "The appointment has one customer: send one entry.", target: "customers")
        }
        let flat = item.customer
        guard given.contains("customers"), var first = item.customers.first else { return flat }
        guard given.isDisjoint(with: Self.flatNames) else {
            first.name = first.name ?? flat.name
            first.email = first.email ?? flat.email
            first.phone = first.phone ?? flat.phone
            first.notes = first.notes ?? flat.notes
            first.zone = first.zone ?? flat.zone
            return first
        }
        return first
    }

    private static let flatNames: Set = ["customerName", "customerEmailAddress", "customerPhone", "customerNotes", "customerTimeZone"]

    private func zone(_ name: String?) throws(GraphError) -> String? {
        guard let name = name?.orNil else { return nil }
        guard let zone = zones.zone(tzid: name) else {
            throw GraphError(
                .invalidRequest, "customers[0].timeZone is no zone that is known here: write one such as Europe/Berlin.",
                target: "customers[0].timeZone")
        }
        return zone.name
    }
}
