import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import RestShape
import Texts
import WebShell

/// `/public/{business}/bookings`: books, and by the token of the manage link reads, moves and cancels.
struct PublicBookings: Sendable {
    private static let path = "/public/{business}/bookings"
    private static let one = path + "/{token}"

    let shell: WebShell
    let request: ObjectSchema<PublicBookingRequest>
    let zones: ZoneDatabase

    init(shell: WebShell, zones: ZoneDatabase) {
        (self.shell, self.zones) = (shell, zones)
        request = PublicBookingRequest.schema { zones.zone(tzid: $0) != nil }
    }

    var routes: [APIRoute] {
        let booking = PublicBookingItem.schema.definition
        let late: [GraphErrorCode] = [.conflict, .notProcessable]
        return [
            route(
                .post, Self.path, "bookPublicly", "Books, and tells customer and staff.", body: .input(request.definition),
                .item(booking, status: 201), faults: late, book),
            route(.get, Self.one, "getPublicBooking", "Reads a booking.", .item(booking), read),
            route(
                .get, Self.one + "/slots", "findPublicBookingSlots", "Finds the times to which a booking can be moved.",
                .item(SlotSearchItem.schema.definition), parameters: TimeWindow.parameters + [TimeWindow.zoneParameter],
                faults: [.notProcessable], slots),
            route(
                .post, Self.one + "/move", "movePublicBooking", "Moves a booking, and tells customer and staff.",
                body: .input(PublicMoveRequest.schema.definition), .item(booking), faults: late + [.resourceModified], move),
            route(
                .post, Self.one + "/cancel", "cancelPublicBooking", "Cancels a booking, and tells customer and staff.",
                body: .input(PublicCancelRequest.schema.definition), .item(booking), faults: late, cancel),
        ]
    }

    private func route(
        _ method: HTTPRequest.Method, _ path: String, _ name: String, _ summary: String, body: APIRoute.Body = .none,
        _ result: APIRoute.Result, parameters: [APIRoute.Parameter] = [], faults: [GraphErrorCode] = [],
        _ handle: @escaping APIRoute.Handler
    ) -> APIRoute {
        APIRoute(
            method: method, path: PathTemplate(path), name: name, summary: summary, scope: .read, isPublic: true, body: body,
            result: result, parameters: parameters, faults: faults
        ) { call in
            try await PublicRefusal.telling(call.texts) { try await handle(call) }
        }
    }

    // MARK: booking

    private func book(_ call: APICall) async throws -> APIAnswer {
        let slug = call["business"]
        // Whose page is closed is told nothing of what a body should hold.
        let business = try await call.read { try OpenService.business(slug, $0) }
        let sent = try request.create(from: call.json()).model
        let open = try await call.read { try OpenService.find(sent.service, of: slug, $0) }
        let formID = try formID(sent.formToken, open)
        let staff = open.namedStaff.first { $0.id.rawValue == sent.staff }?.id
        // Whoever wanted a certain person is not given another one unasked; a form that has booked is answered as before.
        if sent.staff != nil, staff == nil, try await BookAppointment(call.kalends).confirmation(ofForm: formID) == nil {
            throw PublicRefusal.staffGone
        }
        let refused = RefusedStart(start: sent.start, zone: zone(sent, business, call), now: call.kalends.now, texts: call.texts)
        guard isWorthALook(sent.start, call) else { throw refused.told(.notOffered(alternatives: []), of: open) }
        let wanted = BookAppointment.Request(
            business: business.id, service: open.service.id, staff: staff, start: sent.start, details: details(sent),
            zone: refused.zone.name, language: Texts(language: business.language).language.code, formID: formID, actor: .customer)
        let booked: BookAppointment.Confirmation
        do {
            booked = try await BookAppointment(call.kalends)(wanted)
        } catch let failure as BookAppointment.Failure {
            throw refused.told(failure, of: open)
        }
        guard let managed = try await ManagedAppointment.find(token: booked.manageToken, call.kalends) else {
            return PublicBookingItem(booked, of: open, call.kalends).answer(call, status: 201)
        }
        return PublicBookingItem(managed, call.kalends, call.texts)
            .answer(call, status: 201, location: "\(call.address)/\(booked.manageToken)")
    }

    private func formID(_ token: String, _ open: OpenService) throws(PublicRefusal) -> String {
        switch shell.formTokens.check(token, purpose: open.formPurpose) {
        case .valid(let id): return id
        case .expired: throw .formExpired
        case .forged: throw .formForged
        }
    }

