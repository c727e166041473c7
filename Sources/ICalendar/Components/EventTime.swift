public import CivilTime

/// A time as a calendar writes it (RFC 5545 sections 3.3.4, 3.3.5): what it means as an instant may need a zone.
public enum EventTime: Hashable, Sendable {
    /// A whole day, wherever the reader is.
    case date(CivilDate)
    /// A time on the clock of wherever the reader is.
    case floating(CivilDateTime)
    /// A time in UTC.
    case utc(Instant)
    /// A time on the clock of the zone that the calendar calls so.
    case zoned(CivilDateTime, tzid: String)

    /// The time that a property holds; nil if it cannot be read. Of a list the first one counts.
    public init?(_ property: Property) {
        let parts = property.withValueBytes { value in
            let start = value.firstIndex { $0 != .comma } ?? 0
            let end = value[start...].firstIndex(of: .comma) ?? value.count
            return TimeParts(UnsafeBufferPointer(rebasing: value[start..<end]))
        }
        guard let parts else { return nil }
        self.init(parts, parameters: property)
    }

    /// Reads one value with the parameters VALUE and TZID of its property (RFC 5545 sections 3.2.19, 3.2.20). The form of the value
    /// decides: a VALUE that contradicts it is an error that real producers make.
    init?(_ text: String, parameters property: Property) {
        guard let parts = TimeParts(text) else { return nil }
        self.init(parts, parameters: property)
    }

    private init(_ parts: TimeParts, parameters property: Property) {
        guard let time = parts.time else {
            self = .date(parts.date)
            return
        }
        if time == .midnight, parts.offset == nil, property.parameter("VALUE")?.asciiUppercased == "DATE" {
            self = .date(parts.date)
            return
        }
        let civil = CivilDateTime(parts.date, time)
        let tzid = property.parameter("TZID")?.trimmed ?? ""
        if let offset = parts.offset {
            self = .utc(civil.instant(offset: offset))
        } else if tzid.isEmpty {
            self = .floating(civil)
        } else {
            self = .zoned(civil, tzid: tzid)
        }
    }

    /// Whether the time is a whole day.
    public var isDate: Bool {
        if case .date = self { true } else { false }
    }

    /// The value in RFC 5545 form, without parameters: `20261121`, `20261121T090000` or `20261121T090000Z`.
    public var text: String {
        switch self {
        case .date(let date): date.calendarText
        case .floating(let civil), .zoned(let civil, _): civil.calendarText
        case .utc(let instant): instant.calendarText
        }
    }

    /// The property that says this time, with VALUE and TZID as needed.
    public func property(_ name: String) -> Property {
        let parameters: [Parameter] =
            switch self {
            case .date: [Parameter("VALUE", "DATE")]
            case .zoned(_, let tzid): [Parameter("TZID", tzid)]
            case .floating, .utc: []
            }
        return Property(name: name, parameters: parameters, value: text)
    }
}

extension CivilDateTime {
    /// The instant that a clock shows so if it runs so many seconds east of UTC.
    func instant(offset: Int) -> Instant {
        Instant(secondsSinceEpoch: Int64(date.dayNumber * 86_400 + time.secondsSinceMidnight - offset))
    }
}
