public import HTTPTypes
import Hummingbird

/// Headers that every response carries unless its handler chose otherwise.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = KalendsRequestContext

    let isSecure: Bool

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        var response = try await next(request, context)
        if request.method == .head { response = response.createHeadResponse() }
        response.headers.setUnlessThere(.contentSecurityPolicy, ContentPolicy().header)
        response.headers.setUnlessThere(.referrerPolicy, "same-origin")
        response.headers.setUnlessThere(.cacheControl, "no-store")
        response.headers.setUnlessThere(.vary, "Accept, Accept-Language")
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.permissionsPolicy] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        return response
    }
}

extension HTTPField.Name {
    public static let referrerPolicy = Self("Referrer-Policy")!
    static let permissionsPolicy = Self("Permissions-Policy")!
}

extension HTTPFields {
    mutating func setUnlessThere(_ name: HTTPField.Name, _ value: String) {
        if self[name] == nil { self[name] = value }
    }
}
