public import Hummingbird
import Secrets

/// What ties a guest's way to another site and back to the browser that began it: a random word in a cookie, of which nothing is stored here.
public struct GuestSession: Sendable {
    private static let name = "kalends-connect"

    /// What is sealed for this session: a hash of the word.
    public let hash: String
    /// To be set with the page from which the way begins; it lasts an hour.
    public let cookie: Cookie

    /// The session that a request brings along, or a new one.
    public init(_ request: Request, isSecure: Bool) {
        let known = request.cookies[Self.name]?.value
        let word = known.flatMap { (16...64).contains($0.utf8.count) ? $0 : nil } ?? Token.random()
        hash = Self.hash(word)
        // Lax: the cookie has to come along when the other site sends people back.
        cookie = Cookie(name: Self.name, value: word, maxAge: 3_600, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }

    /// The hash of the session that a request brings along; `nil` when it brings none.
    public static func hash(of request: Request) -> String? { request.cookies[name].map { hash($0.value) } }

    private static func hash(_ word: String) -> String { Token.hash("guest:\(word)") }
}
