import Booking
import TestSupport
import Testing

struct AssignedQuestionTests {
    private static func question(_ inputType: AnswerInputType, _ options: [String] = []) -> CustomQuestion {
        CustomQuestion(
            id: CustomQuestion.ID("q1"), business: Cast.studio.id, text: "First visit?", inputType: inputType, options: options,
            createdAt: Cast.morning, updatedAt: Cast.morning)
    }

    private let words = AssignedQuestion(question(.text), isRequired: true)
    private let choice = AssignedQuestion(question(.radioButton, ["yes", "no"]), isRequired: true)
    private let id = CustomQuestion.ID("q1")

    private func fault(_ asked: AssignedQuestion, _ given: GivenAnswer?, isDemanded: Bool = true) -> AnswerFault? {
        do throws(AnswerFault) {
            _ = try asked.answer(given, isDemanded: isDemanded)
            return nil
        } catch {
            return error
        }
    }

    @Test func `an answer is kept with the question as it is asked`() throws {
        let kept = try words.answer(GivenAnswer(question: id, answer: "Yes, by bus"), isDemanded: true)
        #expect(kept == QuestionAnswer(question: id, text: "First visit?", inputType: .text, isRequired: true, answer: "Yes, by bus"))
        let chosen = try choice.answer(GivenAnswer(question: id, selectedOptions: ["no"]), isDemanded: true)
        #expect(chosen?.options == ["yes", "no"] && chosen?.selectedOptions == ["no"] && chosen?.said == "no" && chosen?.answer == "")
    }

    @Test func `an option may be named where words would stand`() throws {
        #expect(try choice.answer(GivenAnswer(question: id, answer: "yes"), isDemanded: true)?.selectedOptions == ["yes"])
    }

    @Test func `what must be answered is demanded of those of whom it is`() {
        let empty = GivenAnswer(question: id)
        for asked in [words, choice] {
            #expect(fault(asked, nil) == .missing && fault(asked, empty) == .missing)
            #expect(fault(asked, nil, isDemanded: false) == nil)
            #expect(fault(AssignedQuestion(asked.question), empty) == nil)
        }
    }

    @Test func `without an answer nothing is kept`() throws {
        #expect(try AssignedQuestion(words.question).answer(GivenAnswer(question: id), isDemanded: true) == nil)
    }

    @Test(arguments: [["maybe"], ["yes", "no"], ["Yes"], ["yes", "yes"], ["yes\u{301}"]])
    func `only one of the options can be chosen`(selected: [String]) {
        #expect(fault(choice, GivenAnswer(question: id, selectedOptions: selected)) == .notAnOption)
    }

    @Test func `an answer has the length that the limit says, in scalars`() {
        let family = "👩‍👩‍👧‍👦"
        let most = AssignedQuestion.longestAnswer
        #expect(fault(words, GivenAnswer(question: id, answer: String(repeating: "a", count: most))) == nil)
        #expect(fault(words, GivenAnswer(question: id, answer: String(repeating: "a", count: most + 1))) == .tooLong(limit: most))
        #expect(fault(words, GivenAnswer(question: id, answer: String(repeating: family, count: most / 7 + 1))) == .tooLong(limit: most))
    }

    @Test(arguments: [
        ("First visit?", "yes", "First visit? yes"), ("Insurance", "private", "Insurance: private"), ("Tell us:", "a\nb", "Tell us:\na\nb"),
        ("Wo?", "", "Wo? "),
    ])
    func `question and answer are told as one text`(text: String, answer: String, told: String) {
        #expect(QuestionAnswer(question: id, text: text, inputType: .text, answer: answer).told == told)
    }

    @Test func `attendees from before anything was asked can be read`() throws {
        let text = """
            {"customer":"c","name":"Cleo","email":"","phone":"","notes":"","zone":"UTC","language":"en"}
            """
        #expect(try decode(Attendee.self, text).answers.isEmpty)
        var asked = try decode(Attendee.self, text)
        asked.answers = [QuestionAnswer(question: id, text: "First visit?", inputType: .text, answer: "yes")]
        #expect(try decode(Attendee.self, json(asked)) == asked)
    }
}
