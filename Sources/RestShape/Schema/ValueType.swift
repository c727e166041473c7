/// The declared type of a property without ours: what documents describe and queries compare (OData CSDL 4.01 section 4.4; Graph's own
/// `dateTimeTimeZone` is an object).
public indirect enum ValueType: Sendable {
    /// `Edm.String`
    case string(StringRule)
    /// `Edm.Int32` within these bounds.
    case int32(ClosedRange<Int32>)
    /// `Edm.Double` within these bounds; at most so many digits after the point, nil for any.
    case double(ClosedRange<Double>, fractionDigits: Int?)
    /// `Edm.Boolean`
    case boolean
    /// `Edm.Duration` within these bounds in seconds.
    case duration(ClosedRange<Int64>)
    /// `Edm.DateTimeOffset`
    case dateTimeOffset
    /// `Edm.Date`
    case date
    /// `Edm.TimeOfDay`
    case timeOfDay
    /// A text that is a time on a clock: the `dateTime` of a `dateTimeTimeZone`.
    case civilDateTime
    /// One member of an enumeration.
    case enumeration(EnumDefinition)
    /// A complex type or an entity.
    case object(ObjectDefinition)
    /// A list of at most so many of one type.
    case collection(ValueType, maxCount: Int)
}

/// What a text may be.
public struct StringRule: Sendable {
    /// In Unicode scalars, as JSON Schema counts (2020-12 Validation section 6.3).
    public let length: ClosedRange<Int>
    /// What it must look like.
    public let form: StringForm

    /// A rule of one's own.
    public init(length: ClosedRange<Int>, form: StringForm = .any) {
        self.length = length
        self.form = form
    }
}
