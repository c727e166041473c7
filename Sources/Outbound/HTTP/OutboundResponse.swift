/// The answer at the end of a request's redirects.
public struct OutboundResponse: Sendable {
    public var status: Int
    /// In the order received, names as the server spelt them.
    public var headers: [(name: String, value: String)]
    /// Decompressed.
    public var body: [UInt8]
    /// The address that gave this answer, without user and password.
    public var finalURL: String
    /// Where the redirects from the first on were permanent (301, 308): the last address they named, to be stored instead of the one asked.
    public var permanentRedirect: String?

    public init(
        status: Int,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        finalURL: String = "",
        permanentRedirect: String? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.finalURL = finalURL
        self.permanentRedirect = permanentRedirect
    }

    /// The first header of that name, upper and lower case being alike.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}
