/// A domain value that is one row of one table. The organization column is the transaction's and is not among its columns.
protocol Record {
    static var table: String { get }
    /// The columns that find the row, beside the organization.
    static var key: [String] { get }

    init(row: any SQLRow) throws
    func columns() throws -> Columns
}

extension Record {
    static var key: [String] { ["id"] }
}

/// Names and values of a row, in order.
struct Columns: ExpressibleByDictionaryLiteral {
    var pairs: [(name: String, value: SQLValue)]

    init(dictionaryLiteral elements: (String, (any SQLArgument)?)...) {
        pairs = elements.map { ($0, $1?.sqlValue ?? .null) }
    }

    var names: [String] { pairs.map(\.name) }
    var values: [SQLValue] { pairs.map(\.value) }

    func value(of name: String) -> SQLValue { pairs.first { $0.name == name }?.value ?? .null }
}
