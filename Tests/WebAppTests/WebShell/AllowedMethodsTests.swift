import Testing

@testable import WebShell

/// An unknown method at a known path is told apart from an unknown path.
struct AllowedMethodsTests {
    private let methods: AllowedMethods = {
        let methods = AllowedMethods()
        methods.learn([
            ("/b/{business}", "GET"), ("/b/{business}/{service}", "GET"), ("/b/{business}/{service}", "POST"),
            ("/theme/{accent}.css", "GET"),
        ])
        return methods
    }()

    @Test func `a path knows the methods of its pattern`() {
        #expect(methods.methods(for: "/b/salon/cut") == ["GET", "HEAD", "POST"])
        #expect(methods.methods(for: "/b/salon") == ["GET", "HEAD"])
    }

    @Test func `a pattern with an ending asks for it`() {
        #expect(methods.methods(for: "/theme/abc.css") == ["GET", "HEAD"])
        #expect(methods.methods(for: "/theme/abc.js") == [])
    }

    @Test(arguments: ["/", "/b", "/b/salon/cut/more", "/c/salon"])
    func `an unknown path knows none`(path: String) { #expect(methods.methods(for: path) == []) }
}
