import Booking
import Hummingbird
import Texts
import WebShell

extension PublicSite {
    /// The frame around a business's page.
    func frame(_ business: Business, introduces: Bool = false, isIndexed: Bool = false, modules: [String] = ["booking.js"]) -> PublicFrame {
        let introduction = introduces && !business.introduction.isEmpty ? business.introduction : nil
        return PublicFrame(
            brand: PublicFrame.Brand(
                name: business.name, address: business.page.isOpen ? "/b/\(business.slug)" : nil, introduction: introduction),
            theme: shell.themeAddress(accent: business.page.accent), robots: isIndexed ? nil : "noindex",
            stylesheets: ["booking.css"], modules: modules)
    }

    /// A page that the business's own sites may show in a frame.
    /// - Parameter isIndexed: whether search engines may keep it; only where the business lets them in at all.
    func page<P: Page>(
        _ page: P, of business: Business, introduces: Bool = false, isIndexed: Bool = false, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let isIndexed = isIndexed && business.page.isIndexed
        var headers = ContentPolicy(frameAncestors: business.page.allowedFrameOrigins).headers
        if !isIndexed { headers[.robotsTag] = "noindex" }
        return try shell.page(
            template: P.template, layout: P.layout, title: page.title, values: page,
            frame: frame(business, introduces: introduces, isIndexed: isIndexed), texts: texts(of: business), status: status,
            headers: headers)
    }

    /// A page behind a secret link: never framed by strangers, never kept by search engines, its address told to nobody.
    func privatePage<P: Page>(
        _ page: P, of business: Business, isFramed: Bool = false, modules: [String] = ["booking.js"], status: HTTPResponse.Status = .ok
    ) throws -> Response {
        var headers = ContentPolicy(frameAncestors: isFramed ? business.page.allowedFrameOrigins : []).headers
        headers[.referrerPolicy] = "no-referrer"
        headers[.robotsTag] = "noindex"
        return try shell.page(
            template: P.template, layout: P.layout, title: page.title, values: page, frame: frame(business, modules: modules),
            texts: texts(of: business),
            status: status, headers: headers)
    }
}
