/// The condition of a `$filter`, checked against a type (OData URL Conventions 4.01 section 5.1.2.1 and Protocol section 11.2.6.1).
///
/// Names of properties and texts count their case of letters; operators, functions, `true`, `false`, `null` and members of enumerations
/// do not.
public struct Filter: Hashable, Sendable, CustomStringConvertible {
    /// The condition as a tree, texts beside durations and enumerations already as such.
    public let expression: FilterExpression

    /// Reads a filter for items of a type; throws when it is none, or asks what the type cannot answer.
    public init(parsing text: String, for definition: ObjectDefinition, limits: QueryLimits = QueryLimits()) throws(QueryFault) {
        var parser = try FilterParser(text, option: "$filter", definition: definition, limits: limits)
        expression = try parser.filter()
    }

    /// True when the condition holds for the item; null is not true.
    public func matches<Model>(_ item: Model, _ schema: ObjectSchema<Model>) -> Bool {
        expression.isTrue(in: QueryScope(schema.definition) { schema.value(of: $0, in: item) })
    }

    /// The filter as it could have been written.
    public var description: String { expression.description }
}
