import ArgumentParser
import Operations
import Persistence
import Secrets
import Texts

/// Runs work of the command line; whatever goes wrong ends it with one clear line.
func describing<Value>(_ work: () throws -> Value) throws -> Value {
    do { return try work() } catch { throw plain(error) }
}

func describing<Value>(_ work: () async throws -> Value) async throws -> Value {
    do { return try await work() } catch { throw plain(error) }
}

private func plain(_ error: any Error) -> any Error {
    switch error {
    case let failure as Configuration.Failure: failure
    case let failure as DatabaseCopy.Failure: Configuration.Failure(description: failure.sentence)
    case let failure as StoreFailure: Configuration.Failure(description: failure.sentence)
    case let failure as SecretKey.FileFailure: Configuration.Failure(description: failure.sentence)
    case let invalid as Invalid:
        ValidationError(invalid.faults.map { "\($0.field): \($0.sentence(in: Texts(language: "en")))" }.joined(separator: "\n"))
    case let missing as NotFound: ValidationError("There is no such \(missing.what).")
    default: error
    }
}
