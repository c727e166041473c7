/// Lists of placeholders in few lengths, so that few statements are prepared.
enum Placeholders {
    /// The most values that one statement is given in a list.
    static let longest = 1_024

    static func list(_ count: Int) -> String { repeatElement("?", count: count).joined(separator: ", ") }

    /// Calls `body` with chunks of the values; each is filled up to one of six lengths by repeating its last value.
    static func chunks(_ values: [SQLValue], _ body: (_ list: String, _ values: [SQLValue]) throws -> Void) throws {
        var rest = values[...]
        while let last = rest.prefix(longest).last {
            var chunk = Array(rest.prefix(longest))
            rest = rest.dropFirst(longest)
            chunk.append(contentsOf: repeatElement(last, count: roundedUp(chunk.count) - chunk.count))
            try body(list(chunk.count), chunk)
        }
    }

    /// 1, 4, 16, 64, 256, 1024.
    static func roundedUp(_ count: Int) -> Int {
        var length = 1
        while length < count { length *= 4 }
        return length
    }
}
