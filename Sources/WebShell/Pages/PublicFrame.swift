/// What the layout `public` shows around a page.
public struct PublicFrame: Sendable {
    /// The name at the top, and where it leads.
    public struct Brand: Sendable {
        public var name: String
        /// What its mark shows.
        public var initial: String
        public var address: String?
        public var introduction: String?

        public init(name: String, address: String? = nil, introduction: String? = nil) {
            self.name = name
            initial = name.first.map { String($0).uppercased() } ?? ""
            self.address = address
            self.introduction = introduction
        }
    }

    public var brand: Brand?
    /// The stylesheet of the accent colour.
    public var theme: String?
    /// What search engines are told; `nil`: nothing.
    public var robots: String?
    /// Style sheets and ES modules beside the shared ones, by file name.
    public var stylesheets: [String]
    public var modules: [String]
    /// Whether the page shows who made the software.
    public var showsColophon: Bool

    public init(
        brand: Brand? = nil, theme: String? = nil, robots: String? = nil, stylesheets: [String] = [], modules: [String] = [],
        showsColophon: Bool = true
    ) {
        self.brand = brand
        self.theme = theme
        self.robots = robots
        self.stylesheets = stylesheets
        self.modules = modules
        self.showsColophon = showsColophon
    }
}
