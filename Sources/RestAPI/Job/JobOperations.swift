import Booking
import HTTPTypes
import Operations
import Persistence
import RestShape

/// `/jobs`: the work in the queue.
struct JobOperations: Sendable {
    private static let path = "/jobs"
    private static let context = "jobs"

    let schema = JobItem.schema

    var routes: [APIRoute] {
        let one = PathTemplate(Self.path + "/{job}")
        let routes: [APIRoute] = [
            .list(
                PathTemplate(Self.path), "listJobs", "Lists the work that waits, runs or was given up, latest first.", of: schema.definition
            ) { call in try await listing(call).answer(call) },
            .count(PathTemplate(Self.path + "/$count"), "countJobs", "Counts the work.", of: schema.definition) { call in
                try await listing(call).number(call)
            },
            .read(one, "getJob", "Reads a piece of work.", of: schema.definition) { call in
                schema.answer(try await call.read { try Self.item(call, $0) }, call, context: Self.context)
            },
            APIRoute(
                method: .post, path: PathTemplate(Self.path + "/{job}/retry"), name: "retryJob",
                summary: "Has work done that was given up.", scope: .sync, faults: [.conflict, .notProcessable]
            ) { call in
                let id = try await call.read { try Self.deadJob(call, $0).id }
                return try await call.answering { (_: Job) in
                    .nothing
                } to: {
                    try await ReviveJob(call.kalends)(id, actor: call.actor)
                }
            },
            .remove(one, "discardJob", "Takes work that was given up off the list.", .sync, faults: [.conflict], discard),
        ]
        return routes.map { $0.needing(.sync) }
    }

    private static func item(_ call: APICall, _ transaction: Transaction) throws -> JobItem {
        guard let id = Int64(call["job"]), let job = try transaction.jobs.find(id) else { throw NotFound("job") }
        return JobItem(job: job, subject: try transaction.subject(of: job))
    }

    private static func deadJob(_ call: APICall, _ transaction: Transaction) throws -> Job {
        let job = try item(call, transaction).job
        guard job.state == .dead else {
            throw GraphError(.conflict, "The job is \(job.state.rawValue): only one that is dead can be retried or discarded.")
        }
        return job
    }

    private func listing(_ call: APICall) async throws -> Listing<JobItem> {
        let items = try await call.read { transaction in
            try transaction.jobs.list(limit: Int(Int32.max)).map { JobItem(job: $0, subject: try transaction.subject(of: $0)) }
        }
        return Listing(schema: schema, items: items, id: { String($0.job.id) }, context: Self.context)
    }

    private func discard(_ call: APICall) async throws -> APIAnswer {
        try await call.changing({ try Self.deadJob(call, $0) }) { job in
            try schema.tag(of: try await call.read { try Self.item(call, $0) }).require(call.conditions)
            try await DiscardJob(call.kalends)(job.id, actor: call.actor)
        }
        return .nothing
    }
}
