import Booking
import Hummingbird
import Operations
import Persistence
import Texts
import WebShell

/// `/`: the set-up of an empty instance; else the business's page, or a choice of businesses.
struct Home: Sendable {
    let site: PublicSite

    @Sendable func show(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        if try await FirstRun(site.kalends).isNeeded() { return try SetUpForm(site: site).show(context) }
        let open = try await site.kalends.database.read { transaction in try transaction.businesses.all() }.filter(\.page.isOpen)
        if open.count == 1 { return .see("/b/\(open[0].slug)") }
        return try site.shell.page(HomePage(open, context.texts), frame: PublicFrame(stylesheets: ["booking.css"]), context)
    }

    @Sendable func robots(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        // Pages that search engines should forget say so themselves: for that they must be readable.
        .text("User-agent: *\nDisallow: /admin\n", headers: [.cacheControl: "public, max-age=3600"])
    }

    /// The loader that other sites put into their pages.
    @Sendable func embed(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        .content(
            ByteBuffer(bytes: Furniture.embedLoader), type: "text/javascript; charset=utf-8", status: .ok,
            headers: [.cacheControl: "public, max-age=3600"])
    }
}

struct HomePage: Page {
    static let template = "home"

    struct Row: Sendable {
        let name: String
        let address: String
        let introduction: String?
    }

    let title: String
    let businesses: [Row]

    init(_ businesses: [Business], _ texts: Texts) {
        title = texts["booking.homeTitle"]
        self.businesses = businesses.map {
            Row(name: $0.name, address: "/b/\($0.slug)", introduction: $0.introduction.isEmpty ? nil : $0.introduction)
        }
    }
}
