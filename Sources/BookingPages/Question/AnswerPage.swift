import Booking
import CalendarSync
import CivilTime
import Operations
import Texts
import WebShell

/// What a customer is asked about a booking, with a button for each answer.
struct AnswerPage: Page {
    static let template = "question"

    struct Choice: Sendable {
        /// What the button sends.
        let value: String
        let label: String
        let effect: String
        let isMain: Bool
        let isDangerous: Bool
    }

    let title: String
    let heading: String
    let explanation: String
    let notice: String?
    let serviceName: String
    let when: String
    let people: String?
    let choices: [Choice]
    let isOpen: Bool
    let until: String
    let action: String
    let token: String
    let contact: [String]

    static func purpose(_ asked: AskedQuestion) -> String { "question:\(asked.question.conflict)" }

    init(_ asked: AskedQuestion, zone: Zone, notice: String?, token: String, texts: Texts) {
        title = texts("booking.questionTitle", ["service": asked.appointment.serviceName])
        self.notice = notice
        serviceName = asked.appointment.serviceName
        let when = texts.when(asked.appointment.span, in: zone)
        self.when = when
        people = asked.staff.isEmpty ? nil : asked.staff.map(\.name).joined(separator: ", ")
        isOpen = asked.state == .open
        until = texts("booking.questionUntil", ["time": texts.when(asked.question.expiresAt, in: zone)])
        action = "/question/\(asked.token)"
        self.token = token
        contact = asked.business.contactLines(texts)
        let values = ["business": asked.business.name]
        switch asked.state {
        case .open:
            heading = texts["booking.questionHeading"]
            explanation = texts("booking.questionExplanation", values)
        case .answered:
            heading = texts["booking.questionAnswered"]
            explanation = texts(
                asked.appointment.status == .confirmed ? "booking.questionAnsweredText" : "booking.questionCancelledText",
                values.merging(["time": when]) { given, _ in given })
        case .over(let ending):
            heading = texts["booking.\(ending.word)"]
            explanation = texts("booking.\(ending.word)Text", values.merging(["time": when]) { given, _ in given })
        }
        let duration = asked.appointment.span.duration
        choices = asked.answers.map { answer in
            let value = answer.formValue
            return switch answer {
            case .asBooked:
                Choice(
                    value: value, label: texts("booking.answerAsBooked", ["time": when]), effect: texts["booking.answerAsBookedEffect"],
                    isMain: true, isDangerous: false)
            case .asInCalendar(let span):
                Choice(
                    value: value,
                    label: texts("booking.answerMove", ["time": texts.when(span, in: zone)]),
                    effect: texts("booking.answerInCalendarEffect", values), isMain: false, isDangerous: false)
            case .move(let start):
                Choice(
                    value: value,
                    label: texts("booking.answerMove", ["time": texts.when(Span(start: start, duration: duration), in: zone)]),
                    effect: texts["booking.answerMoveEffect"], isMain: false, isDangerous: false)
            case .cancel:
                Choice(
                    value: value, label: texts["booking.answerCancel"], effect: texts["booking.answerCancelEffect"], isMain: false,
                    isDangerous: true)
            }
        }
    }
}

extension ConflictQuestion.Answer {
    /// As the form sends it: by what it says and not by its place, as another list may be shown by then.
    var formValue: String {
        switch self {
        case .asBooked: "as-booked"
        case .asInCalendar(let span): "in-calendar \(span.start) \(span.end)"
        case .move(let start): "move \(start)"
        case .cancel: "cancel"
        }
    }

    init?(formValue: String) {
        let parts = formValue.split(separator: " ").map(String.init)
        let instants = parts.dropFirst().compactMap { Instant(rfc3339: $0) }
        switch (parts.first, instants.count, parts.count) {
        case ("as-booked", 0, 1): self = .asBooked
        case ("in-calendar", 2, 3) where instants[0] <= instants[1]: self = .asInCalendar(Span(instants[0], instants[1]))
        case ("move", 1, 2): self = .move(to: instants[0])
        case ("cancel", 0, 1): self = .cancel
        default: return nil
        }
    }
}

extension ConflictQuestion.Ending {
    /// The key of its heading.
    fileprivate var word: String {
        switch self {
        case .settled: "questionOver"
        case .replaced: "questionReplaced"
        case .movedOn: "questionMovedOn"
        case .late: "questionLate"
        }
    }
}
