import Booking
import CivilTime
import Operations
import Persistence
import RestShape
import Texts

/// One request, as a handler gets it: authenticated, allowed, read and checked. A handler is a function of it, so that what wraps handlers
/// (repeating an answer, for instance) stands in one place.
struct APICall: Sendable {
    let kalends: Kalends
    /// `nil` where anybody may ask.
    let bearer: TokenBearer?
    /// In the language that the client asks for: what a person may come to read.
    let texts: Texts
    /// The values of the path's variables.
    let path: [String: String]
    /// Below the base address, with `/v1.0`, as it was asked for.
    let address: String
    let options: QueryOptions
    /// The operation's own parameters, and all as they were written.
    let parameters: [(name: String, value: String)]
    /// `nil` when the request had none.
    let body: JSONValue?
    let preferences: Preferences
    let conditions: EntityTag.Conditions

    /// Whoever shows no token is a customer and nothing more.
    var actor: Actor { bearer?.actor ?? .customer }

    subscript(_ variable: String) -> String { path[variable] ?? "" }

    func id<Subject>(_ variable: String) -> Identifier<Subject> { Identifier(self[variable]) }

    func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        try await kalends.database.read(body)
    }

    /// The body.
    /// - Throws: `GraphError` where it is missing.
    func json() throws -> JSONValue {
        guard let body else { throw GraphError(.invalidRequest, "The body is missing: send an object in JSON.") }
        return body
    }

    var single: WritingStyle { WritingStyle(isSingle: true, includesUnknownMembers: preferences.includesUnknownMembers) }
    var listed: WritingStyle { WritingStyle(isSingle: false, includesUnknownMembers: preferences.includesUnknownMembers) }

    /// An address of the API in full.
    func url(_ path: String) -> String { kalends.settings.baseURL + path }

    func context(_ fragment: String) -> JSONValue { .text(url("/v1.0/$metadata#" + fragment)) }
}
