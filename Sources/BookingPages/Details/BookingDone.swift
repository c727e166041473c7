import Booking
import Hummingbird
import Operations
import Texts
import WebShell

/// `/b/<business>/done/<token>`: what was booked, and the way back to it. It may stand in a frame; the page that changes the booking may not.
struct BookingDone: Sendable {
    let site: PublicSite

    @Sendable func show(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let managed = try await site.managed(context)
        guard managed.business.slug == (try context.parameters.require("business")) else { throw Problem(.notFound, "booking.unknownLink") }
        guard managed.appointment.status == .confirmed else { return .see("/manage/\(managed.token)") }
        let page = BookingDonePage(managed, site: site, texts: site.texts(of: managed.business))
        return try site.privatePage(page, of: managed.business, isFramed: true)
    }
}

struct BookingDonePage: Page {
    static let template = "booking-done"

    let title: String
    let heading: String
    /// That it is not confirmed yet; `nil` when it is.
    let awaits: String?
    let booking: BookingSummary
    let mailText: String
    let file: String
    /// The way to change it; `nil` where that is not possible online any more, which `fixed` explains.
    let manage: String?
    let fixed: String?
    let contact: [String]
    let another: String

    init(_ managed: ManagedAppointment, site: PublicSite, texts: Texts) {
        let isAwaiting = managed.appointment.awaitsConfirmation
        title = texts(isAwaiting ? "booking.requestedTitle" : "booking.doneTitle", ["service": managed.appointment.serviceName])
        heading = texts[isAwaiting ? "booking.requestedHeading" : "booking.doneHeading"]
        awaits = isAwaiting ? texts["booking.requestedText"] : nil
        let zone = site.kalends.zone(named: managed.attendee.zone)
        booking = BookingSummary(managed, zone: zone, texts: texts)
        let isMailed = site.kalends.settings.isMailConfigured && !managed.attendee.email.isEmpty
        mailText =
            isMailed
            ? texts(isAwaiting ? "booking.requestedMail" : "booking.doneMail", ["email": managed.attendee.email])
            : texts["booking.doneNoMail"]
        file = "/manage/\(managed.token)/appointment.ics"
        manage = managed.canChange(at: site.kalends.now) ? "/manage/\(managed.token)" : nil
        fixed = managed.whyFixed(at: site.kalends.now, zone: zone, texts)
        contact = managed.business.contactLines(texts)
        another = "/b/\(managed.business.slug)"
    }
}
