extension QueryOptions {
    /// Reads the options out of the parameters of an address, names and values decoded, for items of a type. `own` names the parameters
    /// that the route itself reads. Names of options may be in any case of letters and may lack the `$` (OData URL Conventions 4.01
    /// section 5); all other parameters are refused, as is an option that stands twice.
    public init(
        _ parameters: [(name: String, value: String)], for definition: ObjectDefinition, allowing allowed: Names, own: Set<String> = [],
        limits: QueryLimits = QueryLimits()
    ) throws(QueryFault) {
        self.init()
        var seen: Set<String> = []
        for (name, value) in parameters where !own.contains(name) {
            let lowercased = name.lowercased()
            let wanted = lowercased.hasPrefix("$") ? lowercased : "$" + lowercased
            guard let (option, bit) = Names.all.first(where: { $0.key == wanted }).map({ ($0.key, $0.value) }) else {
                let short = name.shortened(to: 60)
                throw QueryFault(option: short, position: nil, problem: "no such option is known here", remedy: "leave it out")
            }
            guard allowed.contains(bit) else {
                throw QueryFault(option: option, position: nil, problem: "it does not apply here", remedy: "leave it out")
            }
            guard seen.insert(option).inserted else {
                throw QueryFault(option: option, position: nil, problem: "it stands twice", remedy: "leave one of them out")
            }
            try set(bit, option, value, definition, limits)
        }
    }

    private mutating func set(
        _ bit: Names, _ option: String, _ value: String, _ definition: ObjectDefinition, _ limits: QueryLimits
    ) throws(QueryFault) {
        switch bit {
        case .select: select = try NameList(value, option, definition, limits).selection()
        case .expand: expand = try NameList(value, option, definition, limits).navigations()
        case .filter: filter = try Filter(parsing: value, for: definition, limits: limits)
        case .orderby: orderby = try Ordering(parsing: value, for: definition, limits: limits)
        case .top: top = try QueryOptions.number(value, option)
        case .skip: skip = try QueryOptions.number(value, option)
        case .count: count = try QueryOptions.flag(value, option)
        case .search: search = try Search(parsing: value, limits: limits)
        default:
            guard 1...limits.bytes ~= value.utf8.count else {
                throw QueryFault(option: option, position: nil, problem: "it is not one of ours", remedy: "use @odata.nextLink as it is")
            }
            skiptoken = value
        }
    }

    private static func number(_ value: String, _ option: String) throws(QueryFault) -> Int {
        var scanner = TextScanner(value)
        guard let number = scanner.number(digits: 9), scanner.isAtEnd else {
            throw QueryFault(
                option: option, position: nil, problem: "'\(value.shortened(to: 40))' is not a number",
                remedy: "write a whole number from 0")
        }
        return number
    }

    private static func flag(_ value: String, _ option: String) throws(QueryFault) -> Bool {
        switch value.lowercased() {
        case "true": return true
        case "false": return false
        default:
            throw QueryFault(
                option: option, position: nil, problem: "'\(value.shortened(to: 40))' is not true or false", remedy: "write true or false")
        }
    }
}
