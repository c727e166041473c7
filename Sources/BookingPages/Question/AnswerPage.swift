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
        let number: Int
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
        choices = asked.question.offered.enumerated().map { number, answer in
            switch answer {
            case .asBooked:
                Choice(
                    number: number, label: texts("booking.answerAsBooked", ["time": when]), effect: texts["booking.answerAsBookedEffect"],
                    isMain: true, isDangerous: false)
            case .asInCalendar(let span):
                Choice(
                    number: number,
                    label: texts("booking.answerMove", ["time": texts.when(span, in: zone)]),
                    effect: texts("booking.answerInCalendarEffect", values), isMain: false, isDangerous: false)
            case .move(let start):
                Choice(
                    number: number,
                    label: texts("booking.answerMove", ["time": texts.when(Span(start: start, duration: duration), in: zone)]),
                    effect: texts["booking.answerMoveEffect"], isMain: false, isDangerous: false)
            case .cancel:
                Choice(
                    number: number, label: texts["booking.answerCancel"], effect: texts["booking.answerCancelEffect"], isMain: false,
                    isDangerous: true)
            }
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
