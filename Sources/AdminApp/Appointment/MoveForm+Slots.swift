import Booking
import CivilTime
import Operations
import Texts
import WebShell

extension AppointmentComposer {
    /// The form for a new time.
    /// - Parameters:
    ///   - asked: the day, person and time somebody asked for: the address's query, or the form as it was sent.
    ///   - sent: the form as it was sent; `nil` when it is shown for the first time.
    func moveForm(
        asked: Query, sent: Query? = nil, faults: [FieldFault] = [], alternatives: [OfferedSlot] = []
    ) async throws -> MoveForm {
        let texts = visit.texts
        let zone = visit.kalends.zone(named: reading.business.zone)
        let appointment = reading.appointment
        let current = zone.civil(at: appointment.span.start)
        let date = CivilDate(typed: asked["moveDate"]) ?? sent.flatMap { CivilDate(typed: $0["date"]) } ?? current.date
        let staff = reading.candidates.first { $0.id.rawValue == asked["staff"] }?.id ?? appointment.staff.first
        let offer = try await offer(on: date, staff: staff, zone: zone)
        let time = sent?["time"] ?? asked["time"]
        let wanted =
            sent.flatMap { Instant(rfc3339: $0["slot"]) } ?? TimeOfDay(iso8601: time).map { zone.instant(of: CivilDateTime(date, $0)) }
        let chosen = offer.slots.first { $0.start == wanted }?.start
        let fields = FormFields(visit, area: "adminAppointment", sent: sent, faults: faults, prefix: "move-")
        let asks = FormFields(visit, area: "adminAppointment", prefix: "ask-")
        let address = Self.split(here)
        return MoveForm(
            action: "/admin/appointments/\(appointment.id)/move", back: here, keepAddress: here, askAddress: address.path,
            askHidden: address.query.setting("do", "move").fields.map { ConfirmationPage.Hidden(name: $0.name, value: $0.value) },
            date: asks.text("moveDate", date.description, type: "date", required: true),
            staff: asks.choice("staff", staff?.rawValue ?? "", reading.candidates.map { ($0.id.rawValue, $0.name) }),
            hasSeveralStaff: reading.candidates.count > 1, revision: sent.flatMap { Int($0["revision"]) } ?? appointment.revision,
            dateText: texts.date(date), dateValue: date.description, staffValue: staff?.rawValue ?? "",
            slots: offer.slots.enumerated().map { index, slot in
                MoveForm.Slot(
                    id: "move-slot-\(index)", value: slot.start.description, time: texts.time(zone.civil(at: slot.start).time),
                    isChosen: slot.start == chosen)
            },
            hasSlots: !offer.slots.isEmpty, nextOpening: offer.next.map { alternative($0, staff: staff, zone: zone, label: "nextOpening") },
            isOther: chosen == nil && (wanted != nil || offer.slots.isEmpty || sent?["slot"] == "other"),
            time: fields.text("time", time, type: "time"),
            ignoresPolicy: fields.check("ignoresPolicy", asked.contains("ignoresPolicy")), consequences: consequences("move"),
            faults: fields.summary,
            alternatives: alternatives.map { alternative($0.start, staff: staff, zone: zone, label: "chooseTime") })
    }

    private func offer(on date: CivilDate, staff: StaffMember.ID?, zone: Zone) async throws -> Offer {
        guard var service = reading.service else { return Offer(slots: [], next: nil, revision: 0) }
        // The appointment keeps the length it was promised, whatever became of the service.
        service.duration = reading.appointment.span.duration
        service.preBuffer = reading.appointment.preBuffer
        service.postBuffer = reading.appointment.postBuffer
        let day = Span(zone.startOfDay(date), zone.startOfDay(date.adding(days: 1)))
        return try await FindSlots(visit.kalends)
            .offered(service, business: reading.business, staff: staff, in: day, actor: visit.actor, moving: reading.appointment)
    }

    private func alternative(_ start: Instant, staff: StaffMember.ID?, zone: Zone, label: String) -> MoveForm.Alternative {
        let civil = zone.civil(at: start)
        var query = Self.split(here).query.setting("do", "move")
        query.set("moveDate", civil.date.description)
        query.set("time", visit.texts.time(civil.time))
        query.set("staff", staff?.rawValue)
        return MoveForm.Alternative(
            label: visit.texts(
                "adminAppointment.\(label)", ["time": "\(visit.texts.date(civil.date, .day)) \(visit.texts.time(civil.time))"]),
            address: "\(Self.split(here).path)?\(query.text)")
    }

    private static func split(_ address: String) -> (path: String, query: Query) {
        let halves = address.split(separator: "?", maxSplits: 1)
        return (String(halves.first ?? "/admin"), Query(parsing: halves.count > 1 ? halves[1] : ""))
    }
}
