import Booking
import CivilTime

/// One row of an answer, valid until the next one.
protocol SQLRow {
    var columns: SQLColumns { get }
    func value(at index: Int) -> SQLValue
}

/// The column names of an answer, looked up when first asked for.
final class SQLColumns {
    let names: [String]
    private lazy var indexes = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })

    init(_ names: [String]) { self.names = names }

    func index(of name: String) throws(StoreFailure) -> Int {
        guard let index = indexes[name] else { throw .corrupt("the column \(name) is missing among \(names.joined(separator: ", "))") }
        return index
    }

    func name(at index: Int) -> String { names.indices.contains(index) ? names[index] : "#\(index)" }
}

extension SQLRow {
    func integer(at index: Int) throws(StoreFailure) -> Int64 {
        guard case .integer(let number) = value(at: index) else { throw unexpected(at: index, wanted: "a whole number") }
        return number
    }

    func text(at index: Int) throws(StoreFailure) -> String {
        guard case .text(let text) = value(at: index) else { throw unexpected(at: index, wanted: "text") }
        return text
    }

    /// - Precondition: `start` and `end` columns stand side by side.
    func span(at index: Int) throws(StoreFailure) -> Span {
        let start = Instant(secondsSinceEpoch: try integer(at: index))
        guard let span = Span(validating: start, end: Instant(secondsSinceEpoch: try integer(at: index + 1))) else {
            throw .corrupt("\(columns.name(at: index + 1)) lies before \(columns.name(at: index))")
        }
        return span
    }

    func unexpected(at index: Int, wanted: String) -> StoreFailure {
        let found =
            switch value(at: index) {
            case .null: "nothing"
            case .integer: "a whole number"
            case .text: "text"
            case .bytes: "bytes"
            }
        return .corrupt("the column \(columns.name(at: index)) holds \(found) where \(wanted) is expected")
    }
}

extension SQLRow {
    private func isNull(_ name: String) throws(StoreFailure) -> Bool { value(at: try columns.index(of: name)) == .null }

    func text(_ name: String) throws(StoreFailure) -> String { try text(at: columns.index(of: name)) }

    func textOrNil(_ name: String) throws(StoreFailure) -> String? { try isNull(name) ? nil : text(name) }

    func integer(_ name: String) throws(StoreFailure) -> Int64 { try integer(at: columns.index(of: name)) }

    func count(_ name: String) throws(StoreFailure) -> Int { Int(try integer(name)) }

    func countOrNil(_ name: String) throws(StoreFailure) -> Int? { try isNull(name) ? nil : count(name) }

    func flag(_ name: String) throws(StoreFailure) -> Bool { try integer(name) != 0 }

    func bytes(_ name: String) throws(StoreFailure) -> [UInt8] {
        let index = try columns.index(of: name)
        guard case .bytes(let bytes) = value(at: index) else { throw unexpected(at: index, wanted: "bytes") }
        return bytes
    }

    func instant(_ name: String) throws(StoreFailure) -> Instant { Instant(secondsSinceEpoch: try integer(name)) }

    func instantOrNil(_ name: String) throws(StoreFailure) -> Instant? { try isNull(name) ? nil : instant(name) }

    func seconds(_ name: String) throws(StoreFailure) -> Seconds { Seconds(try integer(name)) }

    func span(_ start: String = "start_at", _ end: String = "end_at") throws(StoreFailure) -> Span {
        guard let span = Span(validating: try instant(start), end: try instant(end)) else { throw .corrupt("\(end) lies before \(start)") }
        return span
    }

    func id<Subject>(_ name: String) throws(StoreFailure) -> Identifier<Subject> { Identifier(try text(name)) }

    func idOrNil<Subject>(_ name: String) throws(StoreFailure) -> Identifier<Subject>? {
        guard let text = try textOrNil(name) else { return nil }
        return Identifier(text)
    }

    func choice<Choice: RawRepresentable<String>>(_ name: String) throws(StoreFailure) -> Choice {
        let text = try text(name)
        guard let choice = Choice(rawValue: text) else { throw .corrupt("the column \(name) holds the unknown value \(text)") }
        return choice
    }

    func choiceOrNil<Choice: RawRepresentable<String>>(_ name: String) throws(StoreFailure) -> Choice? {
        try isNull(name) ? nil : choice(name)
    }

    func json<Value: Decodable>(_ name: String) throws(StoreFailure) -> Value {
        let text = try text(name)
        do { return try JSONText.decode(text) } catch { throw .corrupt("the column \(name) does not hold the JSON it should: \(error)") }
    }

    func jsonOrNil<Value: Decodable>(_ name: String) throws(StoreFailure) -> Value? {
        if try isNull(name) { return nil }
        let value: Value = try json(name)
        return value
    }
}
