import Booking
import CivilTime
import Hummingbird
import Operations
import Texts
import WebShell

/// `/b/<business>/<service>/details`: who comes; sending it books.
struct EnterDetails: Sendable {
    let site: PublicSite

    @Sendable func show(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let open = try await site.openService(context)
        let query = request.queryFields
        let state = PickerState(query, open: open, zones: site.kalends.zones)
        guard let start = ChosenTime(query, now: site.kalends.now).instant else { return .see(state.query().address(open.path)) }
        let zone = site.kalends.zone(named: state.zoneName ?? open.business.zone)
        let outlook = try await BookAppointment(site.kalends).outlook(
            of: BookAppointment.Request(
                business: open.business.id, service: open.service.id, staff: state.staff, start: start, details: CustomerDetails(name: ""),
                zone: zone.name, language: open.business.language, actor: .customer))
        let failure: BookAppointment.Failure? = if case .refused(let failure) = outlook { failure } else { nil }
        if query["fragment"] == "state" {
            let allTimes = state.query(date: zone.date(at: start)).address(open.path)
            return try await slotState(start, open, zone, token: query["token"], isFree: failure == nil, allTimes: allTimes)
        }
        let page = EnterDetailsPage(
            open, state, start: start, zone: zone, token: newToken(open), texts: site.texts(of: open.business),
            awaitsConfirmation: outlook == .awaitingConfirmation, notice: failure.map { site.notice($0, start, zone, isSent: false) })
        return try site.page(page, of: open.business)
    }

    @Sendable func book(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let open = try await site.openService(context)
        // Room for twenty long answers, and for a field that is far too long, so that its fault can be named instead of a bare refusal.
        let form = try await site.shell.form(request, limit: 1_048_576)
        let state = PickerState(form, open: open, zones: site.kalends.zones)
        let attempt = BookingAttempt(site: site, open: open, form: form, state: state)
        switch try await attempt() {
        case .booked(let token): return .see("/b/\(open.business.slug)/done/\(token)")
        case .refused(let refusal):
            let zone = site.kalends.zone(named: state.zoneName ?? open.business.zone)
            let page = EnterDetailsPage(
                open, state, start: ChosenTime(form, now: site.kalends.now).instant, zone: zone, token: newToken(open),
                texts: site.texts(of: open.business), typed: form, faults: refusal.faults,
                awaitsConfirmation: form.contains("awaits"), notice: refusal.notice)
            return try site.page(page, of: open.business, status: refusal.status)
        }
    }

    private func newToken(_ open: OpenService) -> String { site.shell.formTokens.make(purpose: BookingAttempt.purpose(open)) }

    private func slotState(
        _ start: Instant, _ open: OpenService, _ zone: Zone, token: String, isFree: Bool, allTimes: String
    ) async throws -> Response {
        let texts = site.texts(of: open.business)
        let when = ["time": texts.when(start, in: zone)]
        let part: SlotStatePart
        if let own = try await confirmation(token, start, open) {
            let word = own.appointment.awaitsConfirmation ? "requestedBefore" : "booked"
            part = SlotStatePart(
                heading: texts["booking.\(word)Heading"], text: texts("booking.\(word)Text", when), isBooked: true, isTaken: !isFree,
                address: "/b/\(open.business.slug)/done/\(own.manageToken)", action: texts["booking.toConfirmation"])
        } else {
            part = SlotStatePart(
                heading: texts["booking.justTaken"], text: texts("booking.justTakenText", when), isBooked: false, isTaken: !isFree,
                address: allTimes, action: texts["booking.allTimes"])
        }
        return try site.shell.part(template: "slot-state", values: part, texts: texts)
    }

    /// What the form of this token has booked at this very time.
    private func confirmation(_ token: String, _ start: Instant, _ open: OpenService) async throws -> BookAppointment.Confirmation? {
        guard case .valid(let formID) = site.shell.formTokens.check(token, purpose: BookingAttempt.purpose(open)),
            let found = try await BookAppointment(site.kalends).confirmation(ofForm: formID)
        else { return nil }
        let own = found.appointment.seen(by: found.attendee)
        return own.span.start == start && own.status == .confirmed ? found : nil
    }
}

/// What a script shows beside the form when its time was taken meanwhile, or booked by this very form.
struct SlotStatePart: Sendable {
    let heading: String
    let text: String
    let isBooked: Bool
    let isTaken: Bool
    let address: String
    let action: String
}
