public import CivilTime
import Logging
import Persistence
import Secrets
import Synchronization

/// Lets a request that bears a key do its work once, and gives everybody who repeats it the same answer for a day.
///
/// One value serves all requests of a process. Whoever routes them wraps each handler once:
///
///     let outcome = try await idempotency(request) { try await answer(of: handler) }
///
/// and within a handler the use case is called so that its answer is stored in the very transaction of its effect:
///
///     try await Idempotency.answering { (booked: BookAppointment.Confirmation) in created(booked) } to: {
///         try await BookAppointment(kalends)(request)
///     }
///
/// A crash after the commit then finds the answer, and one before it nothing. The answer of a handler that does not say so is stored right
/// after it: what it did may be done once more if the process ends in between (decision 0031).
public final class Idempotency: Sendable {
    /// What came of a request.
    public struct Outcome: Hashable, Sendable {
        public var answer: RequestAnswer
        /// Whether the work was done before, and the answer is the one that was given then.
        public var isRepeat: Bool
    }

    /// Why a request is neither carried out nor answered again.
    public enum Failure: Error, Hashable, Sendable {
        /// The key was used for something else.
        case anotherRequest
        /// The first one is still being carried out; to be asked again after so long.
        case underWay(retryAfter: Seconds)
    }

    /// So long answers are kept.
    public static let memory = Seconds.days(1)
    private static let patience = Seconds(1)

    private struct Name: Hashable {
        var holder: String
        var key: String
    }

    private let kalends: Kalends
    /// The fingerprints of what this process is at. Of two processes that are at the same, the database lets one commit.
    private let underWay = Mutex<[Name: String]>([:])

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// Carries a request out, or gives the answer that it was given before.
    /// - Parameter work: does it and says what is answered; failures that the other side is told of are answers, too.
    /// - Throws: `Failure`, what `work` throws, `StoreFailure`.
    public func callAsFunction(_ request: IdempotentRequest, _ work: () async throws -> RequestAnswer) async throws -> Outcome {
        let name = Name(holder: request.holder, key: request.key)
        let known = underWay.withLock { underWay in
            let known = underWay[name]
            if known == nil { underWay[name] = request.fingerprint }
            return known
        }
        if let known { throw known == request.fingerprint ? Failure.underWay(retryAfter: Self.patience) : .anotherRequest }
        defer { underWay.withLock { $0[name] = nil } }
        if let kept = try await self.kept(request) { return Outcome(answer: kept.answer, isRepeat: true) }
        return try await carryOut(request, work)
    }

    private func carryOut(_ request: IdempotentRequest, _ work: () async throws -> RequestAnswer) async throws -> Outcome {
        let exchange = Exchange { [self] in try keep($0, of: request, $1) }
        defer { exchange.close() }
        let answer: RequestAnswer
        do {
            answer = try await Exchange.$current.withValue(exchange) { try await work() }
        } catch {
            // What stands in the way may be what this very request has done already, here or in another process.
            if let kept = try await self.kept(request, by: exchange) {
                return Outcome(answer: kept.answer, isRepeat: kept.sealed != exchange.kept)
            }
            throw error
        }
        // Stored with the effect, by this process or by another one that was faster: that is the answer.
        if let kept = try await self.kept(request, by: exchange) {
            return Outcome(answer: kept.answer, isRepeat: kept.sealed != exchange.kept)
        }
        guard answer.isLasting else { return Outcome(answer: answer, isRepeat: false) }
        if exchange.hasMissed, (200..<300).contains(answer.status) {
            kalends.logger.warning("The answer to a request was not stored with what the request did", metadata: ["key": "\(request.key)"])
        }
        return try await keepAfterwards(answer, of: request)
    }

    /// The answer of work that wrote nothing, or that did not say how it is answered.
    private func keepAfterwards(_ answer: RequestAnswer, of request: IdempotentRequest) async throws -> Outcome {
        do {
            try await kalends.insist { [self] transaction in _ = try keep(answer, of: request, transaction) }
            return Outcome(answer: answer, isRepeat: false)
        } catch StoreFailure.unique {
            guard let kept = try await self.kept(request) else { throw StoreFailure.busy }
            return Outcome(answer: kept.answer, isRepeat: true)
        }
    }

    /// - Returns: the answer as it is stored.
    private func keep(_ answer: RequestAnswer, of request: IdempotentRequest, _ transaction: Transaction) throws -> String {
        let sealed = kalends.secretKey.seal(try answer.bytes(), context: Self.context(request))
        try transaction.keptAnswers.insert(
            KeptAnswer(
                holder: request.holder, key: request.key, fingerprint: request.fingerprint, sealedAnswer: sealed, createdAt: kalends.now),
            replacing: kalends.now - Self.memory)
        return sealed
    }

    /// The answer that was given before.
    /// - Parameter exchange: by which it may have been stored just now.
    /// - Throws: `Failure.anotherRequest`, `StoreFailure`.
    private func kept(_ request: IdempotentRequest, by exchange: Exchange? = nil) async throws -> (answer: RequestAnswer, sealed: String)? {
        let seen = try await kalends.database.readSoon { try $0.keptAnswers.find(holder: request.holder, key: request.key) }
        guard var found = seen, isValid(found) else { return nil }
        if found.sealedAnswer != exchange?.kept {
            // Somebody else's: what is told again has to be on the disk, as though it had been stored here.
            let durable = try await kalends.database.write { transaction in
                transaction.requireDurable()
                return try transaction.keptAnswers.find(holder: request.holder, key: request.key)
            }
            guard let durable, isValid(durable) else { return nil }
            found = durable
        }
        guard found.fingerprint == request.fingerprint else { throw Failure.anotherRequest }
        guard let bytes = kalends.secretKey.open(found.sealedAnswer, context: Self.context(request)),
            let answer = RequestAnswer(bytes: bytes)
        else { throw StoreFailure.corrupt("a kept answer cannot be opened") }
        return (answer, found.sealedAnswer)
    }

    private func isValid(_ kept: KeptAnswer) -> Bool { kept.createdAt > kalends.now - Self.memory }

    private static func context(_ request: IdempotentRequest) -> String { "answer:\(request.holder):\(request.key)" }
}
