import CivilTime

/// What an expression of a query comes to.
enum QueryType: Sendable {
    case null, boolean, number, text, instant, civil, date, time, duration
    case member(EnumDefinition)
    case object(ObjectDefinition)
    case collection(ValueType)
    /// `microsoft.graph.bookingPriceType'free'`: a member of the named enumeration, once it is known which that is.
    case qualified(String)

    init(_ type: ValueType) {
        switch type {
        case .string: self = .text
        case .int32, .double: self = .number
        case .boolean: self = .boolean
        case .duration: self = .duration
        case .dateTimeOffset: self = .instant
        case .date: self = .date
        case .timeOfDay: self = .time
        case .civilDateTime: self = .civil
        case .enumeration(let definition): self = .member(definition)
        case .object(let definition): self = .object(definition)
        case .collection(let element, _): self = .collection(element)
        }
    }

    /// As an error says it.
    var name: String {
        switch self {
        case .null: "null"
        case .boolean: "true or false"
        case .number: "a number"
        case .text: "a text"
        case .instant: "a point in time such as 2026-12-01T09:00:00Z"
        case .civil: "a time on a clock such as '2026-12-01T09:00:00'"
        case .date: "a date such as 2026-12-01"
        case .time: "a time of day such as 08:00:00"
        case .duration: "a duration such as 'PT30M'"
        case .member(let definition): "a member of \(definition.name)"
        case .object(let definition): "an object of type \(definition.name)"
        case .collection: "a list"
        case .qualified(let name): "a member of \(name)"
        }
    }

    /// True for what can be compared by size.
    var isScalar: Bool {
        switch self {
        case .object, .collection: false
        default: true
        }
    }

    /// True for types whose values can be compared with each other as they are.
    func equals(_ other: QueryType) -> Bool {
        switch (self, other) {
        case (.null, _), (_, .null), (.boolean, .boolean), (.number, .number), (.text, .text), (.instant, .instant), (.civil, .civil),
            (.date, .date), (.time, .time), (.duration, .duration):
            true
        case (.member(let left), .member(let right)): left == right
        default: false
        }
    }

    /// A text that was written where a value of this type is wanted, as that value; nil when it is none.
    func literal(_ text: String) -> QueryLiteral? {
        switch self {
        case .civil: ClockText.civil(text).map { .civil($0) }
        case .duration: DurationText.read(text).map { .duration($0) }
        case .member(let definition): definition.member(named: text).map { .member($0, of: definition) }
        default: nil
        }
    }

    /// A value as an answer would tell it, for a comparison; null where there is none.
    static func value(_ json: JSONValue, _ type: ValueType) -> QueryLiteral {
        switch (QueryType(type), json) {
        case (.boolean, .flag(let flag)): .flag(flag)
        case (.number, .number(let number)): number.double.map { .number($0) } ?? .null
        case (.text, .text(let text)): .text(text)
        case (.instant, .text(let text)): ClockText.instant(text).map { .instant($0) } ?? .null
        case (.date, .text(let text)): CivilDate(iso8601: text).map { .date($0) } ?? .null
        case (.time, .text(let text)): ClockText.time(text).map { .time($0) } ?? .null
        case (let wanted, .text(let text)): wanted.literal(text) ?? .null
        default: .null
        }
    }
}
