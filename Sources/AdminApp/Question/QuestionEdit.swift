import Booking
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// Making, changing and deleting a question.
enum QuestionEdit {
    struct View: Sendable {
        var heading: String
        var explanation: String
        var faults: FaultSummary?
        var action: String
        var text: Field
        var inputType: Field
        var options: Field
        var historyAddress: String?
        var removeAddress: String?
    }

    static func new(_ visit: Visit) async throws -> Answer {
        page(visit, SaveQuestion(visit.kalends).draft(in: visit.business.id), isNew: true)
    }

    static func create(_ visit: Visit) async throws -> Answer {
        try await save(visit, SaveQuestion(visit.kalends).draft(in: visit.business.id), isNew: true)
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let (question, visit) = try await find(visit)
        return page(visit, question, isNew: false)
    }

    static func post(_ visit: Visit) async throws -> Answer {
        let (question, visit) = try await find(visit)
        return try await save(visit, question, isNew: false)
    }

    static func askRemove(_ visit: Visit) async throws -> Answer {
        let (question, visit) = try await find(visit)
        let texts = visit.texts
        let names = try await visit.read { try $0.services.all(in: question.business) }
            .filter { $0.questions.contains { $0.question == question.id } }.map(\.name)
        let asking =
            names.isEmpty
            ? texts["adminConfirm.removeQuestionUnasked"]
            : texts("adminConfirm.removeQuestionServices", ["services": names.joined(separator: ", ")])
        return visit.ask(
            "removeQuestion", values: ["question": question.text],
            consequences: [asking, texts["adminConfirm.removeQuestionAnswers"]], action: "\(QuestionList.path)/\(question.id)/remove",
            cancel: "\(QuestionList.path)/\(question.id)", menu: .questions)
    }

    static func remove(_ visit: Visit) async throws -> Answer {
        guard visit.isConfirmed else { return try await askRemove(visit) }
        let (question, visit) = try await find(visit)
        try await SaveQuestion(visit.kalends).remove(question.id, actor: visit.actor)
        return .redirect(QuestionList.path, Notice("questionRemoved"))
    }

    private static func find(_ visit: Visit) async throws -> (CustomQuestion, Visit) {
        let id: CustomQuestion.ID = visit.id()
        let found = try await visit.read { transaction -> (CustomQuestion, Business)? in
            guard let question = try transaction.questions.find(id), let business = try transaction.businesses.find(question.business)
            else { return nil }
            return (question, business)
        }
        guard let (question, business) = found else { throw NotFound("question") }
        return (question, visit.viewing(business))
    }

    private static func save(_ visit: Visit, _ stored: CustomQuestion, isNew: Bool) async throws -> Answer {
        do {
            _ = try await SaveQuestion(visit.kalends)(try read(visit, stored), actor: visit.actor)
            return .redirect(QuestionList.path, Notice(isNew ? "questionAdded" : "questionSaved"))
        } catch let invalid as Invalid {
            return page(visit, stored, isNew: isNew, sent: visit.form, faults: invalid.faults, status: .unprocessableContent)
        }
    }

    private static func read(_ visit: Visit, _ stored: CustomQuestion) throws(Invalid) -> CustomQuestion {
        var reader = FormReader(visit.form)
        var question = stored
        question.text = reader.typed("text")
        question.options = reader.typed("options").split(separator: "\n").map(String.init)
        if let inputType = AnswerInputType(rawValue: visit.form["inputType"]) {
            question.inputType = inputType
        } else {
            reader.fault("inputType", "choiceUnknown")
        }
        try reader.requireNoFaults(telling: SaveQuestion.faults(of: question))
        return question
    }

    private static func page(
        _ visit: Visit, _ question: CustomQuestion, isNew: Bool, sent: Query? = nil, faults: [FieldFault] = [],
        status: HTTPResponse.Status = .ok
    ) -> Answer {
        let texts = visit.texts
        let fields = FormFields(visit, area: "adminQuestion", sent: sent, faults: faults)
        let heading = texts[isNew ? "adminQuestion.newHeading" : "adminQuestion.editHeading"]
        let address = "\(QuestionList.path)/\(question.id)"
        let types = AnswerInputType.allCases.map { (value: $0.rawValue, label: texts[$0.key]) }
        let view = View(
            heading: heading, explanation: texts[isNew ? "adminQuestion.newExplanation" : "adminQuestion.editExplanation"],
            faults: fields.summary, action: isNew ? QuestionList.path : address,
            text: fields.text("text", question.text, required: true, wide: true),
            inputType: fields.choice("inputType", question.inputType.rawValue, types),
            options: fields.area("options", question.options.joined(separator: "\n"), rows: 5),
            historyAddress: isNew ? nil : HistoryList.address(of: "question:\(question.id)"),
            removeAddress: isNew ? nil : "\(address)/remove")
        return .page(AdminPage("admin-question-edit", title: heading, menu: .questions, status: status, view: view))
    }
}
