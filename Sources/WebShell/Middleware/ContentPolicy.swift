public import Hummingbird

/// The content security policy of a page: everything from here, nothing inline.
public struct ContentPolicy: Sendable {
    /// Who may frame the page: origins, or `*`; empty: nobody.
    public var frameAncestors: [String]

    public init(frameAncestors: [String] = []) { self.frameAncestors = frameAncestors }

    public var header: String {
        let ancestors =
            if frameAncestors.contains("*") { "*" } else if frameAncestors.isEmpty { "'none'" } else {
                (["'self'"] + frameAncestors.filter(Self.isOrigin)).joined(separator: " ")
            }
        return """
            default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors \(ancestors)
            """
    }

    /// The headers of a page that may be framed.
    public var headers: HTTPFields {
        [.contentSecurityPolicy: header, .referrerPolicy: "strict-origin-when-cross-origin"]
    }

    /// A stored origin must not be able to end the directive and begin another one.
    private static func isOrigin(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "*"), UInt8(ascii: "["),
                UInt8(ascii: "]"):
                true
            default: false
            }
        }
    }
}
