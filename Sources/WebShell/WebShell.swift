public import CivilTime
import Hummingbird
public import Secrets

// WebShell: what every page has in common — layout and templates, forms and their tokens, static files, errors, security headers, rate limit,
// live events. It knows HTTP and nothing of bookings.
// Its words: a *page* is a struct whose properties its template shows; a *layout* is the frame around it; a *furniture* is the templates and
// static files of one room, embedded into the binary; a *problem* is an error that a person sees as a page.
//
// How to make a page:
//   1. Write `Sources/<Room>/Templates/<area>-<name>.mustache` and list it in the room's `Furniture.swift`. `{{name}}` is escaped; texts are
//      `{{t.area.key}}`; static files `{{assets}}/file.css`. Shared parts: `{{>error-summary}}`, `{{>field}}`.
//   2. Write `<Name>+Page.swift`: `struct NamePage: Page { static let template = "area-name"; let title: String; … }`. The template reads the
//      stored properties by name (computed ones are not seen); `nil`, `false` and an empty list hide a section, an empty text does not.
//   3. Write the handler: read, build the struct, `return try shell.page(NamePage(…), context)`.
//   4. A form: read it with `FormReader(try await shell.form(request))`, answer faults with the same page and status 422. A public form carries
//      `shell.formTokens.make(purpose:)`; a form of somebody signed in carries `shell.csrf.token(session:)`.
//   5. Anything that goes wrong: `throw Problem(.notFound, "area.key")`, with the texts `area.keyHeading` and `area.keyText`.

/// The frame of every page: made once, handed to the rooms that answer requests.
public final class WebShell: Sendable {
    /// What the operator configured, and what must be handed in.
    public struct Settings: Sendable {
        /// The address people open, without a slash at its end.
        public var baseURL: String
        public var trustedProxies: TrustedProxies
        /// Requests a minute and address; 0: no limit.
        public var rateLimit: Int
        /// Where all nodes count requests together; `nil` where there is one.
        public var sharedRequests: (any SharedRequests)?
        public var secretKey: SecretKey
        public var clock: @Sendable () -> Instant

        public init(
            baseURL: String, trustedProxies: TrustedProxies = TrustedProxies(), rateLimit: Int = 0,
            sharedRequests: (any SharedRequests)? = nil, secretKey: SecretKey, clock: @escaping @Sendable () -> Instant
        ) {
            self.baseURL = baseURL
            self.trustedProxies = trustedProxies
            self.rateLimit = rateLimit
            self.sharedRequests = sharedRequests
            self.secretKey = secretKey
            self.clock = clock
        }

        /// Whether browsers reach us by TLS.
        public var isSecure: Bool { baseURL.lowercased().hasPrefix("https://") }
    }

    public let settings: Settings
    public let templates: TemplateLibrary
    public let assets: AssetLibrary
    public let events: EventHub
    public let formTokens: FormTokens
    public let csrf: CSRFTokens
    let rateLimiter: RateLimiter?
    let portions: RequestPortions?
    let translate: @Sendable (any Error) -> Problem?
    let allowedMethods = AllowedMethods()

    /// - Parameters:
    ///   - furniture: that of the rooms which answer requests; the shell's own is always there.
    ///   - translate: what the errors of other rooms are to people; `nil` for a fault of ours.
    /// - Throws: `TemplateLibrary.Failure` for a template that cannot be read or a name that two rooms use.
    public init(settings: Settings, furniture: [Furniture], translate: @escaping @Sendable (any Error) -> Problem? = { _ in nil }) throws {
        let all = [Furniture.shell] + furniture
        self.settings = settings
        templates = try TemplateLibrary(all)
        assets = AssetLibrary(all)
        events = EventHub()
        formTokens = FormTokens(key: settings.secretKey, clock: settings.clock)
        csrf = CSRFTokens(key: settings.secretKey, baseURL: settings.baseURL)
        self.translate = translate
        rateLimiter = settings.rateLimit > 0 ? RateLimiter(perMinute: settings.rateLimit) : nil
        portions = settings.rateLimit > 0 ? settings.sharedRequests.map { RequestPortions($0, perMinute: settings.rateLimit) } : nil
    }

    public var now: Instant { settings.clock() }

    /// An absolute address of ours.
    public func address(_ path: String) -> String { settings.baseURL + path }
}
