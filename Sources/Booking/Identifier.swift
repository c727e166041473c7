// Booking: the business domain — business, service, staff, customer, appointment, policy; availability and slot search; assignment.
// It imports CivilTime alone and does no input or output: the clock, the ids and the stored facts are handed in.
// Its five words: a *resource* is whatever has one timeline; a *claim* is the time an appointment takes of a resource; a *busy block* is
// time that an outside event takes; a *slot* is a start that can be booked; a *policy* says which slots a customer is offered.

/// A text key that cannot be mistaken for the key of another kind of thing.
public struct Identifier<Subject>: Hashable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ rawValue: String) { self.rawValue = rawValue }

    public init(from decoder: any Decoder) throws { rawValue = try decoder.singleValueContainer().decode(String.self) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public var description: String { rawValue }
}

extension Identifier: Comparable {
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
