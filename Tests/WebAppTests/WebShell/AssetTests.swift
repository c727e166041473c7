import Hummingbird
import HummingbirdTesting
import Testing

@testable import WebShell

/// Static files are kept for good by browsers, under addresses that change with their content.
struct AssetTests {
    private func library(_ css: String) -> AssetLibrary {
        AssetLibrary([Furniture(templates: [:], assets: ["a.css": Array(css.utf8), "b.js": []])])
    }

    @Test func `the address changes with the content and only then`() {
        #expect(library("a{}").prefix == library("a{}").prefix)
        #expect(library("a{}").prefix != library("b{}").prefix)
    }

    @Test func `a file of today may be kept for good`() async throws {
        let fixture = try ShellFixture()
        try await fixture.test { client in
            try await client.execute(uri: fixture.shell.assets.address("kalends.css"), method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "text/css; charset=utf-8")
                #expect(response.headers[.cacheControl]?.contains("immutable") == true)
                #expect(response.body.readableBytes > 5000)
            }
        }
    }

    @Test func `an address of an earlier version gives today's file, not to be kept`() async throws {
        try await ShellFixture().test { client in
            try await client.execute(uri: "/static/000000000000/kalends.css", method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.cacheControl] == "no-cache")
            }
        }
    }

    @Test func `who has the file already is not sent it again`() async throws {
        let fixture = try ShellFixture()
        let address = fixture.shell.assets.address("kalends.css")
        try await fixture.test { client in
            let tag = try await client.execute(uri: address, method: .get) { $0.headers[.eTag] ?? "" }
            try await client.execute(uri: address, method: .get, headers: [.ifNoneMatch: "\"other\", \(tag)"]) { response in
                #expect(response.status == .notModified)
                #expect(response.body.readableBytes == 0)
            }
        }
    }

    @Test(arguments: ["/static/x/nothing.css", "/static/x/../kalends.css", "/theme/red.css", "/theme/12345.css"])
    func `a file that is not there is not there`(path: String) async throws {
        try await ShellFixture().test { client in
            try await client.execute(uri: path, method: .get) { #expect($0.status == .notFound) }
        }
    }

    @Test func `an accent's stylesheet is served`() async throws {
        try await ShellFixture().test { client in
            try await client.execute(uri: "/theme/1f5fbf.css", method: .get) { response in
                #expect(String(buffer: response.body).hasPrefix(":root{--accent:#1f5fbf;"))
            }
        }
    }
}
