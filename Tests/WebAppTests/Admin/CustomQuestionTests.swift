import Booking
import CivilTime
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing

@testable import AdminApp

/// Questions in the admin app: their list, their form, the services that ask them, and the answers that staff give.
struct CustomQuestionTests {
    private static let why = CustomQuestion(
        id: CustomQuestion.ID("qwhy"), business: Cast.studio.id, text: "Why <b>?", createdAt: Cast.morning, updatedAt: Cast.morning)
    private static let visit = CustomQuestion(
        id: CustomQuestion.ID("qvisit"), business: Cast.studio.id, text: "First visit?", inputType: .radioButton, options: ["yes", "no"],
        position: 1, createdAt: Cast.morning, updatedAt: Cast.morning)
    private static let service: [String: String] = [
        "name": "Haircut", "slug": "haircut", "summary": "", "duration": "30", "preBuffer": "", "postBuffer": "", "price": "35",
        "location": "", "color": "#1f5fbf", "emailRule": "required", "phoneRule": "optional", "notesRule": "optional",
    ]

    private static func fixture(asking assignments: [QuestionAssignment] = []) throws -> AdminFixture {
        try AdminFixture { transaction in
            for question in [why, visit] { try transaction.questions.insert(question) }
            var haircut = Cast.haircut
            haircut.questions = assignments
            try transaction.services.update(haircut)
        }
    }

    private static func questions(_ fixture: AdminFixture) async throws -> [CustomQuestion] {
        try await fixture.read { try $0.questions.all(in: Cast.studio.id) }
    }

    private static func asked(_ fixture: AdminFixture) async throws -> [QuestionAssignment]? {
        try await fixture.read { try $0.services.find(Cast.haircut.id)?.questions }
    }

    // MARK: The list and the form

