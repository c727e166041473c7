import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// Booking by hand: for a customer on the telephone or at the counter.
enum AppointmentNew {
    static func get(_ visit: Visit) async throws -> Answer {
        .page(try await page(visit, asked: visit.query))
    }

    static func post(_ visit: Visit) async throws -> Answer {
        do {
            guard let service = try await visit.read({ try $0.services.find(Service.ID(visit.form["service"])) }),
                service.business == visit.business.id
            else { throw Invalid("service", "serviceMissing") }
            let typed = try TypedStart(visit.form, zone: visit.zone)
            let staff = visit.form["staff"]
            let confirmation = try await BookAppointment(visit.kalends)(
                BookAppointment.Request(
                    business: visit.business.id, service: service.id, staff: staff.isEmpty ? nil : StaffMember.ID(staff),
                    start: typed.start,
                    details: try await details(visit), zone: visit.business.zone, language: visit.business.language,
                    formID: visit.form["formID"].isEmpty ? nil : visit.form["formID"], actor: visit.actor,
                    ignoresPolicy: visit.form.contains("ignoresPolicy"), staffNotes: visit.form["staffNotes"]))
            let booked = confirmation.appointment
            let date = visit.zone.date(at: booked.span.start)
            return .redirect(
                "/admin?date=\(date)&open=appointment:\(booked.id)",
                Notice("appointmentBooked", ["time": visit.texts.when(booked.span, in: visit.zone)]))
        } catch let fault as Invalid {
            return .page(try await page(visit, asked: visit.form, sent: visit.form, faults: fault.faults, status: .unprocessableContent))
        } catch let failure as BookAppointment.Failure {
            let fault = try await failure.fault(visit)
            return .page(
                try await page(
                    visit, asked: visit.form, sent: visit.form, faults: [fault], alternatives: failure.alternatives, status: .conflict))
        }
    }

    /// Of a known customer what is on file, of a new one what was typed; the notes are this booking's.
    private static func details(_ visit: Visit) async throws -> CustomerDetails {
        let form = visit.form
        let answers = form.fields.compactMap { GivenAnswer(field: $0.name, value: $0.value) }
        let known = form["customer"]
        guard !known.isEmpty, known != "new" else {
            return CustomerDetails(name: form["name"], email: form["email"], phone: form["phone"], notes: form["notes"], answers: answers)
        }
        guard let customer = try await visit.read({ try $0.customers.find(Customer.ID(known)) }), customer.erasedAt == nil,
            customer.business == visit.business.id
        else { throw Invalid("search", "customerUnknown") }
        return CustomerDetails(name: customer.name, email: customer.email, phone: customer.phone, notes: form["notes"], answers: answers)
    }

    private struct Facts: Sendable {
        var services: [Service]
        var staff: [StaffMember]
        var matches: [Customer]
        var chosen: Customer?
        var questions: [AssignedQuestion]
    }

