import Hummingbird
import HummingbirdTesting
import Testing

@testable import WebShell

/// Whatever goes wrong, somebody reads plain words in the usual frame.
struct ProblemPageTests {
    @Test func `an unknown address is a page that says so`() async throws {
        try await ShellFixture().test { client in
            try await client.execute(uri: "/nothing", method: .get) { response in
                #expect(response.status == .notFound)
                #expect(String(buffer: response.body).contains("This page is not here"))
                #expect(String(buffer: response.body).contains("<main"))
            }
        }
    }

    @Test func `who asks for JSON gets JSON`() async throws {
        try await ShellFixture().test { client in
            try await client.execute(uri: "/nothing", method: .get, headers: [.accept: "application/json"]) { response in
                #expect(response.status == .notFound)
                #expect(response.headers[.contentType] == "application/json")
                #expect(String(buffer: response.body).hasPrefix("{\"error\":{\"message\":\"This page is not here."))
            }
        }
    }

    @Test func `a known address with an unknown method says which it knows`() async throws {
        try await ShellFixture().test { client in
            try await client.execute(uri: "/form", method: .get) { response in
                #expect(response.status == .methodNotAllowed)
                #expect(response.headers[.allow] == "POST")
            }
            try await client.execute(uri: "/manage/abc", method: .delete) { response in
                #expect(response.status == .methodNotAllowed)
                #expect(response.headers[.allow] == "GET, HEAD")
            }
        }
    }

    @Test func `a fault of ours names the request and nothing else`() async throws {
        try await ShellFixture().test { client in
            try await client.execute(uri: "/broken", method: .get) { response in
                let body = String(buffer: response.body)
                #expect(response.status == .internalServerError)
                #expect(body.contains("The fault is ours"))
                #expect(body.contains("name this number: "))
                #expect(!body.contains("carl@example.org"))
            }
        }
    }

    @Test func `what another room's error means is told by its translation`() async throws {
        try await ShellFixture().test { client in
            try await client.execute(uri: "/busy", method: .get) { #expect($0.status == .serviceUnavailable) }
        }
    }

    @Test func `who must wait is told how long`() async throws {
        try await ShellFixture().test { client in
            try await client.execute(uri: "/wait", method: .get) { response in
                #expect(response.status == .tooManyRequests)
                #expect(response.headers[.retryAfter] == "90")
                #expect(String(buffer: response.body).contains("Wait 1 min 30 s"))
            }
        }
    }

    @Test func `a body that is too large is refused, announced or not`() async throws {
        try await ShellFixture().test { client in
            let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
            let body = ByteBuffer(string: "name=" + String(repeating: "x", count: WebShell.formLimit))
            try await client.execute(uri: "/form", method: .post, headers: form, body: body) { #expect($0.status == .contentTooLarge) }
            try await client.execute(uri: "/form", method: .post, headers: form, body: ByteBuffer(string: "name=Carl")) { response in
                #expect(String(buffer: response.body) == "Carl")
            }
        }
    }

    @Test func `only forms are read as forms`() async throws {
        try await ShellFixture().test { client in
            let headers: HTTPFields = [.contentType: "text/plain"]
            try await client.execute(uri: "/form", method: .post, headers: headers, body: ByteBuffer(string: "name=Carl")) { response in
                #expect(response.status == .unsupportedMediaType)
            }
        }
    }
}