    /// In which the customer is told the times from now on.
    private func zone(_ sent: PublicBookingRequest, _ business: Business, _ call: APICall) -> Zone {
        let usual = call.kalends.zone(named: business.zone)
        guard !business.page.showsBusinessZoneOnly, let zone = sent.zone.flatMap({ zones.zone(tzid: $0) }) else { return usual }
        return call.kalends.zone(named: zones.placeName(of: zone.name))
    }

    private func details(_ sent: PublicBookingRequest) -> CustomerDetails {
        CustomerDetails(
            name: sent.name, email: sent.email ?? "", phone: sent.phone ?? "", notes: sent.notes ?? "",
            answers: sent.answers.map { GivenAnswer(question: CustomQuestion.ID($0.question), answer: $0.answer ?? "") })
    }

    /// A time ten years away is none that a page would name, and not worth a search.
    private func isWorthALook(_ start: Instant, _ call: APICall) -> Bool {
        abs((start - call.kalends.now).count) < Seconds.days(3660).count
    }

    // MARK: by the token of the manage link

    private func managed(_ token: String, _ call: APICall) async throws -> ManagedAppointment {
        guard let found = try await ManagedAppointment.find(token: token, call.kalends), found.business.slug == call["business"] else {
            throw PublicRefusal.unknownLink
        }
        return found
    }

    private func item(_ call: APICall) async throws -> PublicBookingItem {
        PublicBookingItem(try await managed(call["token"], call), call.kalends, call.texts)
    }

    private func read(_ call: APICall) async throws -> APIAnswer { try await item(call).answer(call) }

    private func zone(_ managed: ManagedAppointment, _ call: APICall) -> Zone { call.kalends.zone(named: managed.attendee.zone) }

    private func slots(_ call: APICall) async throws -> APIAnswer {
        let (window, wanted) = (try TimeWindow.read(call), try TimeWindow.zone(call, zones))
        let managed = try await managed(call["token"], call)
        let (appointment, now) = (managed.appointment, call.kalends.now)
        guard managed.canChange(at: now) else {
            throw RefusedStart(start: appointment.span.start, zone: zone(managed, call), now: now, texts: call.texts)
                .told(appointment.status == .cancelled ? .cancelled : .tooLate(until: managed.canChangeUntil), of: managed)
        }
        var offer = try await FindSlots(call.kalends).offered(
            managed.service, business: managed.business, staff: appointment.staff.first, in: window, moving: appointment)
        offer.slots.removeAll { $0.start == appointment.span.start }
        let zone = managed.business.page.showsBusinessZoneOnly ? nil : wanted
        return SlotSearchItem(offer, length: appointment.span.duration, zone: zone ?? self.zone(managed, call), told: []).answer(call)
    }

    private func move(_ call: APICall) async throws -> APIAnswer {
        let managed = try await managed(call["token"], call)
        let sent = try PublicMoveRequest.schema.create(from: call.json()).model
        let refused = RefusedStart(start: sent.start, zone: zone(managed, call), now: call.kalends.now, texts: call.texts)
        guard isWorthALook(sent.start, call) else { throw refused.told(.notOffered(alternatives: []), of: managed) }
        do {
            try await MovePlace(call.kalends)(
                MovePlace.Request(
                    appointment: managed.appointment.id, customer: managed.attendee.customer, start: sent.start,
                    expectedVersion: sent.version))
        } catch let failure as MoveAppointment.Failure {
            throw refused.told(failure, of: managed)
        }
        return try await item(call).answer(call)
    }

    private func cancel(_ call: APICall) async throws -> APIAnswer {
        let managed = try await managed(call["token"], call)
        let reason = try call.body.map { try PublicCancelRequest.schema.create(from: $0).model.reason ?? "" } ?? ""
        do {
            try await LeaveAppointment(call.kalends)(
                LeaveAppointment.Request(
                    appointment: managed.appointment.id, customer: managed.attendee.customer, actor: .customer, reason: reason))
        } catch let failure as CancelAppointment.Failure {
            let start = managed.appointment.span.start
            let refused = RefusedStart(start: start, zone: zone(managed, call), now: call.kalends.now, texts: call.texts)
            switch failure {
            case .tooLate(let until): throw refused.told(.tooLate(until: until), of: managed)
            case .alreadyCancelled: throw refused.told(.cancelled, of: managed)
            }
        }
        return try await item(call).answer(call)
    }
}
