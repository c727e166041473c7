import CivilTime

/// Who let which client do what.
struct AuthorizationState: Hashable, Sendable, Codable {
    /// A code that was handed out and waits to be exchanged.
    struct Code: Hashable, Sendable, Codable {
        var client: String
        var redirect: String
        var subject: String
        var scopes: [String]
        /// The S256 challenge of the proof key (RFC 7636).
        var challenge: String?
        var wantsRefresh: Bool
        var expires: Instant
    }

    /// What a person granted to a client; every refresh token belongs to one.
    struct Grant: Hashable, Sendable, Codable {
        var refreshToken: String
        var client: String
        var subject: String
        var scopes: [String]
        var created: Instant
    }

    struct Access: Hashable, Sendable, Codable {
        var client: String
        var subject: String
        var scopes: [String]
        var expires: Instant
    }

    var codes: [String: Code] = [:]
    var grants: [Grant] = []
    var access: [String: Access] = [:]

    /// What the person has granted to the client so far.
    func granted(by subject: String, to client: String) -> [String] {
        Set(grants.filter { $0.subject == subject && $0.client == client }.flatMap(\.scopes)).sorted()
    }

    mutating func revoke(subject: String) {
        grants.removeAll { $0.subject == subject }
        access = access.filter { $0.value.subject != subject }
        codes = codes.filter { $0.value.subject != subject }
    }
}

/// Scopes as Google writes them.
enum GoogleScope {
    static let prefix = "https://www.googleapis.com/auth/"

    /// What the consent screen says of a scope.
    static func meaning(_ scope: String) -> String {
        switch scope.replacing(prefix, with: "") {
        case "openid": "Know who you are on Google"
        case "email", "userinfo.email": "See your primary Google Account email address"
        case "profile", "userinfo.profile": "See your personal info"
        case "calendar": "See, edit, share and permanently delete all the calendars you can access"
        case "calendar.events": "View and edit events on all your calendars"
        case "calendar.events.owned": "View and edit events on the calendars you own"
        case "calendar.events.readonly": "View events on all your calendars"
        case "calendar.readonly": "See and download any calendar you can access"
        case "calendar.calendarlist.readonly": "See the list of Google calendars you’re subscribed to"
        case "calendar.calendarlist": "See, add and remove Google calendars you’re subscribed to"
        case "calendar.freebusy": "View your availability in your calendars"
        default: scope
        }
    }

    /// Signing in needs no tick: who asks for it gets it.
    static func isAboutIdentity(_ scope: String) -> Bool {
        ["openid", "email", "profile", prefix + "userinfo.email", prefix + "userinfo.profile"].contains(scope)
    }

    /// The spelling in which Google answers.
    static func canonical(_ scope: String) -> String {
        ["email", "profile"].contains(scope) ? prefix + "userinfo." + scope : scope
    }
}
