/// The system query options of an address (OData URL Conventions 4.01 section 5.1).
public struct QueryOptions: Sendable {
    /// The options that an address may have.
    public struct Names: OptionSet, Hashable, Sendable {
        /// The bits of the set.
        public let rawValue: Int
        /// A set of the given bits.
        public init(rawValue: Int) { self.rawValue = rawValue }

        /// `$select`
        public static let select = Names(rawValue: 1)
        /// `$expand`
        public static let expand = Names(rawValue: 2)
        /// `$filter`
        public static let filter = Names(rawValue: 4)
        /// `$orderby`
        public static let orderby = Names(rawValue: 8)
        /// `$top`
        public static let top = Names(rawValue: 16)
        /// `$skip`
        public static let skip = Names(rawValue: 32)
        /// `$count`
        public static let count = Names(rawValue: 64)
        /// `$search`
        public static let search = Names(rawValue: 128)
        /// `$skiptoken`, of our own making
        public static let skiptoken = Names(rawValue: 256)

        /// What one item takes.
        public static let item: Names = [.select, .expand]
        /// What a list takes.
        public static let collection: Names = [.select, .expand, .filter, .orderby, .top, .skip, .count, .search, .skiptoken]
        /// What the address of a number takes.
        public static let number: Names = [.filter, .search]

        static let all: KeyValuePairs<String, Names> = [
            "$select": .select, "$expand": .expand, "$filter": .filter, "$orderby": .orderby, "$top": .top, "$skip": .skip,
            "$count": .count, "$search": .search, "$skiptoken": .skiptoken,
        ]
    }

    /// What is wanted of each item; nil for everything.
    public var select: Selection?
    /// The navigation properties that are wanted with it.
    public var expand: [String] = []
    /// Which items; nil for all.
    public var filter: Filter?
    /// In which order; nil for the list's own.
    public var orderby: Ordering?
    /// At most so many items, 0 or more; nil for no limit of the client's.
    public var top: Int?
    /// So many items are passed over, 0 or more.
    public var skip = 0
    /// Whether the number of all items is wanted too.
    public var count = false
    /// Words that must be found; nil for none.
    public var search: Search?
    /// Where a page starts, as an earlier answer said; nil at the first.
    public var skiptoken: String?

    /// No options at all.
    public init() {}
}
