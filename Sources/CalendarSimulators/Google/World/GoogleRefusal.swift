/// A refusal in Google's JSON form.
struct GoogleRefusal: Error, Hashable, Sendable {
    var status: Int
    var reason: String
    var message: String
    var domain = "global"
    var location: String?
    var locationType: String?
    var headers: [String: String] = [:]

    init(
        _ status: Int, _ reason: String, _ message: String, domain: String = "global", location: String? = nil, locationType: String? = nil
    ) {
        self.status = status
        self.reason = reason
        self.message = message
        self.domain = domain
        self.location = location
        self.locationType = locationType
    }

    static func invalid(_ message: String, parameter: String? = nil) -> GoogleRefusal {
        GoogleRefusal(400, "invalid", message, location: parameter, locationType: parameter.map { _ in "parameter" })
    }

    static func required(_ message: String) -> GoogleRefusal { GoogleRefusal(400, "required", message) }

    static let unauthenticated = GoogleRefusal(
        401, "authError", "Invalid Credentials", location: "Authorization", locationType: "header")
    static let missingScope = GoogleRefusal(403, "insufficientPermissions", "Request had insufficient authentication scopes.")
    static let notFound = GoogleRefusal(404, "notFound", "Not Found")
    static let needsWriter = GoogleRefusal(
        403, "requiredAccessLevel", "You need to have writer access to this calendar.", domain: "calendar")
    static let needsOwner = GoogleRefusal(403, "requiredAccessLevel", "You need to have owner access to this calendar.", domain: "calendar")
    static let forbidden = GoogleRefusal(403, "forbidden", "Forbidden")
    static let notOrganizer = GoogleRefusal(
        403, "forbiddenForNonOrganizer", "Shared properties can only be changed by the organizer of the event.", domain: "calendar")
    static let duplicate = GoogleRefusal(409, "duplicate", "The requested identifier already exists.")
    static let deleted = GoogleRefusal(410, "deleted", "Resource has been deleted")
    static let fullSyncRequired = GoogleRefusal(
        410, "fullSyncRequired", "Sync token is no longer valid, a full sync is required.", domain: "calendar", location: "syncToken",
        locationType: "parameter")
    static let changed = GoogleRefusal(412, "conditionNotMet", "Precondition Failed", location: "If-Match", locationType: "header")
    static let emptyTime = GoogleRefusal(
        400, "timeRangeEmpty", "The specified time range is empty.", domain: "calendar", location: "timeMax", locationType: "parameter")
    static let tooFast = GoogleRefusal(403, "rateLimitExceeded", "Rate Limit Exceeded", domain: "usageLimits")
    static let usageLimits = GoogleRefusal(403, "quotaExceeded", "Calendar usage limits exceeded.", domain: "usageLimits")

    var answer: SimulatedAnswer {
        var error: JSONValue = ["domain": .text(domain), "reason": .text(reason), "message": .text(message)]
        if let location { error["location"] = .text(location) }
        if let locationType { error["locationType"] = .text(locationType) }
        var body: JSONValue = ["code": .integer(Int64(status)), "message": .text(message), "errors": .list([error])]
        switch status {
        case 401: body["status"] = "UNAUTHENTICATED"
        case 403 where reason == "insufficientPermissions":
            body["status"] = "PERMISSION_DENIED"
            body["details"] = [
                [
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                    "domain": "googleapis.com",
                ]
            ]
        default: break
        }
        return .json(["error": body], status: status, headers: headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) })
    }
}