    private static func page(
        _ visit: Visit, asked: Query, sent: Query? = nil, faults: [FieldFault] = [], alternatives: [OfferedSlot] = [],
        status: HTTPResponse.Status = .ok
    ) async throws -> AdminPage {
        let search = asked["search"]
        let customer = asked["customer"]
        let facts = try await visit.read { transaction in
            let services = try transaction.services.all(in: visit.business.id)
            let service = services.first { $0.id.rawValue == asked["service"] } ?? services.first
            return Facts(
                services: services, staff: try transaction.staff.all(in: visit.business.id),
                matches: search.isEmpty ? [] : try transaction.customers.search(text: search, in: visit.business.id, limit: 8).rows,
                chosen: try transaction.customers.find(Customer.ID(customer)),
                questions: try service.map { try transaction.questions.asked(by: $0) } ?? [])
        }
        let texts = visit.texts
        let zone = visit.zone
        let service = facts.services.first { $0.id.rawValue == asked["service"] } ?? facts.services.first
        let people = facts.staff.filter { $0.isBookable && service?.staff.contains($0.id) == true }
        let staff = people.first { $0.id.rawValue == asked["staff"] }
        let date = CivilDate(typed: asked["date"]) ?? zone.date(at: visit.now)
        let day = Span(zone.startOfDay(date), zone.startOfDay(date.adding(days: 1)))
        let offer = try await service.mapAsync {
            try await FindSlots(visit.kalends).offered($0, business: visit.business, staff: staff?.id, in: day, actor: visit.actor)
        }
        let slots = (offer?.slots ?? []).filter { $0.start > visit.now - .hours(1) }
        let wanted = Instant(rfc3339: asked["slot"]) ?? TimeOfDay(iso8601: asked["time"]).map { zone.instant(of: CivilDateTime(date, $0)) }
        let chosen = slots.first { $0.start == wanted }?.start
        let fields = FormFields(visit, area: "adminAppointment", sent: sent, faults: faults)
        let asks = FormFields(
            visit, area: "adminAppointment", faults: faults.filter { ["service", "staff", "date", "search"].contains($0.field) })
        var matches = facts.matches
        if let known = facts.chosen, known.erasedAt == nil, !matches.contains(where: { $0.id == known.id }) { matches.insert(known, at: 0) }
        func link(_ start: Instant, _ label: String) -> MoveForm.Alternative {
            let civil = zone.civil(at: start)
            var query = Query()
            for name in ["service", "staff", "search", "customer"] { query.set(name, asked[name]) }
            query.set("date", civil.date.description)
            query.set("time", texts.time(civil.time))
            return MoveForm.Alternative(
                label: texts("adminAppointment.\(label)", ["time": "\(texts.date(civil.date, .day)) \(texts.time(civil.time))"]),
                address: "/admin/appointments/new?\(query.text)")
        }
        let view = AppointmentNewPage(
            faults: fields.summary, alternatives: alternatives.map { link($0.start, "chooseTime") }, hasServices: !facts.services.isEmpty,
            service: asks.choice("service", service?.id.rawValue ?? "", facts.services.map { ($0.id.rawValue, $0.name) }),
            staff: asks.choice(
                "staff", staff?.id.rawValue ?? "", [("", texts["adminAppointment.anyone"])] + people.map { ($0.id.rawValue, $0.name) }),
            date: asks.text("date", date.description, type: "date", required: true),
            search: asks.text("search", search, type: "search"),
            kept: [],
            carried: [
                ConfirmationPage.Hidden(name: "service", value: service?.id.rawValue ?? ""),
                ConfirmationPage.Hidden(name: "staff", value: staff?.id.rawValue ?? ""),
                ConfirmationPage.Hidden(name: "date", value: date.description), ConfirmationPage.Hidden(name: "search", value: search),
                ConfirmationPage.Hidden(name: "formID", value: sent?["formID"] ?? "admin-\(visit.kalends.newID())"),
            ],
            dateText: texts.date(date), serviceFacts: service.map { serviceFacts($0, visit) } ?? "",
            slots: slots.enumerated().map { index, slot in
                MoveForm.Slot(
                    id: "slot-\(index)", value: slot.start.description, time: slotLabel(slot, zone, texts),
                    isChosen: slot.start == chosen)
            },
            hasSlots: !slots.isEmpty, nextOpening: slots.isEmpty ? offer?.next.map { link($0, "nextOpening") } : nil,
            isOther: chosen == nil && (wanted != nil || slots.isEmpty || sent?["slot"] == "other"),
            time: fields.text("time", asked["time"], type: "time"), ignoresPolicy: fields.check("ignoresPolicy", false),
            matches: matches.enumerated().map { index, match in
                AppointmentNewPage.Match(
                    id: "customer-\(index)", value: match.id.rawValue, name: match.name,
                    detail: [match.email, match.phone].filter { !$0.isEmpty }.joined(separator: " · "),
                    isChosen: match.id.rawValue == customer)
            },
            hasMatches: !matches.isEmpty,
            noMatches: !search.isEmpty && matches.isEmpty ? texts("adminAppointment.noMatches", ["text": search]) : nil,
            isNewCustomer: !matches.contains { $0.id.rawValue == customer },
            name: fields.text("name", required: matches.isEmpty, autocomplete: "off"),
            email: fields.text("email", type: "email", autocomplete: "off"), phone: fields.text("phone", type: "tel", autocomplete: "off"),
            questions: AnswerField.all(facts.questions.map(\.question), fields), notes: fields.area("notes", rows: 2),
            staffNotes: fields.area("staffNotes", rows: 2), zone: texts.zone(zone, at: day.start),
            consequences: texts["adminAppointment.bookConsequences\(visit.kalends.settings.isMailConfigured ? "" : "WithoutMail")"],
            cancelAddress: "/admin?date=\(date)")
        return AdminPage("admin-appointment-new", title: texts["adminAppointment.newHeading"], menu: .calendar, status: status, view: view)
    }

    /// The time, and of a service whose appointments are shared how many places are left.
    private static func slotLabel(_ slot: OfferedSlot, _ zone: Zone, _ texts: Texts) -> String {
        let time = texts.time(zone.civil(at: slot.start).time)
        return slot.places.map { texts.count("adminAppointment.slotPlaces", $0, ["time": time]) } ?? time
    }

    private static func serviceFacts(_ service: Service, _ visit: Visit) -> String {
        [visit.texts.duration(service.duration), service.price.map { visit.texts.money($0, currency: visit.business.currency) }]
            .compactMap(\.self).joined(separator: " · ")
    }
}

extension BookAppointment.Failure {
    fileprivate func fault(_ visit: Visit) async throws -> FieldFault {
        let id = StaffMember.ID(visit.form["staff"])
        let name = try await visit.read { try $0.staff.find(id)?.name } ?? visit.texts["adminAppointment.anyone"]
        let start = (try? TypedStart(visit.form, zone: visit.zone))?.start
        let key =
            switch self {
            case .closed: "startClosed"
            case .taken: "startTaken"
            case .tooSoon: "startTooSoon"
            case .tooFar: "startTooFar"
            case .notOffered: "startNotOffered"
            case .attendsAlready: "attendsAlready"
            }
        return FieldFault(
            field: "slot", key: key, values: ["time": start.map { visit.texts.when($0, in: visit.zone) } ?? "", "name": name])
    }
}

extension Optional where Wrapped: Sendable {
    func mapAsync<Result: Sendable>(_ transform: @Sendable (Wrapped) async throws -> Result) async throws -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
