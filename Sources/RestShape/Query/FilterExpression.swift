/// A filter as a tree (OData URL Conventions 4.01 section 5.1.1).
public indirect enum FilterExpression: Hashable, Sendable {
    /// A value.
    case literal(QueryLiteral)
    /// A property.
    case path(QueryPath)
    /// `not x`
    case not(FilterExpression)
    /// `x and y`
    case and(FilterExpression, FilterExpression)
    /// `x or y`
    case or(FilterExpression, FilterExpression)
    /// `x eq y` and its like.
    case comparison(Comparison, FilterExpression, FilterExpression)
    /// `x in (1,2)`; at least one value.
    case isIn(FilterExpression, [QueryLiteral])
    /// `contains(x,'y')` and its like.
    case call(Function, [FilterExpression])
    /// `x/any(v:…)`: true when it holds for an element, without a condition when there is one.
    case any(QueryPath, variable: String, FilterExpression?)
    /// `x/all(v:…)`: true when it holds for every element, and for an empty list.
    case all(QueryPath, variable: String, FilterExpression)

    /// The comparison operators.
    public enum Comparison: String, CaseIterable, Sendable {
        /// Equality, by which null equals null alone.
        case eq, ne
        /// Size, by which null is never less and never greater.
        case gt, ge, lt, le
    }

    /// The functions; with a null among their values they come to null.
    public enum Function: String, CaseIterable, Sendable {
        /// Of two texts, true or false; case of letters counts.
        case startswith, endswith, contains
        /// Of one text, a text.
        case tolower, toupper

        var parameters: Int { self == .tolower || self == .toupper ? 1 : 2 }
    }
}

/// A property by its way through complex properties: `customer/address/city`, `c/emailAddress`, `customers/$count`.
public struct QueryPath: Hashable, Sendable, CustomStringConvertible {
    /// The variable of a lambda at which it starts; nil for the item itself.
    public let variable: String?
    /// The properties in their order; none for a variable by itself.
    public let names: [String]
    /// True when it ends with `/$count`, the number of elements.
    public let isCount: Bool

    /// A path.
    public init(variable: String? = nil, _ names: [String], isCount: Bool = false) {
        self.variable = variable
        self.names = names
        self.isCount = isCount
    }

    /// With slashes, as it stands in a query.
    public var description: String {
        ((variable.map { [$0] } ?? []) + names + (isCount ? ["$count"] : [])).joined(separator: "/")
    }
}
