import Booking
import CalendarSync
import CivilTime
import Operations
import Persistence

/// Everything about one appointment, read in one transaction.
struct AppointmentReading: Sendable {
    struct Place: Sendable {
        var person: StaffMember
        var link: Link?
        var calendar: ConnectedCalendar?
        var standing: EventStanding
    }

    var appointment: Appointment
    /// Whether the link of its online meeting waits for a calendar that cannot be written.
    var isMeetingHeldUp: Bool
    var business: Business
    var service: Service?
    var people: [StaffMember]
    /// Who could take it: the service's bookable people, and whoever has it now.
    var candidates: [StaffMember]
    var places: [Place]
    var conflicts: [SyncConflict]
    var mails: [QueuedMail]
    var history: [HistoryEntry]
    var users: [User.ID: String]

    init(_ id: Appointment.ID, _ kalends: Kalends, in transaction: Transaction) throws {
        guard let appointment = try transaction.appointments.find(id), let business = try transaction.businesses.find(appointment.business)
        else {
            throw NotFound("appointment")
        }
        self.appointment = appointment
        isMeetingHeldUp = try transaction.isMeetingHeldUp(appointment)
        self.business = business
        let service = try transaction.services.find(appointment.service)
        self.service = service
        let people = try appointment.staff.compactMap { try transaction.staff.find($0) }
        self.people = people
        candidates = try transaction.staff.all(in: business.id)
            .filter { member in people.contains { $0.id == member.id } || member.isBookable && service?.staff.contains(member.id) == true }
        var places: [Place] = []
        var conflicts: [SyncConflict] = []
        for person in people {
            let link = try transaction.links.find(appointment: id, resource: person.resource)
            let standing = try kalends.eventStanding(of: appointment, person.resource, transaction)
            let calendar =
                standing == .unwritten
                ? nil
                : try link.flatMap { try transaction.calendars.find($0.calendar) } ?? transaction.calendars.linked(of: person.resource)
            places.append(Place(person: person, link: link, calendar: calendar, standing: standing))
            conflicts += try transaction.conflicts.all(of: id, resource: person.resource).filter { $0.settledAt == nil }
        }
        self.places = places
        self.conflicts = conflicts
        mails = try transaction.mails.list(appointment: id, limit: 20, offset: 0).rows
        history = try transaction.history.all(subject: "appointment:\(id)", limit: 50)
        users = Dictionary(uniqueKeysWithValues: try transaction.users.all().map { ($0.id, $0.name) })
    }
}
