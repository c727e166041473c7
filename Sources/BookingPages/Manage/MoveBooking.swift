import Booking
import CivilTime
import Hummingbird
import Operations
import Texts
import WebShell

/// `/manage/<token>/move`: another time for a booking; first the month, then one question, then it moves.
struct MoveBooking: Sendable {
    let site: PublicSite

    @Sendable func show(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let managed = try await site.managed(context)
        let now = site.kalends.now
        guard managed.appointment.status == .confirmed, now <= managed.canChangeUntil else { return .see("/manage/\(managed.token)") }
        let query = request.queryFields
        if let start = ChosenTime(query, now: now).instant { return try await confirm(managed, start, query) }
        return try await choose(managed, query)
    }

    @Sendable func move(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let managed = try await site.managed(context)
        let form = try await site.shell.form(request)
        guard let start = ChosenTime(form, now: site.kalends.now).instant else { return .see("/manage/\(managed.token)/move") }
        guard case .valid = site.shell.formTokens.check(form["token"], purpose: Self.purpose(managed)) else {
            return try await confirm(managed, start, form, isOld: true)
        }
        do {
            try await MovePlace(site.kalends)(
                MovePlace.Request(
                    appointment: managed.appointment.id, customer: managed.attendee.customer, start: start,
                    expectedVersion: Int(form["revision"])))
            return .see("/manage/\(managed.token)?news=moved")
        } catch let failure as MoveAppointment.Failure {
            return try await answer(failure, managed, start, form)
        }
    }

    private static func purpose(_ managed: ManagedAppointment) -> String { "move:\(managed.appointment.id)" }

    private func answer(
        _ failure: MoveAppointment.Failure, _ managed: ManagedAppointment, _ start: Instant, _ form: Query
    ) async throws -> Response {
        switch failure {
        case .tooLate, .cancelled: return .see("/manage/\(managed.token)")
        case .changedMeanwhile: return .see("/manage/\(managed.token)?news=changedMeanwhile")
        case .taken, .notOffered, .tooSoon, .tooFar, .attendsAlready:
            var query = form
            query.set("date", zone(managed, form).date(at: start).description)
            return try await choose(
                managed, query, refused: start, because: failure == .attendsAlready ? "moveAttendsAlready" : "moveTakenText")
        }
    }

    /// The booking as something that can be offered: its promised length, its own people.
    private func promised(_ managed: ManagedAppointment) -> OpenService {
        var service = managed.service
        service.duration = managed.appointment.span.duration
        service.preBuffer = managed.appointment.preBuffer
        service.postBuffer = managed.appointment.postBuffer
        return OpenService(business: managed.business, service: service, staff: managed.staff, isOnly: true)
    }

    private func state(_ managed: ManagedAppointment, _ query: Query) -> PickerState {
        var state = PickerState(query, open: promised(managed), zones: site.kalends.zones)
        if !managed.business.page.showsBusinessZoneOnly { state.zoneName = state.zoneName ?? managed.attendee.zone }
        return state
    }

    private func zone(_ managed: ManagedAppointment, _ query: Query) -> Zone {
        site.kalends.zone(named: state(managed, query).zoneName ?? managed.business.zone)
    }

    private func choose(
        _ managed: ManagedAppointment, _ query: Query, refused: Instant? = nil, because key: String = "moveTakenText"
    ) async throws -> Response {
        let path = "/manage/\(managed.token)/move"
        let reading = PickerReading(
            site: site, open: promised(managed), state: state(managed, query), path: path, target: path, moving: managed)
        let picker = try await reading()
        let texts = site.texts(of: managed.business)
        if query["fragment"] == "picker" { return try site.shell.part(template: "picker", values: picker, texts: texts) }
        let page = MovePage(managed, picker, zone: reading.zone, refused: refused, because: key, texts: texts)
        return try site.privatePage(page, of: managed.business, status: refused == nil ? .ok : .conflict)
    }

    private func confirm(
        _ managed: ManagedAppointment, _ start: Instant, _ query: Query, isOld: Bool = false
    ) async throws -> Response {
        let state = state(managed, query)
        let offer = try await FindSlots(site.kalends).offered(
            managed.service, business: managed.business, staff: managed.appointment.staff.first, in: Span(start, start + .seconds(1)),
            moving: managed.appointment)
        let page = MoveConfirmPage(
            managed, start: start, zone: zone(managed, query), zoneName: state.zoneName, isOld: isOld,
            isAwaiting: offer.slots.first?.awaitsConfirmation ?? false,
            token: site.shell.formTokens.make(purpose: Self.purpose(managed)), texts: site.texts(of: managed.business))
        return try site.privatePage(page, of: managed.business, status: isOld ? .unprocessableContent : .ok)
    }
}
