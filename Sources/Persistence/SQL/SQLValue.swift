import Booking
import CivilTime

/// A value as columns hold it.
enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
}

/// Whatever can stand for a `?` placeholder.
protocol SQLArgument {
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLArgument {
    var sqlValue: SQLValue { self }
}

extension String: SQLArgument {
    var sqlValue: SQLValue { .text(self) }
}

extension Int: SQLArgument {
    var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLArgument {
    var sqlValue: SQLValue { .integer(self) }
}

extension Bool: SQLArgument {
    var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension Instant: SQLArgument {
    var sqlValue: SQLValue { .integer(secondsSinceEpoch) }
}

extension Seconds: SQLArgument {
    var sqlValue: SQLValue { .integer(count) }
}

extension Identifier: SQLArgument {
    var sqlValue: SQLValue { .text(rawValue) }
}

extension [SQLValue] {
    /// The same values; PostgreSQL keeps no text with a NUL in it, so that no engine is given one.
    func storable() throws(StoreFailure) -> [SQLValue] {
        for case .text(let text) in self where text.hasNUL {
            throw .other("a text holds the character NUL, which cannot be stored; remove it.")
        }
        return self
    }
}

extension String {
    fileprivate var hasNUL: Bool {
        for byte in utf8 where byte == 0 { return true }
        return false
    }
}
