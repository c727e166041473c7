/// One thing in a body that cannot be taken: where, what, and what to do.
public struct ShapeFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it stands.
    public let path: JSONPath
    /// What is wrong, to be read after the path: `is a number`.
    public let problem: String
    /// What to do instead: `write a text`.
    public let remedy: String

    /// A fault of one's own, for rules that no schema knows.
    public init(_ path: JSONPath, _ problem: String, remedy: String) {
        self.path = path
        self.problem = problem
        self.remedy = remedy
    }

    /// One sentence: `customers[0].emailAddress is a number: write a text.`
    public var description: String { sentence(of: "body") }

    /// The same about something else than the body of a request, such as a `file`.
    public func sentence(of whole: String) -> String {
        (path == .root ? "The \(whole)" : path.description) + " \(problem): \(remedy.replacing("the body", with: "the \(whole)"))."
    }
}

/// Everything in a body that cannot be taken; at least one fault, at most 20.
public struct ShapeFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The faults in the order of the body.
    public let faults: [ShapeFault]

    /// A failure of one or more faults; those past the twentieth are left out.
    public init(_ first: ShapeFault, _ others: [ShapeFault] = []) { faults = [first] + others.prefix(ShapeFailure.limit - 1) }

    static let limit = 20

    /// The sentences of all faults.
    public var description: String { faults.map(\.description).joined(separator: " ") }
}

/// What is gathered while a body is read.
struct ShapeReading: Sendable {
    private(set) var faults: [ShapeFault] = []

    init() {}

    /// Notes a fault; what is read is then thrown away as a whole.
    mutating func refuse(_ path: JSONPath, _ problem: String, remedy: String) {
        guard faults.count < ShapeFailure.limit else { return }
        faults.append(ShapeFault(path, problem, remedy: remedy))
    }

    mutating func refuse(_ json: JSONValue, _ path: JSONPath, remedy: String) {
        refuse(path, "is \(json.kind)", remedy: remedy)
    }

    var failure: ShapeFailure? { faults.first.map { ShapeFailure($0, Array(faults.dropFirst())) } }
}
