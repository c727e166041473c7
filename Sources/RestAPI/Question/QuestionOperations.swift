import Booking
import HTTPTypes
import Operations
import Persistence
import RestShape

/// `…/customQuestions`.
struct QuestionOperations: Sendable {
    static let path = BusinessOperations.path + "/{business}/customQuestions"

    let schema = QuestionItem.schema

    var routes: [APIRoute] {
        let (all, one) = (PathTemplate(Self.path), PathTemplate(Self.path + "/{customQuestion}"))
        return [
            .list(all, "listCustomQuestions", "Lists the questions of a business.", of: schema.definition) { call in
                try await listing(call).answer(call)
            },
            .create(
                all, "createCustomQuestion", "Makes a question; services ask it once they name it.", of: schema.definition, .readWrite,
                create),
            .count(PathTemplate(Self.path + "/$count"), "countCustomQuestions", "Counts the questions.", of: schema.definition) { call in
                try await listing(call).number(call)
            },
            .read(one, "getCustomQuestion", "Reads a question.", of: schema.definition) { call in
                schema.answer(try await item(call), call, context: context(call))
            },
            // Of all changes this one answers with the item, as Bookings does.
            APIRoute(
                method: .patch, path: one, name: "updateCustomQuestion", summary: "Changes a question; answers keep it as it was asked.",
                scope: .readWrite, body: .update(schema.definition), result: .item(schema.definition), faults: [.resourceModified],
                handle: change),
            .remove(
                one, "deleteCustomQuestion", "Removes a question, from services too; what was answered stays.", .readWrite, remove),
        ]
    }

    private func context(_ call: APICall) -> String { "solutions/bookingBusinesses('\(call["business"])')/customQuestions" }

    private static func find(_ call: APICall, _ transaction: Transaction) throws -> CustomQuestion {
        let business = try BusinessOperations.find(call.id("business"), transaction)
        guard let question = try transaction.questions.find(call.id("customQuestion")), question.business == business.id else {
            throw NotFound("question")
        }
        return question
    }

    private func item(_ call: APICall) async throws -> QuestionItem {
        QuestionItem(question: try await call.read { try Self.find(call, $0) })
    }

    func items(of id: Business.ID, _ call: APICall) async throws -> [QuestionItem] {
        try await call.read { transaction in
            let business = try BusinessOperations.find(id, transaction)
            return try transaction.questions.all(in: business.id).map { QuestionItem(question: $0) }
        }
    }

    private func listing(_ call: APICall) async throws -> Listing<QuestionItem> {
        Listing(
            schema: schema, items: try await items(of: call.id("business"), call), id: { $0.question.id.rawValue }, context: context(call))
    }

    private func create(_ call: APICall) async throws -> APIAnswer {
        let business: Business.ID = try await call.read { try BusinessOperations.find(call.id("business"), $0).id }
        let draft = SaveQuestion(call.kalends).draft(in: business)
        let read = try schema.create(QuestionItem(question: draft), from: call.json())
        let typed = read.model.question(given: read.given)
        return try await RestAPI.named(QuestionItem.names) {
            try await call.answering { (made: CustomQuestion) in
                schema.answer(
                    QuestionItem(question: made), call, context: context(call), status: 201, location: "\(call.address)/\(made.id)")
            } to: {
                try await SaveQuestion(call.kalends)(typed, actor: call.actor)
            }
        }
    }

    private func change(_ call: APICall) async throws -> APIAnswer {
        let changed = try await call.changing({ try Self.find(call, $0) }) { before in
            try schema.tag(of: QuestionItem(question: before)).require(call.conditions)
            let read = try schema.update(QuestionItem(question: before), from: call.json())
            let typed = read.model.question(given: read.given)
            return try await RestAPI.named(QuestionItem.names) { try await SaveQuestion(call.kalends)(typed, actor: call.actor) }
        }
        let item = QuestionItem(question: changed)
        if call.preferences.wantsRepresentation == false { return schema.changed(item, call, context: context(call)) }
        return schema.answer(item, call, context: context(call))
    }

    private func remove(_ call: APICall) async throws -> APIAnswer {
        try await call.changing({ try Self.find(call, $0) }) { before in
            try schema.tag(of: QuestionItem(question: before)).require(call.conditions)
            try await SaveQuestion(call.kalends).remove(before.id, actor: call.actor)
        }
        return .nothing
    }
}
