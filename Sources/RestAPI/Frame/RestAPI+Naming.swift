import Operations
import RestShape

extension RestAPI {
    /// Tells what cannot be stored by the API's names of the fields.
    static func named<Value>(_ names: [String: String], _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let invalid as Invalid {
            throw GraphError(failure: invalid, names: names)
                ?? GraphError(.invalidRequest, "Something in the body cannot be taken: check it.")
        }
    }
}
