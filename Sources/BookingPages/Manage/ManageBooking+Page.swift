import Booking
import CivilTime
import Operations
import Texts
import WebShell

struct ManagePage: Page {
    static let template = "manage"

    /// What has just happened, for the one page that follows it.
    enum News: String, Sendable {
        case moved
        case cancelled
        case formOld
        case changedMeanwhile
    }

    struct Notice: Sendable {
        let heading: String?
        let text: String
        let isSuccess: Bool
    }

    /// What the customer was asked, and answered.
    struct AnswerGiven: Sendable {
        let question: String
        let said: String
    }

    let title: String
    let heading: String
    let notice: Notice?
    let booking: BookingSummary
    let hasAnswers: Bool
    let answers: [AnswerGiven]
    let isCancelled: Bool
    /// What cancelling means.
    let cancelText: String
    /// Whether it still waits to be confirmed, and has not begun.
    let isAwaiting: Bool
    /// Why it cannot be changed any more, where that is so.
    let fixed: String?
    let contact: [String]
    let canChange: Bool
    let changeUntil: String
    let move: String
    let cancelAction: String
    let token: String
    let reason: FormField
    let errors: ErrorSummary?
    let isCancelOpen: Bool
    let file: String
    let again: String?

    static func purpose(_ managed: ManagedAppointment) -> String { "cancel:\(managed.appointment.id)" }

    init(
        _ managed: ManagedAppointment, zone: Zone, now: Instant, news: News?, typed: Query, faults: [FieldFault], token: String,
        texts: Texts
    ) {
        let business = managed.business
        isCancelled = managed.appointment.status == .cancelled
        isAwaiting = managed.appointment.awaitsConfirmation && now < managed.appointment.span.start
        canChange = managed.canChange(at: now)
        title = texts("booking.manageTitle", ["service": managed.appointment.serviceName])
        heading = texts["booking.\(managed.hasLeft ? "left" : isCancelled ? "cancelled" : "manage")Heading"]
        cancelText = texts[managed.attendee.place == nil ? "booking.cancelText" : "booking.cancelPlaceText"]
        booking = BookingSummary(managed, zone: zone, texts: texts)
        answers = managed.attendee.answers.map { AnswerGiven(question: $0.text, said: $0.said) }
        hasAnswers = !answers.isEmpty
        notice = Self.notice(news, when: booking.when ?? "", isCancelled: isCancelled, texts)
        let until = texts.when(managed.canChangeUntil, in: zone)
        fixed = isCancelled ? nil : managed.whyFixed(at: now, zone: zone, texts)
        contact = business.contactLines(texts)
        changeUntil = texts("booking.changeUntil", ["time": until])
        move = "/manage/\(managed.token)/move"
        cancelAction = "/manage/\(managed.token)/cancel"
        self.token = token
        reason = FormField(
            "reason", texts("booking.reason", ["business": business.name]), value: typed["reason"], faults: faults, texts: texts,
            isTextArea: true)
        errors = ErrorSummary(faults, texts: texts)
        isCancelOpen = !typed.isEmpty
        file = "/manage/\(managed.token)/appointment.ics"
        again = business.page.isOpen ? "/b/\(business.slug)" : nil
    }

    private static func notice(_ news: News?, when: String, isCancelled: Bool, _ texts: Texts) -> Notice? {
        switch news {
        case .moved where !isCancelled:
            Notice(heading: texts["booking.movedNotice"], text: texts("booking.movedText", ["time": when]), isSuccess: true)
        case .formOld: Notice(heading: nil, text: texts["booking.formOld"], isSuccess: false)
        case .changedMeanwhile: Notice(heading: nil, text: texts["booking.changedMeanwhile"], isSuccess: false)
        case .moved, .cancelled, nil: nil
        }
    }
}

extension ManagedAppointment {
    /// Whether the customer may move or cancel it online.
    func canChange(at now: Instant) -> Bool {
        appointment.status == .confirmed && now < appointment.span.start && now <= canChangeUntil
    }

    /// Why the customer may not; `nil` where they may.
    func whyFixed(at now: Instant, zone: Zone, _ texts: Texts) -> String? {
        if canChange(at: now) { return nil }
        if now >= appointment.span.start { return texts["booking.begunText"] }
        // A deadline that had passed before the booking was made is none that anybody could have kept.
        if appointment.createdAt > canChangeUntil { return texts("booking.neverChangeableText", ["business": business.name]) }
        return texts("booking.tooLateText", ["time": texts.when(canChangeUntil, in: zone), "business": business.name])
    }
}
