import Booking
import HTTPTypes
import RestShape

/// One operation of the API. All that is told of it (the route, who may ask, what a body may hold, the document) comes from here.
struct APIRoute: Sendable {
    /// What a request carries.
    enum Body: Sendable {
        case none
        /// Makes something of this type, or asks for an action.
        case input(ObjectDefinition)
        /// Changes something of this type.
        case update(ObjectDefinition)
    }

    /// What a successful answer carries.
    enum Result: Sendable {
        case nothing
        case item(ObjectDefinition, status: Int = 200)
        case list(ObjectDefinition)
        /// A number in plain text.
        case number
    }

    /// A parameter behind the question mark that is the operation's own.
    struct Parameter: Sendable {
        var name: String
        var isRequired = true
        var about: String
    }

    typealias Handler = @Sendable (APICall) async throws -> APIAnswer

    var method: HTTPRequest.Method
    /// Behind `/v1.0`.
    var path: PathTemplate
    /// What code generators call it.
    var name: String
    var summary: String
    var scope: TokenScope
    /// Who may ask, where it takes more than the scope does.
    var role = Role.viewer
    /// Whether anybody may ask without a token, also from pages of other sites; scope and role count for nothing then.
    var isPublic = false
    var body = Body.none
    var result = Result.nothing
    /// The query options that it takes, and of which type they speak.
    var options: QueryOptions.Names = []
    var optionsOf: ObjectDefinition?
    var parameters: [Parameter] = []
    /// Errors that the request itself may come to, beside those of every request.
    var faults: [GraphErrorCode] = []
    var handle: Handler

    /// The part of the documentation that it stands in: the last collection of its path.
    var chapter: String {
        if isPublic { return "public" }
        let parts = path.description.split(separator: "/").filter { !$0.hasPrefix("{") && !$0.hasPrefix("$") }
        return parts.last { Self.chapters.contains(String($0)) }.map(String.init) ?? "solutions"
    }

    static let chapters = [
        "bookingCurrencies", "bookingBusinesses", "services", "staffMembers", "customers", "customQuestions", "appointments",
        "calendarView", "slots", "explain", "calendarAccounts", "syncSettings", "conflicts", "diagnosis", "solutions", "public",
        "webhooks", "jobs", "history",
    ]
}
