import Booking
import CivilTime
import Operations
import Texts
import WebShell

struct EnterDetailsPage: Page {
    static let template = "enter-details"

    struct Notice: Sendable {
        let heading: String?
        let text: String
    }

    /// One of the nearest free times.
    struct Alternative: Sendable {
        let value: String
        let label: String
        let isNearest: Bool
    }

    /// That the time is confirmed later than it is booked.
    struct Awaiting: Sendable {
        let heading: String
        let text: String
    }

    struct Hidden: Sendable {
        let name: String
        let value: String
    }

    let title: String
    let breadcrumb: Breadcrumb
    let booking: BookingSummary
    let action: String
    let hidden: [Hidden]
    let fields: [FormField]
    let questions: [QuestionField]
    let notes: FormField?
    let errors: ErrorSummary?
    let notice: Notice?
    let awaiting: Awaiting?
    let hasAlternatives: Bool
    let alternatives: [Alternative]
    let alternativesText: String?
    /// Back to the month, with everything that was chosen.
    let changeTime: String
    /// Without a time that can be booked there is no form.
    let canBook: Bool
    let submit: String
    let privacy: String
    let events: String
    /// Where a script asks whether the time is still free.
    let stateAddress: String?

    init(
        _ open: OpenService, _ state: PickerState, start: Instant?, zone: Zone, token: String, texts: Texts, typed: Query = Query(),
        faults: [FieldFault] = [], awaitsConfirmation: Bool = false, notice: BookingNotice? = nil
    ) {
        let isLate = notice?.isAboutTime ?? false
        let isAwaiting = awaitsConfirmation && notice?.refused == nil
        title = texts("booking.detailsTitle", ["service": open.service.name])
        changeTime = state.query(date: start.map { zone.date(at: $0) }).address(open.path)
        breadcrumb = Breadcrumb(open, serviceAddress: changeTime, isCurrent: false)
        booking = BookingSummary(open, staff: state.staff, start: isLate ? nil : start, zone: zone, texts: texts)
        action = "\(open.path)/details"
        var query = state.query()
        query.set("token", token)
        if !isLate { query.set("start", start?.description) }
        // What was read above the form is still there when a fault is to be mended.
        if isAwaiting { query.set("awaits", "1") }
        hidden = query.fields.map { Hidden(name: $0.name, value: $0.value) }
        fields = Self.fields(open.service.fields, typed, faults, texts)
        questions = open.questions.map { QuestionField($0, typed, faults, texts) }
        notes = Self.notes(open.service.fields, typed, faults, texts)
        // In the order of the form, whose last field the notes are.
        errors = ErrorSummary(faults.filter { $0.field != "notes" } + faults.filter { $0.field == "notes" }, texts: texts)
        self.notice = notice.map { Notice(heading: $0.heading(texts), text: $0.text(open, texts)) }
        awaiting = isAwaiting ? Awaiting(heading: texts["booking.awaitsHeading"], text: texts["booking.awaitsText"]) : nil
        hasAlternatives = isLate && notice?.alternatives.isEmpty == false
        alternatives = Self.alternatives(notice?.alternatives ?? [], to: start, zone, texts)
        alternativesText = isLate && !hasAlternatives ? texts["booking.noAlternatives"] : nil
        canBook = notice?.refused == nil || hasAlternatives
        submit = texts[isLate ? "booking.bookInstead" : isAwaiting ? "booking.request" : "booking.book"]
        privacy = texts("booking.privacy", ["business": open.business.name])
        events = "/b/\(open.business.slug)/events"
        var stateQuery = state.query()
        stateQuery.set("start", start?.description)
        stateQuery.set("fragment", "state")
        // The form's own key, by which it is known again when its visitor comes back to it after booking.
        stateQuery.set("token", token)
        let hasTime = start != nil && (notice == nil || notice?.refused?.isSent == false)
        stateAddress = hasTime ? stateQuery.address(action) : nil
    }

    private static func fields(_ asked: CustomerFields, _ typed: Query, _ faults: [FieldFault], _ texts: Texts) -> [FormField] {
        var fields = [
            FormField(
                "name", texts["booking.name"], value: typed["name"], faults: faults, texts: texts, isRequired: true, autocomplete: "name")
        ]
        if asked.email != .hidden {
            fields.append(
                FormField(
                    "email", texts["booking.email"], value: typed["email"], type: "email", hint: texts["booking.emailHint"], faults: faults,
                    texts: texts, isRequired: asked.email == .required, autocomplete: "email", inputMode: "email"))
        }
        if asked.phone != .hidden {
            fields.append(
                FormField(
                    "phone", texts["booking.phone"], value: typed["phone"], type: "tel", hint: texts["booking.phoneHint"], faults: faults,
                    texts: texts, isRequired: asked.phone == .required, autocomplete: "tel", inputMode: "tel"))
        }
        return fields
    }

    private static func notes(_ asked: CustomerFields, _ typed: Query, _ faults: [FieldFault], _ texts: Texts) -> FormField? {
        guard asked.notes != .hidden else { return nil }
        return FormField(
            "notes", texts["booking.notes"], value: typed["notes"], faults: faults, texts: texts, isRequired: asked.notes == .required,
            isTextArea: true)
    }

    private static func alternatives(_ slots: [OfferedSlot], to start: Instant?, _ zone: Zone, _ texts: Texts) -> [Alternative] {
        let nearest = start.flatMap { start in OfferedSlot.nearest(to: start, of: slots, count: 1).first }
        let labels = slots.map { slot in
            let civil = zone.civil(at: slot.start)
            return "\(texts.date(civil.date)), \(texts.time(civil.time))"
        }
        return zip(slots, labels).map { slot, label in
            // The zone is named above; only a time that the clock shows twice needs it once more.
            let isTwice = labels.filter { $0 == label }.count > 1
            let time = isTwice ? texts.when(slot.start, in: zone) : label
            return Alternative(
                value: slot.start.description, label: slot.awaitsConfirmation ? texts("booking.alternativeAwaits", ["time": time]) : time,
                isNearest: slot == nearest)
        }
    }
}
