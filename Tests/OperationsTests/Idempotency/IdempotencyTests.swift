import Booking
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// A request that bears a key does its work once, wherever it is cut off, and is answered alike each time.
struct IdempotencyTests {
    private let world: World
    private let idempotency: Idempotency

    init() throws {
        world = try World()
        idempotency = Idempotency(world.kalends)
    }

    private struct Crash: Error {}

    private static func request(_ key: String = "key-1", body: String = "{}", holder: String = "t1", path: String = "/v1.0/x") throws
        -> IdempotentRequest
    {
        try IdempotentRequest(key: key, holder: holder, method: "POST", path: path, body: Array(body.utf8))
    }

    private static func created(_ confirmation: BookAppointment.Confirmation) -> RequestAnswer {
        RequestAnswer(
            status: 201, headers: [RequestAnswer.Header("Location", "/appointments/\(confirmation.appointment.id)")],
            body: Array(confirmation.manageToken.utf8))
    }

    /// As a route books: with its key, and the answer in the transaction of the booking.
    private func book(
        _ request: IdempotentRequest, at start: Instant = monday(10), by idempotency: Idempotency? = nil,
        answer: @escaping @Sendable (BookAppointment.Confirmation) throws -> RequestAnswer = { IdempotencyTests.created($0) },
        afterwards: () throws -> Void = {}
    ) async throws -> Idempotency.Outcome {
        try await (idempotency ?? self.idempotency)(request) {
            let answer = try await Idempotency.answering(answer) { try await BookAppointment(world.kalends)(world.request(start)) }
            try afterwards()
            return answer
        }
    }

    private func bookings() throws -> [Appointment] {
        try world.read { try $0.appointments.upcoming(in: Cast.studio.id, from: world.clock.now) }
    }

    @Test func `the same request is answered alike, and done once`() async throws {
        let first = try await book(try Self.request())
        let second = try await book(try Self.request())
        #expect(first.answer.status == 201 && first.answer == second.answer && !first.answer.body.isEmpty)
        #expect(!first.isRepeat && second.isRepeat)
        #expect(try bookings().count == 1)
        let third = try await book(try Self.request("key-2"), at: monday(12))
        #expect(third.answer != first.answer && !third.isRepeat)
        #expect(try bookings().count == 2)
    }

    @Test func `another request under the same key is refused`() async throws {
        let first = try await book(try Self.request())
        for other in [try Self.request(body: "{ }"), try Self.request(path: "/v1.0/y")] {
            #expect(try await failure(of: Idempotency.Failure.self) { _ = try await book(other, at: monday(12)) } == .anotherRequest)
        }
        #expect(try bookings().count == 1)
        #expect(try await book(try Self.request()).answer == first.answer)
    }

    @Test func `two holders each have keys of their own`() async throws {
        let first = try await book(try Self.request(holder: "t1"))
        let second = try await book(try Self.request(holder: "t2"), at: monday(12))
        #expect(first.answer != second.answer)
        #expect(try bookings().count == 2)
    }

    @Test func `a process that ends after the commit leaves the answer to the next one`() async throws {
        #expect(try await failure(of: Crash.self) { _ = try await crashing(afterwards: { throw Crash() }) } == nil)
        #expect(try bookings().count == 1)
        let answer = try await book(try Self.request(), by: Idempotency(world.kalends))
        #expect(answer.isRepeat && answer.answer.status == 201)
        #expect(try bookings().count == 1)
    }

    private func crashing(afterwards: () throws -> Void) async throws -> Idempotency.Outcome {
        try await book(try Self.request(), afterwards: afterwards)
    }

    @Test func `a process that ends before the commit leaves nothing, and the request is done anew`() async throws {
        let failed = try await failure(of: Crash.self) { _ = try await book(try Self.request(), answer: { _ in throw Crash() }) }
        #expect(failed != nil)
        #expect(try bookings().isEmpty)
        #expect(try world.read { try $0.keptAnswers.find(holder: "t1", key: "key-1") } == nil)
        let answer = try await book(try Self.request(), by: Idempotency(world.kalends))
        #expect(!answer.isRepeat && answer.answer.status == 201)
        #expect(try bookings().count == 1)
    }

    @Test func `one that is still under way says so, and does not wait`() async throws {
        let (begun, end) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
        let request = try Self.request()
        async let first = idempotency(request) {
            begun.continuation.yield()
            for await _ in end.stream { break }
            return try await Idempotency.answering({ Self.created($0) }) {
                try await BookAppointment(world.kalends)(world.request(monday(10)))
            }
        }
        for await _ in begun.stream { break }
        #expect(try await failure(of: Idempotency.Failure.self) { _ = try await book(request) } == .underWay(retryAfter: Seconds(1)))
        let other = try Self.request(body: "[]")
        #expect(try await failure(of: Idempotency.Failure.self) { _ = try await book(other) } == .anotherRequest)
        end.continuation.yield()
        let answer = try await first.answer
        #expect(try await book(request).answer == answer)
        #expect(try bookings().count == 1)
    }

