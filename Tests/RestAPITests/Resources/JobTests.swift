import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import RestShape
import TestSupport
import Testing

@testable import RestAPI

/// The work in the queue through the API.
struct JobTests {
    private static let all = "/v1.0/jobs"

    let fixture: APIFixture

    init() throws { fixture = try APIFixture() }

    private func test(_ body: @Sendable (Program) async throws -> Void) async throws {
        try await fixture.test(try await fixture.token([.manage, .sync]), body)
    }

    /// A piece of work that was given up.
    private func bury(_ kind: String, _ payload: String) async throws -> Int64 {
        let now = fixture.kalends.now
        return try await fixture.kalends.database.write { transaction in
            let id = try transaction.jobs.enqueue(kind: kind, payload: payload, lane: "test", due: now)
            _ = try transaction.jobs.claim(now: now, worker: "test", leaseUntil: now + .minutes(1), limit: 100, kinds: [kind])
            try transaction.jobs.bury(id, worker: "test", error: "Refused for good.")
            return id
        }
    }

    @Test func `work is listed by how it stands, with what it is about`() async throws {
        let dead = try await bury("sweep", "{}")
        try await test { program async throws in
            let booked = try #require(try await program.book(10).json["id"]?.string)
            #expect(try await program.get(Self.all + "?$filter=state%20eq%20'dead'").texts("id") == ["\(dead)"])
            #expect(try await program.get(Self.all + "/$count?$filter=state%20eq%20'dead'").text == "1")
            let mails = try await program.get(Self.all + "?$filter=kind%20eq%20'compose-mails'")
            let job = try #require(mails.json["value"]?.elements?.first)
            #expect(job["appointmentId"]?.string == booked && job["about"] == "Haircut" && job["state"] == "waiting")
            let read = try await program.get(Self.all + "/\(dead)")
            #expect(read.json["lastError"] == "Refused for good." && read.json["attemptCount"] == 1)
        }
    }

    @Test func `work that was given up is done anew`() async throws {
        let dead = try await bury("sweep", "{}")
        try await test { program async throws in
            #expect(try await program.ask(.post, Self.all + "/\(dead)/retry").status == 204)
            #expect(try await program.get(Self.all + "/\(dead)").json["state"] == "waiting")
            let refused = try await program.ask(.post, Self.all + "/\(dead)/retry")
            #expect((refused.status, refused.code) == (409, "conflict"))
        }
    }

    @Test func `work that was given up is taken off the list, and the history tells who did it`() async throws {
        let dead = try await bury("sweep", "{}")
        try await test { program async throws in
            let path = Self.all + "/\(dead)"
            #expect(try await program.ask(.delete, path, nil, [.ifMatch: "W/\"other\""]).status == 412)
            #expect(try await program.ask(.delete, path).status == 204)
            #expect(try await program.get(path).status == 404)
            #expect(try await program.ask(.delete, path).status == 404)
            let told = try await program.get("/v1.0/history?subject=job:\(dead)")
            #expect(told.texts("action") == ["discarded"] && told.texts("reason") == ["sweep"])
        }
    }

    @Test func `work that waits is nobody's to discard, and what cannot be read is not retried`() async throws {
        let unreadable = try await bury("send-mail", "[]")
        try await test { program async throws in
            #expect(try await program.book(10).status == 201)
            let waiting = try #require(try await program.get(Self.all + "?$filter=state%20eq%20'waiting'").texts("id").first)
            #expect(try await program.ask(.delete, Self.all + "/\(waiting)").status == 409)
            #expect(try await program.get(Self.all + "/\(waiting)").status == 200)
            let refused = try await program.ask(.post, Self.all + "/\(unreadable)/retry")
            #expect((refused.status, refused.code) == (422, "notProcessable"))
        }
    }
}
