import Booking

/// What an organization or one person chose; what is `nil` was left to whoever stands above.
public struct SyncChoices: Hashable, Sendable {
    public var sendsBookings: Bool?
    public var sentFields: Set<SentField>?
    public var sentServices: ServiceChoice?
    public var readsEvents: Bool?
    public var readFields: Set<ReadField>?
    public var moves: OutsideChange?
    public var deletions: OutsideChange?
    public var breakableLimits: Set<BookingLimit>?
    public var readDays: Int?

    public init(
        sendsBookings: Bool? = nil, sentFields: Set<SentField>? = nil, sentServices: ServiceChoice? = nil, readsEvents: Bool? = nil,
        readFields: Set<ReadField>? = nil, moves: OutsideChange? = nil, deletions: OutsideChange? = nil,
        breakableLimits: Set<BookingLimit>? = nil, readDays: Int? = nil
    ) {
        self.sendsBookings = sendsBookings
        self.sentFields = sentFields
        self.sentServices = sentServices
        self.readsEvents = readsEvents
        self.readFields = readFields
        self.moves = moves
        self.deletions = deletions
        self.breakableLimits = breakableLimits
        self.readDays = readDays
    }

    /// The days of the past that can be chosen.
    public static let readableDays = 0...365
}

extension SyncSettings {
    /// A person's own choice, else the organization's, else the standard: field by field.
    public init(person: SyncChoices, organization: SyncChoices) {
        func value<Value>(_ choice: KeyPath<SyncChoices, Value?>, _ standard: KeyPath<SyncSettings, Value>) -> Value {
            person[keyPath: choice] ?? organization[keyPath: choice] ?? SyncSettings.standard[keyPath: standard]
        }
        self.init(
            sendsBookings: value(\.sendsBookings, \.sendsBookings), sentFields: value(\.sentFields, \.sentFields),
            sentServices: value(\.sentServices, \.sentServices), readsEvents: value(\.readsEvents, \.readsEvents),
            readFields: value(\.readFields, \.readFields), moves: value(\.moves, \.moves), deletions: value(\.deletions, \.deletions),
            breakableLimits: value(\.breakableLimits, \.breakableLimits), readDays: value(\.readDays, \.readDays))
    }
}

/// Whose choice a value is.
public enum SettingOrigin: String, Hashable, Sendable, CaseIterable {
    case person, organization, standard

    /// Whose choice one field is, for a person.
    public init<Value>(_ field: KeyPath<SyncChoices, Value?>, person: SyncChoices, organization: SyncChoices) {
        self = person[keyPath: field] != nil ? .person : organization[keyPath: field] != nil ? .organization : .standard
    }
}

extension SyncChoices: Codable {
    private enum CodingKeys: String, CodingKey {
        case sendsBookings, sentFields, sentServices, readsEvents, readFields, moves, deletions, breakableLimits, readDays
    }

    /// Sets as sorted lists, so that one choice has one text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(sendsBookings, forKey: .sendsBookings)
        try container.encodeIfPresent(sentFields?.map(\.rawValue).sorted(), forKey: .sentFields)
        try container.encodeIfPresent(sentServices, forKey: .sentServices)
        try container.encodeIfPresent(readsEvents, forKey: .readsEvents)
        try container.encodeIfPresent(readFields?.map(\.rawValue).sorted(), forKey: .readFields)
        try container.encodeIfPresent(moves, forKey: .moves)
        try container.encodeIfPresent(deletions, forKey: .deletions)
        try container.encodeIfPresent(breakableLimits?.map(\.rawValue).sorted(), forKey: .breakableLimits)
        try container.encodeIfPresent(readDays, forKey: .readDays)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            sendsBookings: try container.decodeIfPresent(Bool.self, forKey: .sendsBookings),
            sentFields: try container.decodeIfPresent(Set<SentField>.self, forKey: .sentFields),
            sentServices: try container.decodeIfPresent(ServiceChoice.self, forKey: .sentServices),
            readsEvents: try container.decodeIfPresent(Bool.self, forKey: .readsEvents),
            readFields: try container.decodeIfPresent(Set<ReadField>.self, forKey: .readFields),
            moves: try container.decodeIfPresent(OutsideChange.self, forKey: .moves),
            deletions: try container.decodeIfPresent(OutsideChange.self, forKey: .deletions),
            breakableLimits: try container.decodeIfPresent(Set<BookingLimit>.self, forKey: .breakableLimits),
            readDays: try container.decodeIfPresent(Int.self, forKey: .readDays))
    }
}

extension ServiceChoice: Codable {
    /// The word `all`, or the sorted list of the services' ids.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .all: try container.encode("all")
        case .only(let services): try container.encode(services.sorted())
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let word = try? container.decode(String.self) {
            guard word == "all" else { throw DecodingError.dataCorruptedError(in: container, debugDescription: "no choice of services") }
            self = .all
        } else {
            self = .only(try container.decode(Set<Service.ID>.self))
        }
    }
}
