import Foundation
import HTTPTypes
import RestShape
import Testing

@testable import RestAPI

/// The description of the API, the page about it, and what the documentation says is not acted on.
struct DescriptionTests {
    @Test func `every operation stands in the description, and every reference leads somewhere`() async throws {
        let fixture = try APIFixture()
        try await fixture.test(nil) { program async throws in
            let answer = try await program.get("/openapi.json")
            #expect(answer.status == 200 && answer.json["openapi"] == "3.1.1")
            for route in fixture.api.routes {
                let path = answer.json["paths"]?[route.path.description]
                #expect(path?[route.method.rawValue.lowercased()]?["operationId"]?.string == route.name)
            }
            let schemas = Set(answer.json["components"]?["schemas"]?.members?.names ?? [])
            let references = answer.text.split(separator: "#/components/schemas/").dropFirst().map { String($0.prefix { $0 != "\"" }) }
            #expect(references.count > 100 && Set(references).isSubset(of: schemas))
        }
    }

    @Test func `the page names every operation and loads nothing from elsewhere`() async throws {
        let fixture = try APIFixture()
        try await fixture.test(nil) { program async throws in
            let page = try await program.get("/docs")
            #expect(page.status == 200)
            for route in fixture.api.routes { #expect(page.text.contains("/v1.0" + route.path.description)) }
            #expect(!page.text.contains("src=\"http") && !page.text.contains("href=\"http") && !page.text.contains("<script"))
        }
    }

    @Test func `the documentation names each property that nothing acts on`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let page = try String(contentsOf: folder.appending(path: "docs/rest-api.md"), encoding: .utf8)
        let told = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
        var seen: Set<String> = []
        func look(_ definition: ObjectDefinition) {
            guard seen.insert(definition.name).inserted else { return }
            for property in definition.properties {
                if property.traits.contains(.storedOnly) {
                    let row = told.contains { $0.contains("`\(definition.name)`") && $0.contains("`\(property.name)`") }
                    #expect(row, "\(definition.name).\(property.name)")
                }
                if let inner = property.type.inner { look(inner) }
            }
        }
        for route in try APIFixture().api.routes {
            if let definition = route.optionsOf { look(definition) }
        }
        #expect(seen.count > 10)
    }
}
