import Booking
public import CalendarSync
import CivilTime

extension Cast {
    /// Ben's account at a CalDAV server.
    public static let benAccount = CalendarAccount(
        id: CalendarAccount.ID("kben"), resource: benResource.id, provider: .caldav, name: "ben at cal.example.org",
        address: "https://cal.example.org/ben/", user: "ben", sealedSecret: "sealed", ownAddresses: ["ben@example.org"], createdAt: morning)

    /// The calendar that Ben's bookings are written into; it closes time too.
    public static let benCalendar = ConnectedCalendar(
        id: ConnectedCalendar.ID("dben"), account: benAccount.id, resource: benResource.id,
        remote: RemoteCalendar(id: "https://cal.example.org/ben/work/", name: "Work", access: .readWrite), isLinked: true, closesTime: true)

    /// A calendar of Ben's that only closes time.
    public static let benPrivateCalendar = ConnectedCalendar(
        id: ConnectedCalendar.ID("dbenprivate"), account: benAccount.id, resource: benResource.id,
        remote: RemoteCalendar(id: "https://cal.example.org/ben/private/", name: "Private", access: .readOnly), isLinked: false,
        closesTime: true)
}
