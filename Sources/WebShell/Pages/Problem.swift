public import CivilTime
public import Hummingbird

/// Something went wrong that a person sees as a page: what it is and what to do, in plain words.
public struct Problem: Error, Sendable {
    public var status: HTTPResponse.Status
    /// `area.name` of the two texts `area.nameHeading` and `area.nameText`.
    public var key: String
    public var values: [String: String]
    public var retryAfter: Seconds?
    public var headers: HTTPFields

    public init(
        _ status: HTTPResponse.Status, _ key: String, _ values: [String: String] = [:], retryAfter: Seconds? = nil,
        headers: HTTPFields = [:]
    ) {
        self.status = status
        self.key = key
        self.values = values
        self.retryAfter = retryAfter
        self.headers = headers
    }

    public static let notFound = Problem(.notFound, "shell.notFound")
    public static let forbidden = Problem(.forbidden, "shell.forbidden")
    public static let tooLarge = Problem(.contentTooLarge, "shell.tooLarge")
    public static let badRequest = Problem(.badRequest, "shell.badRequest")

    public static func tooMany(retryAfter: Seconds) -> Problem { Problem(.tooManyRequests, "shell.tooMany", retryAfter: retryAfter) }

    /// The page for a status that no handler explained.
    init(status: HTTPResponse.Status, headers: HTTPFields = [:]) {
        let key =
            switch status.code {
            case 404, 410: "notFound"
            case 401, 403: "forbidden"
            case 405: "notAllowed"
            case 413: "tooLarge"
            case 429: "tooMany"
            case 400..<500: "badRequest"
            case 503: "busy"
            default: "broken"
            }
        self.init(status, "shell.\(key)", headers: headers)
    }
}

struct ProblemPage: Page {
    static let template = "problem"

    let title: String
    let heading: String
    let text: String
    /// Told when we failed, so that the operator finds it in the log.
    let reference: String?
}
