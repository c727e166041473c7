import Booking
import CivilTime
import Operations
import Texts
import WebShell

struct MovePage: Page {
    static let template = "move"

    let title: String
    let notice: String?
    let booking: BookingSummary
    let picker: Picker
    let back: String
    let events: String?

    init(_ managed: ManagedAppointment, _ picker: Picker, zone: Zone, refused: Instant?, because key: String, texts: Texts) {
        title = texts("booking.moveTitle", ["service": managed.appointment.serviceName])
        notice = refused.map { texts("booking.\(key)", ["time": texts.when($0, in: zone)]) }
        booking = BookingSummary(managed, zone: zone, texts: texts)
        self.picker = picker
        back = "/manage/\(managed.token)"
        events = managed.business.page.isOpen ? "/b/\(managed.business.slug)/events" : nil
    }
}

struct MoveConfirmPage: Page {
    static let template = "move-confirm"

    let title: String
    let booking: BookingSummary
    let newTime: String
    let start: String
    let zone: String?
    let revision: Int
    let token: String
    let action: String
    let back: String
    let keep: String
    let isOld: Bool
    /// Whether the new time is confirmed later than it is taken.
    let isAwaiting: Bool

    init(
        _ managed: ManagedAppointment, start: Instant, zone: Zone, zoneName: String?, isOld: Bool, isAwaiting: Bool, token: String,
        texts: Texts
    ) {
        title = texts("booking.moveTitle", ["service": managed.appointment.serviceName])
        booking = BookingSummary(managed, zone: zone, texts: texts)
        newTime = texts.when(Span(start: start, duration: managed.appointment.span.duration), in: zone)
        self.start = start.description
        self.zone = zoneName
        revision = managed.version
        self.token = token
        action = "/manage/\(managed.token)/move"
        back = action
        keep = "/manage/\(managed.token)"
        self.isOld = isOld
        self.isAwaiting = isAwaiting
    }
}
