import Booking
import CalendarSync
import CivilTime
import HTTPTypes
import Operations
import Persistence
import RestShape

/// `/solutions/conflicts`: what waits for a decision, and what was decided lately.
struct ConflictOperations: Sendable {
    private static let path = "/solutions/conflicts"
    private static let context = "solutions/conflicts"
    /// So many settled ones of each person are told.
    private static let remembered = 200

    private let schema = ConflictItem.schema

    var routes: [APIRoute] {
        let one = PathTemplate(Self.path + "/{conflict}")
        return [
            .list(
                PathTemplate(Self.path), "listConflicts",
                "Lists the conflicts, the newest first; those that wait with $filter=isSettled eq false.",
                of: schema.definition
            ) { call in
                try await listing(call).answer(call)
            }.forSync(),
            .count(PathTemplate(Self.path + "/$count"), "countConflicts", "Counts the conflicts.", of: schema.definition) { call in
                try await listing(call).number(call)
            }.forSync(),
            .read(one, "getConflict", "Reads a conflict with the ways out of it.", of: schema.definition) { call in
                schema.answer(try await item(call), call, context: Self.context)
            }.forSync(),
            .syncAction(
                PathTemplate(Self.path + "/{conflict}/settle"), "settleConflict",
                "Settles a conflict; whoever is concerned is told of another time.", body: .input(ConflictDecision.schema.definition),
                .item(schema.definition), faults: [.conflict, .notProcessable], settle),
            .syncAction(
                PathTemplate(Self.path + "/{conflict}/askCustomer"), "askCustomer",
                "Asks the customer by mail how the conflict is to end.", .item(schema.definition), faults: [.conflict, .notProcessable], ask
            ),
        ]
    }

    private func item(_ call: APICall) async throws -> ConflictItem {
        try await call.read { transaction in
            guard let conflict = try transaction.conflicts.find(call.id("conflict")) else { throw NotFound("conflict") }
            return try ConflictItem(conflict, call.kalends, transaction)
        }
    }

    private func listing(_ call: APICall) async throws -> Listing<ConflictItem> {
        let items = try await call.read { transaction in
            let resources = try transaction.resources.all().map(\.id)
            let settled = try resources.flatMap { try transaction.conflicts.all(resource: $0, limit: Self.remembered) }
                .filter { $0.settledAt != nil }
            return try (try transaction.conflicts.open() + settled)
                .sorted { ($0.openedAt.secondsSinceEpoch, $0.id) > ($1.openedAt.secondsSinceEpoch, $1.id) }
                .map { try ConflictItem($0, call.kalends, transaction) }
        }
        return Listing(schema: schema, items: items, id: { $0.id }, context: Self.context)
    }

    private func settle(_ call: APICall) async throws -> APIAnswer {
        // Whose conflict is not there is told so before what the body lacks.
        _ = try await item(call)
        let sent = try ConflictDecision.schema.create(from: call.json()).model
        do {
            try await SettleConflict(call.kalends)(call.id("conflict"), try Self.decision(sent), actor: call.actor)
        } catch let failure as SettleConflict.Failure {
            throw GraphError(failure)
        }
        return schema.answer(try await item(call), call, context: Self.context)
    }

    private static func decision(_ sent: ConflictDecision) throws(GraphError) -> SettleConflict.Decision {
        switch (sent.decision, sent.start) {
        case (.follow, _): return .follow
        case (.putBack, _), (.keep, _): return .putBack
        case (.move, let start?): return .move(to: start)
        case (.move, nil):
            throw GraphError(.invalidRequest, "start is missing: with move it says where to.", target: "start")
        }
    }

    private func ask(_ call: APICall) async throws -> APIAnswer {
        do {
            try await AskCustomer(call.kalends)(call.id("conflict"), actor: call.actor)
        } catch let failure as AskCustomer.Failure {
            throw GraphError(failure)
        }
        return schema.answer(try await item(call), call, context: Self.context)
    }
}

extension GraphError {
    fileprivate init(_ failure: SettleConflict.Failure) {
        switch failure {
        case .alreadySettled: self.init(.conflict, "The conflict was settled already: read it again.")
        case .taken: self.init(.conflict, "Another booking has that time: choose one of proposedStarts.", target: "start")
        case .namesNoTime:
            self.init(.notProcessable, "The event covers whole days now and names no time: put it back, or move.", target: "decision")
        case .namesNoLength:
            self.init(.notProcessable, "The event is too short or too long to follow: put it back, or move.", target: "decision")
        case .nothingToFollow:
            self.init(.notProcessable, "An event of somebody else is nothing to follow: keep, or move.", target: "decision")
        }
    }

    fileprivate init(_ failure: AskCustomer.Failure) {
        switch failure {
        case .alreadySettled: self.init(.conflict, "The conflict was settled already: read it again.")
        case .notTheirs: self.init(.notProcessable, "Only our own texts are concerned: decide it yourself.")
        case .noAddress: self.init(.notProcessable, "The customer left no mail address: call them, and decide it yourself.")
        case .severalCustomers: self.init(.notProcessable, "More than one customer would have to agree: decide it yourself.")
        case .nobodyToAsk: self.init(.notProcessable, "No customer takes part any more: decide it yourself.")
        case .tooLate: self.init(.notProcessable, "The appointment begins too soon for an answer by mail: call the customer.")
        }
    }
}
