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

    /// - Parameter customer: the one that the body names first, if it names one.
    /// - Throws: `GraphError`.
    func booking(_ call: APICall, customer: Customer?) throws(GraphError) -> BookAppointment.Request {
        let (start, length) = try times(usual: service.duration)
        let places = item.places ?? service.maximumAttendeesCount
        guard item.customers.count <= places else {
            throw GraphError(
                .notProcessable, "The appointment has places for \(places) and not for \(item.customers.count): send fewer entries.",
                target: "customers")
        }
        let information = first()
        let details = information.details(customer)
        let isAdministrator = call.bearer?.role == .administrator
        var request = BookAppointment.Request(
            business: business.id, service: service.id, staff: item.staff.first.map { StaffMember.ID($0) }, start: start, details: details,
            zone: try zone(information.zone, 0) ?? business.zone, language: business.language, actor: call.actor,
            ignoresPolicy: isAdministrator, staffNotes: item.staffNotes ?? "")
        request.terms = try terms(length)
        guard isAdministrator || request.terms.duration == nil else {
            throw GraphError(
                .notProcessable, "The appointment is longer or shorter than its service: leave endDateTime out, or ask an administrator.",
                target: "endDateTime")
        }
        request.customer = customer?.id
        for (index, other) in item.customers.enumerated().dropFirst() { request.companions.append(try newcomer(other, index)) }
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
        if let places = item.places, places != service.maximumAttendeesCount { terms.maximumAttendeesCount = places }
        return terms
    }

    /// The appointment as the body wants it, and who gets and gives up places.
    /// - Throws: `GraphError`.
    func revision(of before: Appointment) throws(GraphError) -> (Appointment, ReviseAppointment.Places) {
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
        if let places = item.places, places != before.maximumAttendeesCount {
            guard before.group != nil, places > 1 else {
                throw GraphError(
                    .notProcessable, "An appointment for one customer stays theirs, and one for several stays shared: make another one.",
                    target: "maximumAttendeesCount")
            }
            after.group?.maximumAttendeesCount = places
        }
        let changes = try attendance(of: before, into: &after)
        return (after, changes)
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

    /// What is said of the first customer: the list before what stands beside it.
    func first() -> CustomerInformation {
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

    /// - Parameter index: of the customer.
    func zone(_ name: String?, _ index: Int) throws(GraphError) -> String? {
        guard let name = name?.orNil else { return nil }
        guard let zone = zones.zone(tzid: name) else {
            throw GraphError(
                .invalidRequest, "customers[\(index)].timeZone is no zone that is known here: write one such as Europe/Berlin.",
                target: "customers[\(index)].timeZone")
        }
        return zone.name
    }
}
