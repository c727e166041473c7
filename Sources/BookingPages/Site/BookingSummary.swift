import Booking
import CivilTime
import Operations
import Texts

/// What is booked, in sight on every step: service, time, people, place, price.
struct BookingSummary: Sendable {
    var serviceName: String
    var summary: String?
    var when: String?
    /// The instant for machines.
    var instant: String?
    var duration: String
    var price: String?
    var place: String?
    var online: Online?
    var person: String?
    /// How many may come together, where others can be there too.
    var group: String?

    /// How people meet from afar: the link, or what to know of it meanwhile.
    struct Online: Sendable {
        var link: String?
        var text: String
    }

    /// Of something not yet booked.
    init(_ open: OpenService, staff: StaffMember.ID? = nil, start: Instant? = nil, zone: Zone, texts: Texts) {
        let service = open.service
        serviceName = service.name
        summary = service.summary.isEmpty ? nil : service.summary
        let span = start.map { Span(start: $0, duration: service.duration) }
        when = span.map { texts.when($0, in: zone) }
        instant = start?.description
        duration = texts.duration(service.duration)
        price = Self.price(service.price, open.business.currency, texts)
        place = service.isOnline ? service.location.nonEmpty : Self.place(service.location, open.business)
        online = service.isOnline ? Online(text: Self.onlineBefore(open, staff, texts)) : nil
        group = service.isForGroups ? texts("booking.groupUpTo", ["most": texts.number(service.maximumAttendeesCount)]) : nil
        let chosen =
            open.staff.first { $0.id == staff } ?? (open.staff.count == 1 && open.policy.allowStaffSelection ? open.staff.first : nil)
        person = chosen?.name ?? (start != nil && open.choosableStaff.count > 1 ? texts["booking.anyoneFree"] : nil)
    }

    /// Of a booking: what was promised then, whatever the service became.
    init(_ managed: ManagedAppointment, zone: Zone, texts: Texts) {
        let appointment = managed.appointment
        serviceName = appointment.serviceName
        when = texts.when(appointment.span, in: zone)
        instant = appointment.span.start.description
        duration = texts.duration(appointment.span.duration)
        price = Self.price(appointment.price, appointment.currency, texts)
        place = appointment.meeting == nil ? Self.place(appointment.location, managed.business) : appointment.location.nonEmpty
        online =
            appointment.status == .confirmed
            ? appointment.meeting.map { Self.online($0, isLate: managed.isMeetingLate, managed.business, texts) } : nil
        person = managed.staff.isEmpty ? nil : managed.staff.map(\.name).joined(separator: ", ")
    }

    static func price(_ price: Int?, _ currency: String, _ texts: Texts) -> String? {
        price.map { $0 == 0 ? texts["booking.free"] : texts.money($0, currency: currency) }
    }

    /// How to join stands on the confirmation only where a link is made.
    private static func onlineBefore(_ open: OpenService, _ staff: StaffMember.ID?, _ texts: Texts) -> String {
        let people = open.staff.filter { staff == nil || $0.id == staff }
        let told = people.count { !open.linked.contains($0.id) }
        let key = told == 0 ? "onlineBefore" : told == people.count ? "onlineBeforeTold" : "onlineBeforeEither"
        return texts("booking.\(key)", ["business": open.business.name])
    }

    private static func online(_ meeting: OnlineMeeting, isLate: Bool, _ business: Business, _ texts: Texts) -> Online {
        switch meeting {
        case .ready(let link): Online(link: link, text: link)
        case .wanted where isLate: Online(text: texts("booking.onlineLate", ["business": business.name]))
        case .wanted: Online(text: texts["booking.onlineFollows"])
        case .unavailable: Online(text: texts("booking.onlineTold", ["business": business.name]))
        }
    }

    private static func place(_ location: String, _ business: Business) -> String? {
        if !location.isEmpty { return location }
        return business.contact.address.isEmpty ? nil : business.contact.address
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
