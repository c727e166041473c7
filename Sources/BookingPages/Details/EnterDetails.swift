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
        let isFree = try await isFree(start, open, state)
        if query["fragment"] == "state" {
            return try slotState(start, open, zone, isFree: isFree, allTimes: state.query(date: zone.date(at: start)).address(open.path))
        }
        let page = EnterDetailsPage(
            open, state, start: start, zone: zone, token: newToken(open), texts: site.texts(of: open.business),
            notice: isFree ? nil : .taken(start, zone))
        return try site.page(page, of: open.business)
    }

    @Sendable func book(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let open = try await site.openService(context)
        // Room for a field that is far too long, so that its fault can be named instead of a bare refusal.
        let form = try await site.shell.form(request, limit: 524_288)
        let state = PickerState(form, open: open, zones: site.kalends.zones)
        let attempt = BookingAttempt(site: site, open: open, form: form, state: state)
        switch try await attempt() {
        case .booked(let token): return .see("/b/\(open.business.slug)/done/\(token)")
        case .refused(let refusal):
            let zone = site.kalends.zone(named: state.zoneName ?? open.business.zone)
            let page = EnterDetailsPage(
                open, state, start: ChosenTime(form, now: site.kalends.now).instant, zone: zone, token: newToken(open),
                texts: site.texts(of: open.business), typed: form, faults: refusal.faults, notice: refusal.notice)
            return try site.page(page, of: open.business, status: refusal.status)
        }
    }

    private func newToken(_ open: OpenService) -> String { site.shell.formTokens.make(purpose: BookingAttempt.purpose(open)) }

    private func isFree(_ start: Instant, _ open: OpenService, _ state: PickerState) async throws -> Bool {
        let window = Span(start, start + .seconds(1))
        let offer = try await FindSlots(site.kalends).offered(open.service, business: open.business, staff: state.staff, in: window)
        return offer.slots.contains { $0.start == start }
    }

    private func slotState(_ start: Instant, _ open: OpenService, _ zone: Zone, isFree: Bool, allTimes: String) throws -> Response {
        let texts = site.texts(of: open.business)
        let part = SlotStatePart(
            heading: texts["booking.justTaken"], text: texts("booking.justTakenText", ["time": texts.when(start, in: zone)]),
            isFree: isFree,
            allTimes: allTimes)
        return try site.shell.part(template: "slot-state", values: part, texts: texts)
    }
}

/// What a script shows beside the form when its time was taken meanwhile.
struct SlotStatePart: Sendable {
    let heading: String
    let text: String
    let isFree: Bool
    let allTimes: String
}
