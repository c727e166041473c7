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

    /// One sentence: `$filter, character 14: 'prise' is not a property of bookingService; check its spelling.`
    public var description: String {
        let place = position.map { ", character \($0)" } ?? ""
        return "\(option)\(place): \(problem); \(remedy)."
    }
}
