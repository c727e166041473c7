import Booking
import CivilTime
import Hummingbird
import Persistence
import TestSupport
import Testing

/// Questions of a service on the details form, and the answers on the page of the booking.
struct AssignedQuestionTests {
    private static let start = "2026-11-23T08:00:00Z"
    private static let hostile = "<script>alert(1)</script> \"quoted\" & 'more'?"
    private static let why = CustomQuestion(
        id: CustomQuestion.ID("qwhy"), business: Cast.studio.id, text: hostile, createdAt: Cast.morning, updatedAt: Cast.morning)
    private static let visit = CustomQuestion(
        id: CustomQuestion.ID("qvisit"), business: Cast.studio.id, text: "First visit?", inputType: .radioButton,
        options: ["yes", "no & <b>"], position: 1, createdAt: Cast.morning, updatedAt: Cast.morning)

    /// The studio, whose haircut asks both, the choice first.
    private static func asking(required: Bool) throws -> BookingFixture {
        try BookingFixture { transaction in
            for question in [why, visit] { try transaction.questions.insert(question) }
            var haircut = Cast.haircut
            haircut.questions = [visit, why].map { QuestionAssignment(question: $0.id, isRequired: required) }
            try transaction.services.update(haircut)
        }
    }

    @Test func `the form asks in the order of the service, between the contact details and the notes`() async throws {
        try await Self.asking(required: true).test { visitor in
            let page = try await visitor.get("\(Visitor.details)?start=\(Self.start)")
            let places = ["name=\"phone\"", "name=\"question.qvisit\"", "name=\"question.qwhy\"", "name=\"notes\""].map {
                page.text.firstRange(of: $0)?.lowerBound
            }
            #expect(places.allSatisfy { $0 != nil } && places.compactMap(\.self) == places.compactMap(\.self).sorted())
            #expect(page.text.contains("role=\"radiogroup\" aria-required=\"true\"") && !page.text.contains("No answer"))
            #expect(page.text.contains("<legend class=\"label\">First visit?</legend>"))
            #expect(page.values(of: "question.qvisit") == ["yes", "no &amp; &lt;b&gt;"] && !page.text.contains("checked"))
        }
    }

    @Test func `a question that may stay open says so, and its choice can be left open again`() async throws {
        try await Self.asking(required: false).test { visitor in
            let page = try await visitor.get("\(Visitor.details)?start=\(Self.start)")
            #expect(page.text.contains("First visit? <span class=\"optional\">") && !page.text.contains("radiogroup"))
            #expect(page.values(of: "question.qvisit") == ["yes", "no &amp; &lt;b&gt;", ""])
            #expect(page.text.contains("value=\"\" checked> <span>No answer</span>"))
            #expect(try await visitor.post(Visitor.details, visitor.form(Self.start)).status == .seeOther)
        }
    }

    @Test func `what is missing is named with its question, and what was typed stays`() async throws {
        let fixture = try Self.asking(required: true)
        try await fixture.test { visitor in
            let answer = try await visitor.post(
                Visitor.details, visitor.form(Self.start, "", ["question.qvisit": "no & <b>", "notes": "keep this", "phone": "call me"]))
            #expect(answer.status == .unprocessableContent)
            let summary = try #require(answer.text.firstRange(of: "error-summary"))
            #expect(answer.text[summary.upperBound...].contains("href=\"#question.qwhy\">The answer to “&lt;script&gt;alert(1)"))
            #expect(answer.text.contains("is missing. Write one.") && answer.text.contains("id=\"question.qwhy-fault\""))
            #expect(answer.text.contains("value=\"no &amp; &lt;b&gt;\" checked") && answer.text.contains("keep this</textarea>"))
            let none = try await visitor.post(Visitor.details, visitor.form(Self.start, "", ["question.qwhy": "kept </textarea><i>"]))
            #expect(none.text.contains("The answer to “First visit?” is missing. Choose one."))
            #expect(none.text.contains("href=\"#question.qvisit\""))
            #expect(none.text.contains("kept &lt;/textarea&gt;&lt;i&gt;</textarea>"))
            let forged = try await visitor.post(
                Visitor.details, visitor.form(Self.start, "", ["question.qvisit": "maybe", "question.qwhy": "so"]))
            #expect(forged.status == .unprocessableContent && forged.text.contains("is none that can be chosen"))
        }
        #expect(try await fixture.appointments().isEmpty)
    }

    @Test func `an answer that is far too long is named, not refused without a word`() async throws {
        try await Self.asking(required: false).test { visitor in
            let long = String(repeating: "長", count: 60_000)
            let answer = try await visitor.post(Visitor.details, visitor.form(Self.start, "", ["question.qwhy": long]))
            #expect(answer.status == .unprocessableContent && answer.text.contains("is longer than 2000 characters"))
        }
    }

    @Test func `nothing that a customer or an admin typed becomes markup on the page of the booking`() async throws {
        let fixture = try Self.asking(required: true)
        try await fixture.test { visitor in
            let token = try await visitor.book(
                Self.start, ["question.qvisit": "no & <b>", "question.qwhy": "<img src=x onerror=alert(2)>\nsecond line"])
            let page = try await visitor.get("/manage/\(token)")
            #expect(page.text.contains("Your answers"))
            #expect(page.text.contains("<dt>First visit?</dt><dd class=\"lines\">no &amp; &lt;b&gt;</dd>"))
            #expect(page.text.contains("&lt;img src=x onerror=alert(2)&gt;\nsecond line"))
            #expect(!page.text.contains("<script>alert") && !page.text.contains("<img"))
        }
        #expect(try await fixture.appointments().first?.attendees.first?.answers.map(\.text) == ["First visit?", Self.hostile])
    }

    @Test func `who answered nothing sees no answers`() async throws {
        try await Self.asking(required: false).test { visitor in
            let page = try await visitor.get("/manage/\(try await visitor.book(Self.start))")
            #expect(page.status == .ok && !page.text.contains("Your answers"))
        }
    }

    @Test func `a late booking keeps the answers for the next time that is chosen`() async throws {
        let fixture = try Self.asking(required: true)
        try await fixture.test { visitor in
            let staff = "&staff=\(Cast.anaMember.id)"
            let answers = ["question.qvisit": "yes", "question.qwhy": "a beard"]
            let late = try await visitor.form(Self.start, staff, answers)
            _ = try await visitor.post(Visitor.details, visitor.form(Self.start, staff, answers))
            let answer = try await visitor.post(Visitor.details, late)
            #expect(answer.status == .conflict && answer.text.contains("a beard</textarea>"))
            #expect(answer.text.contains("value=\"yes\" checked"))
        }
    }
}
