import Booking
import CivilTime
import Hummingbird
import Operations
import Texts
import WebShell

/// `/manage/<token>`: the booking of an unguessable link. Looking at it changes nothing.
struct ManageBooking: Sendable {
    let site: PublicSite

    @Sendable func show(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let managed = try await site.managed(context)
        let query = request.queryFields
        return try page(managed, news: ManagePage.News(rawValue: query["news"]))
    }

    @Sendable func file(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let managed = try await site.managed(context)
        let bytes = AppointmentFile(site.kalends).ics(for: managed)
        return .download(bytes, type: "text/calendar; charset=utf-8", name: "\(managed.service.slug).ics")
    }

    @Sendable func cancel(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let managed = try await site.managed(context)
        let form = try await site.shell.form(request)
        guard case .valid = site.shell.formTokens.check(form["token"], purpose: ManagePage.purpose(managed)) else {
            return try page(managed, news: .formOld, typed: form, status: .unprocessableContent)
        }
        do {
            try await LeaveAppointment(site.kalends)(
                LeaveAppointment.Request(
                    appointment: managed.appointment.id, customer: managed.attendee.customer, actor: .customer, reason: form["reason"]))
            return .see("/manage/\(managed.token)?news=cancelled")
        } catch CancelAppointment.Failure.alreadyCancelled {
            return .see("/manage/\(managed.token)")
        } catch CancelAppointment.Failure.tooLate {
            return try page(managed, typed: form, status: .conflict)
        } catch let invalid as Invalid {
            return try page(managed, typed: form, faults: invalid.faults, status: .unprocessableContent)
        }
    }

    private func page(
        _ managed: ManagedAppointment, news: ManagePage.News? = nil, typed: Query = Query(), faults: [FieldFault] = [],
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let texts = site.texts(of: managed.business)
        let page = ManagePage(
            managed, zone: site.kalends.zone(named: managed.attendee.zone), now: site.kalends.now, news: news, typed: typed, faults: faults,
            token: site.shell.formTokens.make(purpose: ManagePage.purpose(managed)), texts: texts)
        return try site.privatePage(page, of: managed.business, status: status)
    }
}
