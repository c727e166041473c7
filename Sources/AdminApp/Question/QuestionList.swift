import Booking
import Operations
import Persistence
import Texts
import WebShell

/// What the business asks besides name and address, in the order of the list.
enum QuestionList {
    static let path = "/admin/questions"

    struct Row: Sendable {
        var id: String
        var text: String
        var address: String
        /// How it is answered.
        var kind: String
        var services: [Asking]
        var isAsked: Bool
        var moveAction: String
        var isFirst: Bool
        var isLast: Bool
    }

    struct Asking: Sendable {
        var name: String
        var address: String
        var isRequired: Bool
    }

    struct View: Sendable {
        var questions: [Row]
        var isEmpty: Bool
        var newAddress: String
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let texts = visit.texts
        let (questions, services) = try await visit.read { transaction in
            (try transaction.questions.all(in: visit.business.id), try transaction.services.all(in: visit.business.id))
        }
        let rows = questions.enumerated().map { index, question in
            let asking = services.compactMap { service in
                service.questions.first { $0.question == question.id }
                    .map { Asking(name: service.name, address: "/admin/services/\(service.id)", isRequired: $0.isRequired) }
            }
            return Row(
                id: question.id.rawValue, text: question.text, address: "\(path)/\(question.id)", kind: texts.kind(of: question),
                services: asking, isAsked: !asking.isEmpty, moveAction: "\(path)/\(question.id)/move", isFirst: index == 0,
                isLast: index == questions.count - 1)
        }
        return .page(
            AdminPage(
                "admin-question-list", title: texts["adminMenu.questions"], menu: .questions, live: ["settings"],
                view: View(questions: rows, isEmpty: rows.isEmpty, newAddress: "\(path)/new")))
    }

    /// One place up or down.
    static func move(_ visit: Visit) async throws -> Answer {
        let id: CustomQuestion.ID = visit.id()
        guard let direction = SaveQuestion.Direction(rawValue: visit.form["direction"]) else { return .redirect(path) }
        try await SaveQuestion(visit.kalends).move(id, direction, actor: visit.actor)
        return .redirect("\(path)#question-\(id)")
    }
}

extension AnswerInputType {
    /// The key of its name in the catalogue.
    var key: String { "adminQuestion.inputType\(rawValue.prefix(1).uppercased())\(rawValue.dropFirst())" }
}

extension Texts {
    /// How a question is answered: "In their own words", or the options.
    func kind(of question: CustomQuestion) -> String {
        switch question.inputType {
        case .text: self[question.inputType.key]
        case .radioButton: question.options.joined(separator: " / ")
        }
    }
}
