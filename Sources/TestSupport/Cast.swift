public import Booking
public import CivilTime

/// The people and the business of the tests. Ana owns the studio, Ben works there, Cleo books; Dario and his own business must see nothing
/// of it.
public enum Cast {
    /// 2026-11-21T09:00:00Z, a Saturday: 10:00 in the studio.
    public static let morning = Instant(secondsSinceEpoch: 1_795_251_600)

    /// Monday to Friday, 9:00 to 17:00.
    public static let workingWeek = WeeklyHours.every(
        [.monday, .tuesday, .wednesday, .thursday, .friday], OpeningRange(start: 540, end: 1020))

    // MARK: Ana's studio

    public static let studio = Business(
        id: Business.ID("bstudio"), slug: "studio", name: "Ana’s Studio", introduction: "Hair, unhurried.", zone: "Europe/Berlin",
        hours: workingWeek,
        contact: BusinessContact(address: "Lindenstraße 1, Berlin", phone: "+49 30 5550100", replyTo: "studio@example.org"),
        feedToken: "feed-studio")

    /// Half an hour without buffers, offered by Ana and Ben.
    public static let haircut = Service(
        id: Service.ID("vhaircut"), business: studio.id, slug: "haircut", name: "Haircut", duration: .minutes(30), price: 3_500,
        staff: [anaMember.id, benMember.id])

    /// An hour with a quarter before and half an hour after, offered by Ben alone.
    public static let coloring = Service(
        id: Service.ID("vcoloring"), business: studio.id, slug: "coloring", name: "Colouring", duration: .hours(1), preBuffer: .minutes(15),
        postBuffer: .minutes(30), price: 9_000, staff: [benMember.id], position: 1)

    public static let ana = User(
        id: User.ID("uana"), name: "Ana", email: "ana@example.org", passwordHash: nil, role: .administrator, createdAt: morning)
    public static let anaResource = Resource(id: Resource.ID("rana"), name: "Ana")
    public static let anaMember = StaffMember(
        id: StaffMember.ID("sana"), business: studio.id, resource: anaResource.id, name: "Ana", email: "ana@example.org", user: ana.id,
        feedToken: "feed-ana")

    public static let ben = User(
        id: User.ID("uben"), name: "Ben", email: "ben@example.org", passwordHash: nil, role: .scheduler, createdAt: morning)
    public static let benResource = Resource(id: Resource.ID("rben"), name: "Ben")
    public static let benMember = StaffMember(
        id: StaffMember.ID("sben"), business: studio.id, resource: benResource.id, name: "Ben", email: "ben@example.org", user: ben.id,
        feedToken: "feed-ben", position: 1)

    public static let cleo = Customer(
        id: Customer.ID("ccleo"), business: studio.id, name: "Cleo", email: "cleo@example.org", phone: "+49 30 5550199", createdAt: morning)

    // MARK: Dario's own business

    public static let darioBusiness = Business(
        id: Business.ID("bdario"), slug: "dario", name: "Dario’s Garage", zone: "America/New_York", currency: "USD", hours: workingWeek,
        feedToken: "feed-garage")
    public static let darioResource = Resource(id: Resource.ID("rdario"), name: "Dario")
    public static let darioMember = StaffMember(
        id: StaffMember.ID("sdario"), business: darioBusiness.id, resource: darioResource.id, name: "Dario", email: "dario@example.org",
        feedToken: "feed-dario")
    public static let darioService = Service(
        id: Service.ID("vdario"), business: darioBusiness.id, slug: "inspection", name: "Inspection", staff: [darioMember.id])
    /// Dario as a customer of his own business: no page of the studio may show him, nor show him anything.
    public static let dario = Customer(
        id: Customer.ID("cdario"), business: darioBusiness.id, name: "Dario", email: "dario@example.org", phone: "", createdAt: morning)

    /// Cleo's booking of a service with somebody of the studio.
    public static func appointment(
        _ id: String = "pfirst", of service: Service = haircut, at start: Instant = morning + .days(2), with staff: StaffMember = anaMember,
        status: Appointment.Status = .confirmed
    ) -> Appointment {
        let attendee = Attendee(customer: cleo.id, name: cleo.name, email: cleo.email, phone: cleo.phone, zone: studio.zone)
        return Appointment(
            id: Appointment.ID(id), business: service.business, service: service.id, serviceName: service.name,
            span: Span(start: start, duration: service.duration), preBuffer: service.preBuffer, postBuffer: service.postBuffer,
            staff: [staff.id], attendees: [attendee], status: status, location: studio.contact.address, price: service.price,
            currency: studio.currency, source: .page, uid: "\(id)@kalends", createdAt: morning, updatedAt: morning)
    }

    public static func claim(of appointment: Appointment, by resource: Resource = anaResource) -> Claim {
        Claim(resource: resource.id, span: appointment.claimedSpan, cause: .appointment(appointment.id))
    }
}
