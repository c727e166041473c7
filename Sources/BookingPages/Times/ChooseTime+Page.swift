import Booking
import CivilTime
import Texts
import WebShell

struct ChooseTimePage: Page {
    static let template = "choose-time"

    let title: String
    let breadcrumb: Breadcrumb
    let booking: BookingSummary
    let picker: Picker
    /// The page's own address without a zone asks the browser for its zone; this is the one to compare it with.
    let detectsZoneUnless: String?
    let events: String

    init(_ open: OpenService, _ state: PickerState, _ picker: Picker, zone: Zone, texts: Texts) {
        title = texts("booking.serviceTitle", ["service": open.service.name, "business": open.business.name])
        breadcrumb = Breadcrumb(open, serviceAddress: open.path, isCurrent: true)
        booking = BookingSummary(open, staff: state.staff, zone: zone, texts: texts)
        self.picker = picker
        detectsZoneUnless = state.zoneName == nil && !open.business.page.showsBusinessZoneOnly ? open.business.zone : nil
        events = "/b/\(open.business.slug)/events"
    }
}
