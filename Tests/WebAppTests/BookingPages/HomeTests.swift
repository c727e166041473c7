import Booking
import Hummingbird
import Persistence
import TestSupport
import Testing

/// Where `/` leads, and the small files beside it.
struct HomeTests {
    @Test func `one business is where the address leads`() async throws {
        try await BookingFixture().test { visitor async throws in #expect(try await visitor.get("/").location == "/b/studio") }
    }

    @Test func `several businesses are listed, those that are not published are not`() async throws {
        let fixture = try BookingFixture { transaction in
            try transaction.businesses.insert(Cast.darioBusiness)
            var hidden = Cast.darioBusiness
            hidden.id = Business.ID("bhidden")
            hidden.slug = "hidden"
            hidden.name = "Hidden"
            hidden.feedToken = "feed-hidden"
            hidden.page.isPublished = false
            try transaction.businesses.insert(hidden)
        }
        try await fixture.test { visitor in
            let page = try await visitor.get("/")
            #expect(page.text.contains("Ana’s Studio") && page.text.contains("Dario’s Garage") && !page.text.contains("Hidden"))
            #expect(page.attributes("href").contains("/admin/sign-in"))
        }
    }

    @Test func `robots are kept out of the admin app and let in elsewhere`() async throws {
        try await BookingFixture().test { visitor in
            let robots = try await visitor.get("/robots.txt")
            #expect(robots.text.contains("Disallow: /admin") && !robots.text.contains("Disallow: /b"))
        }
    }

    @Test func `the loader for other sites is a script`() async throws {
        try await BookingFixture().test { visitor in
            let loader = try await visitor.get("/embed.js")
            #expect(loader.headers[.contentType] == "text/javascript; charset=utf-8" && loader.text.contains("iframe"))
        }
    }
}