    @Test func `a question is added and the page says what comes next`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            #expect(try await ana.get("/admin/questions").text.contains("No question yet"))
            let answer = try await ana.post(
                "/admin/questions", ["text": "First visit?", "inputType": "radioButton", "options": "yes\r\n no \r\n\r\n"])
            let page = try await ana.follow(answer)
            #expect(page.text.contains("The question is added.") && page.text.contains("yes / no"))
            #expect(page.text.contains("Not asked by any service"))
        }
        #expect(try await Self.questions(fixture).map(\.options) == [["yes", "no"]])
    }

    @Test func `every fault is told at its field and what was typed stays`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            let answer = try await ana.post("/admin/questions", ["text": " ", "inputType": "radioButton", "options": "only <one>"])
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("id=\"text-fault\"") && answer.text.contains("id=\"options-fault\""))
            #expect(answer.text.contains("only &lt;one&gt;</textarea>") && answer.text.contains("value=\"radioButton\" checked"))
            let strange = try await ana.post("/admin/questions", ["text": "Why?", "inputType": "checkBox", "options": ""])
            #expect(strange.status == .unprocessableContent && strange.text.contains("id=\"inputType-fault\""))
        }
        #expect(try await Self.questions(fixture).isEmpty)
    }

    @Test func `a question is changed, moved, and deleted after it was asked which services ask it`() async throws {
        let fixture = try Self.fixture(asking: [QuestionAssignment(question: Self.visit.id, isRequired: true)])
        try await fixture.test { ana in
            let list = try await ana.get("/admin/questions")
            #expect(list.text.contains("Haircut · must be answered") && list.text.contains("Why &lt;b&gt;?") && !list.text.contains("<b>"))
            let moved = try await ana.post("/admin/questions/qvisit/move", ["direction": "up"])
            #expect(moved.location == "/admin/questions#question-qvisit")
            #expect(try await Self.questions(fixture).map(\.text) == ["First visit?", "Why <b>?"])
            let form = try await ana.get("/admin/questions/qvisit")
            #expect(form.values(of: "text") == ["First visit?"] && form.text.contains("yes\nno</textarea>"))
            _ = try await ana.post("/admin/questions/qvisit", ["text": "Been here?", "inputType": "text", "options": "yes\nno"])
            #expect(try await Self.questions(fixture)[0].text == "Been here?")
            let ask = try await ana.post("/admin/questions/qvisit/remove")
            #expect(ask.status == .ok && ask.text.contains("It is taken off: Haircut.") && ask.text.contains("“Been here?”"))
            #expect(try await Self.questions(fixture).count == 2)
            let gone = try await ana.follow(try await ana.post("/admin/questions/qvisit/remove", ["confirmed": "1"]))
            #expect(gone.text.contains("The question is deleted."))
        }
        #expect(try await Self.questions(fixture).map(\.id) == [Self.why.id])
        #expect(try await Self.asked(fixture) == [])
    }

    @Test func `the history tells what became of a question`() async throws {
        let fixture = try Self.fixture()
        try await fixture.test { ana in
            _ = try await ana.post(
                "/admin/questions/qvisit", ["text": "Been here?", "inputType": "radioButton", "options": "yes\nno\nmaybe"])
            let page = try await ana.get("/admin/history?kind=question")
            #expect(page.text.contains("“First visit?” → “Been here?”"))
            #expect(page.text.contains("“yes”, “no” → “yes”, “no”, “maybe”"))
            #expect(page.text.contains("href=\"/admin/questions/qvisit\""))
        }
    }

    @Test func `questions of another business are nobody's here, and those that are gone are not found`() async throws {
        try await Self.fixture().test { ana in
            for path in ["/admin/questions/nothing", "/admin/questions/nothing/remove", "/admin/appointments/nothing/answers/ccleo"] {
                let answer = try await ana.get(path)
                #expect(answer.status == .notFound, "\(path)")
            }
        }
    }

    // MARK: Services

    @Test func `a service asks what is chosen, by the places that were typed`() async throws {
        let fixture = try Self.fixture()
        let form = Self.service.merging([
            "asks.qwhy": "optional", "place.qwhy": "2", "asks.qvisit": "required", "place.qvisit": "1",
        ]) { $1 }
        try await fixture.test { ana in
            #expect(try await ana.post("/admin/services/vhaircut", ["staff": "sana", "staff": "sben"], more: form).status == .seeOther)
            #expect(
                try await Self.asked(fixture) == [
                    QuestionAssignment(question: Self.visit.id, isRequired: true), QuestionAssignment(question: Self.why.id),
                ])
            let page = try await ana.get("/admin/services/vhaircut")
            #expect(page.attributes("data-row") == ["First visit?", "Why &lt;b&gt;?"])
            #expect(page.values(of: "place.qvisit") == ["1"] && page.values(of: "place.qwhy") == ["2"])
            // Another page's form, which knows of no questions, leaves them.
            _ = try await ana.post("/admin/services/vhaircut", ["staff": "sana", "staff": "sben"], more: Self.service)
            #expect(try await Self.asked(fixture)?.count == 2)
            let none = form.merging(["asks.qwhy": "hidden", "asks.qvisit": "hidden"]) { $1 }
            _ = try await ana.post("/admin/services/vhaircut", ["staff": "sana", "staff": "sben"], more: none)
        }
        #expect(try await Self.asked(fixture) == [])
    }

    @Test func `a refused form of a service keeps which questions were chosen, and their order`() async throws {
        try await Self.fixture().test { ana in
            let answer = try await ana.post(
                "/admin/services/vhaircut", ["staff": "sana"],
                more: Self.service.merging([
                    "name": "", "asks.qwhy": "required", "place.qwhy": "7", "asks.qvisit": "optional", "place.qvisit": "first",
                ]) { $1 })
            #expect(answer.status == .unprocessableContent)
            #expect(answer.attributes("data-row") == ["Why &lt;b&gt;?", "First visit?"])
            let select = try #require(answer.text.firstRange(of: "name=\"asks.qwhy\""))
            #expect(answer.text[select.upperBound...].prefix(400).contains("value=\"required\" selected"))
        }
    }

    // MARK: Answers

    @Test func `staff give the answers when they book, read them, and change them`() async throws {
        let fixture = try Self.fixture(asking: [
            QuestionAssignment(question: Self.visit.id, isRequired: true), QuestionAssignment(question: Self.why.id),
        ])
        let form: KeyValuePairs = [
            "service": "vhaircut", "staff": "sana", "date": "2026-11-23", "slot": "2026-11-23T09:00:00Z", "customer": "ccleo",
            "formID": "f1", "question.qwhy": "a <beard>",
        ]
        try await fixture.test(as: Cast.ben) { ben in
            let page = try await ben.get("/admin/appointments/new?date=2026-11-23&service=vhaircut")
            #expect(page.values(of: "question.qvisit") == ["", "yes", "no"] && page.text.contains("name=\"question.qwhy\""))
            let wrong = try await ben.post("/admin/appointments", form, more: ["question.qvisit": "maybe"])
            #expect(wrong.status == .unprocessableContent && wrong.text.contains("is none that can be chosen"))
            #expect(wrong.text.contains("a &lt;beard&gt;</textarea>"))
            _ = try await ben.post("/admin/appointments", form)
            let booked = try #require(try await fixture.read { try $0.appointments.all(of: Cast.cleo.id) }.first)
            let own = "/admin/appointments/\(booked.id)"
            let shown = try await ben.get(own)
            #expect(shown.text.contains("<dt>Why &lt;b&gt;?</dt><dd class=\"lines\">a &lt;beard&gt;</dd>"))
            #expect(shown.attributes("href").contains("\(own)/answers/ccleo"))
            let change = try await ben.get("\(own)/answers/ccleo")
            #expect(change.text.contains("a &lt;beard&gt;</textarea>") && change.text.contains("Answers of Cleo"))
            let saved = try await ben.post("\(own)/answers/ccleo", ["question.qvisit": "yes", "question.qwhy": "a <beard>"])
            #expect(try await ben.follow(saved).text.contains("The answers are saved."))
            let refused = try await ben.post("\(own)/answers/ccleo", ["question.qvisit": "maybe"])
            #expect(refused.status == .unprocessableContent && refused.text.contains("id=\"question.qvisit-fault\""))
        }
        let answers = try await fixture.read { try $0.appointments.all(of: Cast.cleo.id) }.first?.attendees.first?.answers
        #expect(answers?.map(\.told) == ["First visit? yes", "Why <b>? a <beard>"])
    }

    @Test func `an answer to a question that is gone can be kept or emptied`() async throws {
        let fixture = try Self.fixture(asking: [QuestionAssignment(question: Self.why.id)])
        let booked = try await fixture.book()
        let path = "/admin/appointments/\(booked.id)/answers/ccleo"
        try await fixture.test { ana in
            _ = try await ana.post(path, ["question.qwhy": "long hair"])
            _ = try await ana.post("/admin/questions/qwhy/remove", ["confirmed": "1"])
            let page = try await ana.get(path)
            #expect(page.text.contains("long hair</textarea>") && page.text.contains("Why &lt;b&gt;?"))
            #expect(try await ana.post(path, ["question.qwhy": "long hair"]).status == .seeOther)
            #expect(try await ana.post(path, ["question.qwhy": "short hair"]).text.contains("This question is not here any more"))
            #expect(try await ana.post(path, ["question.qwhy": ""]).status == .seeOther)
            #expect(try await ana.get("/admin/appointments/\(booked.id)").text.contains("long hair") == false)
        }
    }

    @Test func `a viewer reads answers and is shown no way to change them`() async throws {
        let fixture = try Self.fixture(asking: [QuestionAssignment(question: Self.why.id)])
        let booked = try await fixture.book()
        try await fixture.test { ana in
            _ = try await ana.post("/admin/appointments/\(booked.id)/answers/ccleo", ["question.qwhy": "long hair"])
        }
        try await fixture.test(as: AdminFixture.vera) { vera in
            let page = try await vera.get("/admin/appointments/\(booked.id)")
            #expect(page.text.contains("long hair") && !page.text.contains("/answers/"))
            #expect(try await vera.get("/admin/appointments/\(booked.id)/answers/ccleo").status == .forbidden)
        }
    }
}