    @Test func `of two processes at the same request one books, and both answer alike`() async throws {
        let other = Idempotency(world.kalends)
        let request = try Self.request()
        // The second one begins and ends while the first is at its work.
        var inner: Idempotency.Outcome?
        let outer = try await idempotency(request) {
            inner = try await book(request, by: other)
            return try await Idempotency.answering({ Self.created($0) }) {
                try await BookAppointment(world.kalends)(world.request(monday(12)))
            }
        }
        #expect(inner?.isRepeat == false && outer.isRepeat)
        #expect(outer.answer == inner?.answer)
        #expect(try bookings().map(\.span.start) == [monday(10)])
    }

    @Test func `the loser of a race for one time is answered what the winner was`() async throws {
        let other = Idempotency(world.kalends)
        let request = try Self.request()
        var inner: Idempotency.Outcome?
        let outer = try await idempotency(request) {
            inner = try await book(request, by: other)
            do {
                return Self.created(try await BookAppointment(world.kalends)(world.request(monday(10))))
            } catch is BookAppointment.Failure {
                return RequestAnswer(status: 409)
            }
        }
        #expect(outer.isRepeat && outer.answer == inner?.answer && outer.answer.status == 201)
    }

    @Test func `a refusal is kept, what speaks of the moment is not`() async throws {
        for (status, isKept) in [(409, true), (422, true), (404, true), (401, false), (429, false), (500, false), (503, false)] {
            let request = try Self.request("status-\(status)")
            _ = try await idempotency(request) { RequestAnswer(status: status) }
            let again = try await idempotency(request) { RequestAnswer(status: 200) }
            #expect(again.answer.status == (isKept ? status : 200) && again.isRepeat == isKept, "\(status)")
        }
    }

    @Test func `what writes nothing is answered alike, too`() async throws {
        let request = try Self.request()
        _ = try await idempotency(request) { RequestAnswer(status: 200, body: [1]) }
        #expect(try await idempotency(request) { RequestAnswer(status: 200, body: [2]) }.answer.body == [1])
    }

    @Test func `without a key a use case is called as it is`() async throws {
        let answer = try await Idempotency.answering({ Self.created($0) }) {
            try await BookAppointment(world.kalends)(world.request(monday(10)))
        }
        #expect(answer.status == 201)
        #expect(try world.database.writeNow { try $0.keptAnswers.deleteBefore(world.clock.now + .days(9)) } == 0)
    }

    @Test func `an answer is given for a day, and swept away afterwards`() async throws {
        _ = try await book(try Self.request())
        world.clock.advance(by: .days(1) - Seconds(1))
        #expect(try await book(try Self.request(), at: monday(12)).isRepeat)
        world.clock.advance(by: Seconds(1))
        let anew = try await book(try Self.request(), at: monday(12))
        #expect(!anew.isRepeat)
        #expect(try bookings().count == 2)
        world.clock.advance(by: .days(1))
        try await Sweep(kalends: world.kalends)()
        #expect(try world.read { try $0.keptAnswers.find(holder: "t1", key: "key-1") } == nil)
    }

    @Test func `a kept answer cannot be read from the database`() async throws {
        let answer = try await book(try Self.request()).answer
        let kept = try #require(try world.read { try $0.keptAnswers.find(holder: "t1", key: "key-1") })
        #expect(!kept.sealedAnswer.contains(String(decoding: answer.body, as: UTF8.self)))
        #expect(!"\(kept)".contains("Location"))
    }

    @Test(arguments: ["", "with space", "ümlaut", "line\n", String(repeating: "k", count: 256)]) func `a key that cannot be one is refused`(
        _ key: String
    ) {
        #expect(throws: IdempotentRequest.UnusableKey.self) { try Self.request(key) }
    }

    @Test func `a key of 255 characters is one`() throws { _ = try Self.request(String(repeating: "k", count: 255)) }

    @Test func `work that goes on after the answer belongs to no request any more`() async throws {
        let (begun, end) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
        let kalends = world.kalends
        let booking = world.request(monday(10))
        let request = try Self.request()
        var late: Task<Void, any Error>?
        _ = try await idempotency(request) {
            try await Idempotency.answering({ Self.created($0) }) {
                late = Task {
                    begun.continuation.yield()
                    for await _ in end.stream { break }
                    _ = try await BookAppointment(kalends)(booking)
                }
                for await _ in begun.stream { break }
                return try await BookAppointment(kalends)(world.request(monday(12)))
            }
        }
        end.continuation.yield()
        try await late?.value
        #expect(try bookings().count == 2)
    }
}
