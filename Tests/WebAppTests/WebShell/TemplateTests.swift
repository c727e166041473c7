import Testing
import Texts

@testable import WebShell

/// Templates show values and never markup.
struct TemplateTests {
    private struct Greeting: Page {
        static let template = "greeting"
        let title: String
        let name: String
        let nickname: String?
        let guests: [String]
    }

    private func render(_ template: String, _ page: Greeting, frame: (any Sendable)? = nil) throws -> String {
        let library = try TemplateLibrary([
            Furniture(templates: ["greeting": Array(template.utf8), "frame": Array("<i>{{title}}</i>{{{content}}}".utf8)], assets: [:])
        ])
        return try library.render(
            "greeting", in: "frame", title: page.title, page: page, frame: frame, texts: Texts(language: "en"), assets: "/static/1")
    }

    private func greeting(_ name: String, nickname: String? = nil, guests: [String] = []) -> Greeting {
        Greeting(title: "Hello <b>", name: name, nickname: nickname, guests: guests)
    }

    @Test func `markup in a value is text`() throws {
        let html = try render("<p title=\"{{name}}\">", greeting("\"><script>alert('1')&"))
        #expect(html == "<i>Hello &lt;b&gt;</i><p title=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&amp;\">\n\n")
    }

    @Test func `a missing value hides its section, a list repeats it`() throws {
        let template = "{{#nickname}}aka {{nickname}}{{/nickname}}{{^nickname}}none{{/nickname}} {{#guests}}<{{.}}>{{/guests}}"
        #expect(try render(template, greeting("A", guests: ["x", "y"])).hasSuffix("none <x><y>\n\n"))
        #expect(try render(template, greeting("A", nickname: "Al")).hasSuffix("aka Al \n\n"))
    }

    @Test func `texts, language and static files are everywhere`() throws {
        let html = try render("{{#guests}}{{lang}} {{assets}}/a.css {{t.shell.skipToContent}}{{/guests}}", greeting("A", guests: ["x"]))
        #expect(html.hasSuffix("en /static/1/a.css Skip to content\n\n"))
    }

    @Test func `the frame fills in what the page does not say`() throws {
        let frame = PublicFrame(theme: "/theme/1f5fbf.css")
        #expect(try render("{{theme}} {{name}}", greeting("A"), frame: frame).hasSuffix("/theme/1f5fbf.css A\n\n"))
    }

    @Test func `braces in a value are not looked into`() throws {
        #expect(try render("{{name}}", greeting("{{title}} {{{content}}}")).hasSuffix("{{title}} {{{content}}}\n\n"))
    }

    @Test func `a template that is not there is an error, not an empty page`() throws {
        let library = try TemplateLibrary([])
        #expect(throws: TemplateLibrary.Failure.missing(template: "nothing")) {
            try library.render(part: "nothing", greeting("A"), texts: Texts(language: "en"), assets: "")
        }
    }

    @Test func `two rooms cannot use the same name`() {
        let one = Furniture(templates: ["a": []], assets: [:])
        #expect(throws: TemplateLibrary.Failure.twice(template: "a")) { try TemplateLibrary([one, one]) }
    }

    @Test func `a broken template stops the start`() {
        let broken = Furniture(templates: ["a": Array("{{#open}}".utf8)], assets: [:])
        #expect(throws: TemplateLibrary.Failure.self) { try TemplateLibrary([broken]) }
    }
}
