import Operations
import Persistence
import Secrets
import Texts

/// Runs work of the command line; whatever goes wrong ends it with one clear line on standard error and exit status 1.
func describing<Value>(_ work: () throws -> Value) throws -> Value {
    do { return try work() } catch { throw plain(error) }
}

func describing<Value>(_ work: () async throws -> Value) async throws -> Value {
    do { return try await work() } catch { throw plain(error) }
}

private func plain(_ error: any Error) -> any Error {
    switch error {
    case let failure as Configuration.Failure: failure
    case StoreFailure.diskFull: Configuration.Failure(description: "The disk is full. Free some space, then try again.")
    case let failure as DatabaseCopy.Failure: Configuration.Failure(description: failure.sentence)
    case let failure as StoreFailure: Configuration.Failure(description: failure.sentence)
    case let failure as SecretKey.FileFailure: Configuration.Failure(description: failure.sentence)
    case let invalid as Invalid:
        CommandFailure(invalid.faults.map { "\(name(of: $0)): \($0.sentence(in: Texts(language: "en")))" }.joined(separator: "\n"))
    case let missing as NotFound: CommandFailure("There is no such \(missing.what).")
    default: error
    }
}

/// The option that a fault is about; what is typed on standard input has none.
private func name(of fault: FieldFault) -> String { fault.field == "password" ? "Password" : "--\(fault.field)" }

/// What a command cannot do, in words for whoever typed it. It is no mistake in the command line's form, so no usage follows it.
struct CommandFailure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
