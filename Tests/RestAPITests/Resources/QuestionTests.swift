import Booking
import HTTPTypes
import Operations
import Persistence
import RestShape
import TestSupport
import Testing

@testable import RestAPI

/// Custom questions through the API: the questions of the business, who asks them, and what was answered.
struct QuestionTests {
    private static let all = Program.studio + "/customQuestions"
    private static let choice = #"{"displayName": "First visit?", "answerInputType": "radioButton", "answerOptions": ["yes", "no"]}"#

    private static func made(_ body: String, _ program: Program) async throws -> String {
        let made = try await program.post(all, body)
        return try #require(made.json["id"]?.string, "\(made.text)")
    }

    /// Lets the haircut ask the question.
    private static func assign(_ id: String, _ program: Program) async throws {
        let body = #"{"customQuestions": [{"questionId": "\#(id)", "isRequired": true}]}"#
        #expect(try await program.patch(Program.studio + "/services/vhaircut", body).status == 204)
    }

    @Test func `a question is made, read, changed and removed`() async throws {
        let fixture = try APIFixture()
        try await fixture.test { program async throws in
            let made = try await program.post(Self.all, Self.choice)
            #expect(made.status == 201 && made.json["answerOptions"] == ["yes", "no"], "\(made.text)")
            let path = Self.all + "/" + (try #require(made.json["id"]?.string))
            #expect(made.json["createdDateTime"] == "2026-11-21T09:00:00Z" && made.header("Location")?.hasSuffix(path) == true)
            #expect(try await program.get(Self.all).texts("displayName") == ["First visit?"])
            #expect(try await program.get(Self.all + "/$count").text == "1")
            let changed = try await program.patch(path, #"{"displayName": "New here?"}"#, [.ifMatch: made.header("ETag") ?? ""])
            #expect(changed.status == 200 && changed.json["displayName"] == "New here?" && changed.json["answerInputType"] == "radioButton")
            #expect(try await program.patch(path, "{}", [.ifMatch: made.header("ETag") ?? ""]).status == 412)
            #expect(try await program.patch(path, #"{"answerOptions": ["yes"]}"#).target == "answerOptions")
            let expanded = try await program.get(Program.studio + "?$expand=customQuestions")
            #expect(expanded.json["customQuestions"]?.elements?.count == 1)
            #expect(try await program.ask(.delete, path).status == 204)
            #expect(try await program.get(path).status == 404)
        }
        #expect(try await fixture.kalends.database.read { try $0.questions.all(in: Cast.studio.id) }.isEmpty)
    }

    @Test func `a service asks questions of its business, and the page does`() async throws {
        let fixture = try APIFixture()
        try await fixture.test { program async throws in
            let id = try await Self.made(Self.choice, program)
            try await Self.assign(id, program)
            let service = try await program.get(Program.studio + "/services/vhaircut")
            #expect(service.json["customQuestions"] == [["isRequired": true, "questionId": .text(id)]])
            let unknown = try await program.patch(
                Program.studio + "/services/vhaircut", #"{"customQuestions": [{"questionId": "nothing"}]}"#)
            #expect((unknown.status, unknown.target) == (400, "customQuestions"))
        }
        let asked = try await fixture.kalends.database.read { try $0.services.find(Cast.haircut.id)?.questions }
        #expect(asked?.count == 1 && asked?.first?.isRequired == true)
    }

    @Test func `answers stand with the customer as they were asked, and are changed`() async throws {
        let fixture = try APIFixture()
        try await fixture.test { program async throws in
            let id = try await Self.made(Self.choice, program)
            try await Self.assign(id, program)
            func answered(_ option: String) -> String {
                let answer = #"{"questionId": "\#(id)", "question": "Else?", "answer": "", "selectedOptions": ["\#(option)"]}"#
                return #""customQuestionAnswers": [\#(answer)]"#
            }
            let all = Program.studio + "/appointments"
            func booking(_ option: String) -> String {
                """
                {"serviceId": "vhaircut", "startDateTime": {"dateTime": "2026-11-23T10:00:00", "timeZone": "UTC"},
                 "customers": [{"name": "Cleo", "emailAddress": "cleo@example.org", \(answered(option))}]}
                """
            }
            let wrong = try await program.post(all, booking("perhaps"))
            #expect((wrong.status, wrong.target) == (400, "customers[0].customQuestionAnswers[0]"), "\(wrong.text)")
            let made = try await program.post(all, booking("yes"))
            #expect(made.status == 201, "\(made.text)")
            let path = all + "/" + (try #require(made.json["id"]?.string))
            func told() async throws -> JSONValue? {
                try await program.get(path).json["customers"]?.elements?.first?["customQuestionAnswers"]?.elements?.first
            }
            let answer = try await told()
            #expect(answer?["question"] == "First visit?" && answer?["answerOptions"] == ["yes", "no"] && answer?["isRequired"] == true)
            #expect(answer?["selectedOptions"] == ["yes"] && answer?["answerInputType"] == "radioButton")
            #expect(try await program.patch(Self.all + "/" + id, #"{"displayName": "New here?"}"#).status == 200)
            #expect(try await program.patch(path, #"{"customers": [{"name": "Cleo", \#(answered("yes"))}]}"#).status == 204)
            #expect(try await told()?["question"] == "First visit?")
            #expect(try await program.patch(path, #"{"customers": [{"name": "Cleo", \#(answered("no"))}]}"#).status == 204)
            let asked = try await told()
            #expect(asked?["question"] == "New here?" && asked?["selectedOptions"] == ["no"])
            #expect(try await program.patch(path, #"{"customers": [{"name": "Cleopatra"}]}"#).status == 204)
            #expect(try await told()?["selectedOptions"] == ["no"])
            #expect(try await program.patch(path, #"{"customers": [{"name": "Cleo", "customQuestionAnswers": []}]}"#).status == 204)
            #expect(try await told() == nil)
        }
    }
}
