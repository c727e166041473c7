import Booking
import CivilTime
import Persistence
import TestSupport
import Testing
import Texts

@testable import Operations

/// Questions of a business: made, changed, ordered, deleted, and assigned to services.
struct SaveQuestionTests {
    let world: World

    init() throws { world = try World() }

    private func list() throws -> [String] { try world.read { try $0.questions.all(in: Cast.studio.id) }.map(\.text) }

    private func fault(_ change: (inout CustomQuestion) -> Void) async throws -> [String]? {
        var question = SaveQuestion(world.kalends).draft(in: Cast.studio.id)
        question.text = "Which?"
        change(&question)
        let invalid: Invalid? = try await failure { _ = try await SaveQuestion(world.kalends)(question, actor: World.ana) }
        return invalid?.faults.map { "\($0.field) \($0.key)" }
    }

    @Test func `a question is stored tidied, last in the list`() async throws {
        _ = try await world.ask("First?")
        let second = try await world.ask("  Second?\n", options: [" yes ", "", "no"])
        #expect(second.text == "Second?" && second.options == ["yes", "no"] && second.position == 1)
        #expect(try world.read { try $0.questions.find(second.id) } == second)
        #expect(try list() == ["First?", "Second?"])
    }

    @Test func `one that is answered in words has no options`() async throws {
        var question = try await world.ask("First?", options: ["yes", "no"])
        question.inputType = .text
        #expect(try await SaveQuestion(world.kalends)(question, actor: World.ana).options.isEmpty)
    }

    @Test func `what is wrong is told by field`() async throws {
        #expect(try await fault { $0.text = " \u{200B} " } == ["text questionMissing"])
        #expect(try await fault { $0.text = String(repeating: "x", count: 501) } == ["text questionTooLong"])
        #expect(try await fault { $0.text = "two\nlines" } == ["text questionUnprintable"])
        #expect(try await fault { ($0.inputType, $0.options) = (.radioButton, ["only"]) } == ["options optionCount"])
        #expect(
            try await fault { ($0.inputType, $0.options) = (.radioButton, (0...50).map { "\($0)" }) } == ["options optionCount"])
        #expect(try await fault { ($0.inputType, $0.options) = (.radioButton, ["a", "b", "a "]) } == ["options optionTwice"])
        #expect(
            try await fault { ($0.inputType, $0.options) = (.radioButton, ["a", String(repeating: "b", count: 201)]) } == [
                "options optionTooLong"
            ])
        #expect(try await fault { ($0.inputType, $0.options) = (.radioButton, ["a", "b\u{7}"]) } == ["options optionUnprintable"])
        #expect(try list().isEmpty)
    }

    @Test func `every sentence names what is wrong with its numbers filled in`() async throws {
        let faults = SaveQuestion.faults(
            of: CustomQuestion(
                id: CustomQuestion.ID("q"), business: Cast.studio.id, text: "", inputType: .radioButton, createdAt: monday(0),
                updatedAt: monday(0)))
        let sentences = faults.map { $0.sentence(in: Texts(language: "en")) }
        #expect(sentences.count == 2 && sentences[1] == "A choice needs 2 to 50 answers to choose from. Enter one on each line.")
    }

    @Test func `only administrators change questions, and only those of the business`() async throws {
        let question = try await world.ask("First?")
        for actor in [World.ben, World.vera, .customer] {
            let saving = try await failure(of: NotAllowed.self) { _ = try await SaveQuestion(world.kalends)(question, actor: actor) }
            let moving = try await failure(of: NotAllowed.self) {
                try await SaveQuestion(world.kalends).move(question.id, .up, actor: actor)
            }
            let removing = try await failure(of: NotAllowed.self) {
                try await SaveQuestion(world.kalends).remove(question.id, actor: actor)
            }
            #expect(saving != nil && moving != nil && removing != nil)
        }
        var stolen = question
        stolen.business = Cast.darioBusiness.id
        #expect(try await failure(of: NotFound.self) { _ = try await SaveQuestion(world.kalends)(stolen, actor: World.ana) } != nil)
        #expect(try list() == ["First?"])
    }

    @Test func `a question changes places with its neighbour, and stays at the ends`() async throws {
        let questions = [try await world.ask("A"), try await world.ask("B"), try await world.ask("C")]
        let save = SaveQuestion(world.kalends)
        try await save.move(questions[2].id, .up, actor: World.ana)
        #expect(try list() == ["A", "C", "B"])
        try await save.move(questions[0].id, .up, actor: World.ana)
        try await save.move(questions[1].id, .down, actor: World.ana)
        #expect(try list() == ["A", "C", "B"])
        try await save.move(questions[0].id, .down, actor: World.ana)
        #expect(try list() == ["C", "A", "B"])
    }

    @Test func `a new text of a question does not move it, and a save without a change tells the history nothing`() async throws {
        var question = try await world.ask("A")
        _ = try await world.ask("B")
        question.text = "A, again"
        question.position = 9
        let saved = try await SaveQuestion(world.kalends)(question, actor: World.ana)
        #expect(saved.position == 0)
        _ = try await SaveQuestion(world.kalends)(saved, actor: World.ana)
        #expect(try world.history("question:\(question.id)").map(\.action) == ["created", "changed"])
    }

    @Test func `deleting takes the question off its services and leaves the answers`() async throws {
        let (kept, gone) = (try await world.ask("Kept?"), try await world.ask("Gone?"))
        try await world.assign(gone, kept, required: [gone.id])
        let booked = try await world.book(answering: [gone.answered("yes"), kept.answered("no")])
        try await SaveQuestion(world.kalends).remove(gone.id, actor: World.ana)
        #expect(try list() == ["Kept?"])
        #expect(try world.read { try $0.services.find(Cast.haircut.id)?.questions.map(\.question) } == [kept.id])
        #expect(try world.answers(booked).map(\.told) == ["Gone? yes", "Kept? no"])
        #expect(try world.history("service:\(Cast.haircut.id)").map(\.action) == ["changed", "changed"])
        #expect(try world.history("question:\(gone.id)").last.map { [$0.action, $0.reason] } == ["removed", "Gone?"])
    }

    @Test func `a service asks questions of its business, each once, and not more than a page holds`() async throws {
        let question = try await world.ask("A")
        func fault(_ assignments: [QuestionAssignment]) async throws -> Invalid? {
            var haircut = Cast.haircut
            haircut.questions = assignments
            let changed = haircut
            return try await failure { _ = try await SaveService(world.kalends)(changed, actor: World.ana) }
        }
        let asked = QuestionAssignment(question: question.id)
        #expect(try await fault([asked, asked]) == Invalid("questions", "questionUnknown"))
        #expect(try await fault([QuestionAssignment(question: CustomQuestion.ID("nobody's"))]) == Invalid("questions", "questionUnknown"))
        #expect(
            try await fault(Array(repeating: asked, count: 21)) == Invalid("questions", "questionsOfServiceTooMany", ["limit": "20"]))
        #expect(try await fault([asked]) == nil)
    }
}
