import Hummingbird
import HummingbirdTesting
import Testing

@testable import WebShell

/// The headers that keep a page to itself.
struct HeaderTests {
    @Test func `a page may load nothing from elsewhere and be framed by nobody`() async throws {
        try await ShellFixture().test { client in
            try await client.execute(uri: "/plain", method: .get) { response in
                let policy = response.headers[.contentSecurityPolicy] ?? ""
                #expect(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"))
                #expect(!policy.contains("unsafe"))
                #expect(response.headers[.cacheControl] == "no-store")
                #expect(response.headers[.xContentTypeOptions] == "nosniff")
                #expect(response.headers[.referrerPolicy] == "same-origin")
                #expect(response.headers[.strictTransportSecurity] == nil)
            }
        }
    }

    @Test func `a page of errors loads nothing from elsewhere either, and fills the frame that it was asked for in`() async throws {
        try await ShellFixture().test { client in
            try await client.execute(uri: "/broken", method: .get) { response in
                let policy = response.headers[.contentSecurityPolicy] ?? ""
                #expect(policy.contains("default-src 'self'") && policy.hasSuffix("frame-ancestors *"))
            }
        }
    }

    @Test func `a page chooses who may frame it`() async throws {
        try await ShellFixture().test { client in
            try await client.execute(uri: "/manage/abc", method: .get) { response in
                #expect(response.headers[.contentSecurityPolicy]?.hasSuffix("frame-ancestors *") == true)
                #expect(response.headers[.referrerPolicy] == "strict-origin-when-cross-origin")
            }
        }
    }

    @Test func `behind TLS browsers are told to stay there`() async throws {
        try await ShellFixture(baseURL: "https://book.example").test { client in
            try await client.execute(uri: "/plain", method: .get) { #expect($0.headers[.strictTransportSecurity] != nil) }
        }
    }

    @Test func `HEAD says what GET would, without saying it`() async throws {
        try await ShellFixture().test { client in
            try await client.execute(uri: "/plain", method: .head) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentLength] == "5")
                #expect(response.body.readableBytes == 0)
            }
            try await client.execute(uri: "/nothing", method: .head) { response in
                #expect(response.status == .notFound)
                #expect(response.body.readableBytes == 0)
            }
        }
    }

    @Test(
        arguments: [
            ([], "'none'"), (["*"], "*"), (["https://a.example", "*"], "*"), (["https://a.example"], "'self' https://a.example"),
            (["https://a.example; script-src *"], "'self'"), (["https://a.example b"], "'self'"),
        ] as [([String], String)])
    func `origins cannot add directives of their own`(origins: [String], ancestors: String) {
        #expect(ContentPolicy(frameAncestors: origins).header.hasSuffix("frame-ancestors \(ancestors)"))
    }
}
