import Booking
import CivilTime
import Persistence
import Testing

@Suite(.everyEngine) struct QuestionStoreTests {
    private let database: Database

    private static let first = CustomQuestion(
        id: "q-1", business: Cast.studio.id, text: "It's \"you\" <again>?", createdAt: morning, updatedAt: morning + .minutes(1))
    private static let second = CustomQuestion(
        id: "q-2", business: Cast.studio.id, text: "Erster Besuch?", inputType: .radioButton, options: ["ja", "nein", "weiß nicht"],
        position: 1, createdAt: morning, updatedAt: morning)

    init() throws {
        database = try Cast.database()
        try database.writeNow { transaction in for question in [Self.second, Self.first] { try transaction.questions.insert(question) } }
    }

    private func service(asking assignments: [QuestionAssignment]) -> Service {
        var service = Cast.cut
        service.questions = assignments
        return service
    }

    @Test func `questions come back as stored, in the order of the list`() throws {
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.questions.all(in: Cast.studio.id) == [Self.first, Self.second])
            #expect(try transaction.questions.find("q-2") == Self.second)
            #expect(try transaction.questions.find("q-3") == nil)
            #expect(try transaction.questions.all(in: "b-other").isEmpty)
        }
    }

    @Test func `every field of a question can be changed, and whoever read it before sees the change`() throws {
        #expect(try database.readNow { try $0.questions.all(in: Cast.studio.id) }.count == 2)
        let changed = CustomQuestion(
            id: "q-1", business: Cast.studio.id, text: "New", inputType: .radioButton, options: ["a", "b"], position: 7, createdAt: morning,
            updatedAt: morning + .days(1))
        try database.writeNow { try $0.questions.update(changed) }
        #expect(try database.readNow { try $0.questions.all(in: Cast.studio.id) } == [Self.second, changed])
    }

    @Test func `a service comes back with what it asks, in its own order`() throws {
        let asking = service(asking: [
            QuestionAssignment(question: "q-2", isRequired: true), QuestionAssignment(question: "q-1"),
        ])
        try database.writeNow { try $0.services.update(asking) }
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.services.find(Cast.cut.id) == asking)
            #expect(try transaction.services.all(in: Cast.studio.id) == [asking])
            let asked = try transaction.questions.asked(by: asking)
            #expect(asked == [AssignedQuestion(Self.second, isRequired: true), AssignedQuestion(Self.first)])
        }
        try database.writeNow { try $0.services.update(service(asking: [])) }
        #expect(try database.readNow { try $0.services.find(Cast.cut.id)?.questions } == [])
    }

    @Test func `a question is asked by a service once, and must be there`() {
        let twice = service(asking: [QuestionAssignment(question: "q-1"), QuestionAssignment(question: "q-1")])
        #expect(throws: StoreFailure.self) { try database.writeNow { try $0.services.update(twice) } }
        let unknown = service(asking: [QuestionAssignment(question: "q-9")])
        #expect(throws: StoreFailure.self) { try database.writeNow { try $0.services.update(unknown) } }
    }

    @Test func `a question that is deleted is asked by no service, and its answers stay as they were`() throws {
        var appointment = Cast.appointment()
        appointment.attendees[0].answers = [
            QuestionAnswer(
                question: "q-2", text: "Erster Besuch?", inputType: .radioButton, options: ["ja", "nein"], isRequired: true,
                selectedOptions: ["ja"]),
            QuestionAnswer(question: "q-1", text: "Why?", inputType: .text, answer: "“Because”,\nshe said; it's <b>"),
        ]
        try database.writeNow { [appointment] transaction in
            try transaction.services.update(service(asking: [QuestionAssignment(question: "q-2"), QuestionAssignment(question: "q-1")]))
            try transaction.appointments.update(appointment)
            try transaction.questions.delete("q-2")
        }
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.questions.all(in: Cast.studio.id) == [Self.first])
            #expect(try transaction.services.find(Cast.cut.id)?.questions == [QuestionAssignment(question: "q-1")])
            #expect(try transaction.appointments.find("p-1") == appointment)
            #expect(try transaction.appointments.all(of: Cast.cleo.id) == [appointment])
        }
    }
}
