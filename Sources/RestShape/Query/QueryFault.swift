/// What is wrong with a query option of an address.
public struct QueryFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The option as it was written: `$filter`.
    public let option: String
    /// The character of its value at which it shows, from 1; nil where the whole value is meant.
    public let position: Int?
    /// What is wrong, a clause.
    public let problem: String
    /// What to do, an imperative.
    public let remedy: String

    /// A fault of one's own, for options that a route reads itself.
    public init(option: String, position: Int?, problem: String, remedy: String) {
        (self.option, self.position) = (option, position)
        (self.problem, self.remedy) = (problem, remedy)
    }

    /// One sentence: `$filter, character 14: 'prise' is not a property of bookingService; check its spelling.`
    public var description: String {
        let place = position.map { ", character \($0)" } ?? ""
        return "\(option)\(place): \(problem); \(remedy)."
    }
}
