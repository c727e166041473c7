import Booking
import CivilTime
import FoundationEssentials
import Hummingbird
import Operations
import Persistence
import Secrets
import Texts
import WebShell

extension AdminDesk {
    /// The cookie of the session; its prefix binds it to this host where TLS allows it (RFC 6265bis section 4.1.3).
    var sessionCookie: String { shell.settings.isSecure ? "__Host-kalends" : "kalends" }

    static let businessCookie = "kalends-business"
    static let noticeCookie = "kalends-notice"

    func respond(to answer: Answer, _ request: Request, _ context: KalendsRequestContext, visit: Visit?) async throws -> Response {
        switch answer {
        case .page(let page): return try await render(page, request, context, visit)
        case .redirect(let address, let notice):
            var response = Response.see(address)
            if let notice { response.setCookie(cookie(Self.noticeCookie, sealed(notice), seconds: 60)) }
            return response
        case .signedIn(let token, let address):
            // A session that stood before ends: nobody can have planted it.
            if let former = request.cookies[sessionCookie]?.value { try await EndSession(kalends).signOut(token: former) }
            var response = Response.see(address)
            response.setCookie(cookie(sessionCookie, token, seconds: 30 * 86_400))
            return response
        case .signedOut(let address, let notice):
            var response = Response.see(address)
            response.setCookie(cookie(sessionCookie, "", seconds: 0))
            if let notice { response.setCookie(cookie(Self.noticeCookie, sealed(notice), seconds: 60)) }
            return response
        case .viewing(let business, let address):
            var response = Response.see(address)
            response.setCookie(cookie(Self.businessCookie, business, seconds: 365 * 86_400))
            return response
        case .download(let bytes, let type, let name): return .download(bytes, type: type, name: name)
        case .walledIn(let html): return .html(html, headers: [.contentSecurityPolicy: Self.mailPolicy])
        }
    }

    /// No script, no form, nothing fetched; a link opens a tab of its own, which is none of the frame's walls.
    private static let mailPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
        + "sandbox allow-popups allow-popups-to-escape-sandbox"

    private func render(_ page: AdminPage, _ request: Request, _ context: KalendsRequestContext, _ visit: Visit?) async throws -> Response {
        let notice = opened(request.cookies[Self.noticeCookie]?.value).map { $0.text(context.texts) }
        let frame: any Sendable =
            if let visit {
                try await AdminFrame(
                    page, visit: visit, csrf: shell.csrf.token(session: visit.session.tokenHash), notice: notice,
                    isAnswer: request.method == .post)
            } else {
                GuestFrame(csrf: shell.formTokens.make(purpose: Self.guestPurpose), notice: notice)
            }
        let title = visit.map { "\(page.title) · \($0.business.name)" } ?? page.title
        var response = try shell.page(
            template: page.template, layout: visit == nil ? "admin-guest" : "admin", title: title, values: page.view, frame: frame,
            texts: context.texts,
            status: page.status)
        if notice != nil { response.setCookie(cookie(Self.noticeCookie, "", seconds: 0)) }
        return response
    }

    private func cookie(_ name: String, _ value: String, seconds: Int) -> Cookie {
        Cookie(name: name, value: value, maxAge: seconds, path: "/", secure: shell.settings.isSecure, httpOnly: true, sameSite: .lax)
    }

    // MARK: Notices

    private func sealed(_ notice: Notice) -> String {
        guard let data = try? JSONEncoder().encode(notice) else { preconditionFailure("A notice of texts can always be encoded.") }
        let text = Base64URL.encode(Array(data))
        return "\(text).\(kalends.secretKey.sign(text, purpose: "notice"))"
    }

    private func opened(_ text: String?) -> Notice? {
        guard let text, let dot = text.firstIndex(of: ".") else { return nil }
        let content = String(text[..<dot])
        guard kalends.secretKey.verify(content, signature: String(text[text.index(after: dot)...]), purpose: "notice"),
            let bytes = Base64URL.decode(content)
        else { return nil }
        return try? JSONDecoder().decode(Notice.self, from: Data(bytes))
    }
}
