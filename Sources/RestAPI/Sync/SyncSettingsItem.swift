import Booking
import CalendarSync
import RestShape

/// What the sync does for the organization or for one person: what was chosen, and what is in force.
struct SyncSettingsItem: Sendable {
    var choices: SyncChoices
    var inForce: SyncSettings
    /// Whether a change reaches appointments that were made already.
    var reachesExisting = false

    init(_ choices: SyncChoices = SyncChoices(), inForce: SyncSettings = .standard) {
        (self.choices, self.inForce) = (choices, inForce)
    }

    static let schema = ObjectSchema<SyncSettingsItem>(
        "syncSettings", fresh: { SyncSettingsItem() },
        properties: [
            Property(
                "appliesToExisting", .boolean, \.reachesExisting, [.writeOnly],
                about: "Whether the change reaches appointments that were made already; otherwise it is for those to come."),
            Property("breakableLimits", SyncShapes.limits, \.choices.breakableLimits, about: "What a move that is followed may break."),
            Property("deletions", SyncShapes.change, \.choices.deletions, about: "What becomes of an event of ours that somebody deletes."),
            .readOnly("inForce", .object(SyncSettings.shownSchema), get: { $0.inForce }, isNullable: false),
            Property("moves", SyncShapes.change, \.choices.moves, about: "What becomes of an event of ours that somebody moves."),
            Property("readDays", SyncShapes.days, \.choices.readDays, about: "How many days of the past are read."),
            Property("readFields", SyncShapes.readFields, \.choices.readFields, about: "What is kept of other events beside their time."),
            Property("readsEvents", .boolean, \.choices.readsEvents, about: "null leaves a choice to whoever stands above."),
            Property("sendsBookings", .boolean, \.choices.sendsBookings),
            Property("sentFields", SyncShapes.sentFields, \.choices.sentFields, about: "What an event of ours says beside its time."),
            Property("sentServiceIds", SyncShapes.services, \.choices.sentServices, about: "The ids of services, or all alone."),
        ])
}

extension SyncSettings {
    /// As the API tells what is in force.
    fileprivate static let shownSchema = ObjectSchema<SyncSettings>(
        "syncSettingsInForce", fresh: { .standard },
        properties: [
            .readOnly("breakableLimits", SyncShapes.limits, get: { $0.breakableLimits }, isNullable: false),
            .readOnly("deletions", SyncShapes.change, get: { $0.deletions }, isNullable: false),
            .readOnly("moves", SyncShapes.change, get: { $0.moves }, isNullable: false),
            .readOnly("readDays", SyncShapes.days, get: { $0.readDays }, isNullable: false),
            .readOnly("readFields", SyncShapes.readFields, get: { $0.readFields }, isNullable: false),
            .readOnly("readsEvents", .boolean, get: { $0.readsEvents }, isNullable: false),
            .readOnly("sendsBookings", .boolean, get: { $0.sendsBookings }, isNullable: false),
            .readOnly("sentFields", SyncShapes.sentFields, get: { $0.sentFields }, isNullable: false),
            .readOnly("sentServiceIds", SyncShapes.services, get: { $0.sentServices }, isNullable: false),
        ])
}

/// The values of the settings as JSON.
private enum SyncShapes {
    static let change = ValueShape<OutsideChange>.enumeration(named("syncOutsideChange", OutsideChange.self))
    static let days = ValueShape<Int>.int32(0...365)
    static let limits = set(ValueShape<BookingLimit>.enumeration(named("syncBookingLimit", BookingLimit.self)))
    static let readFields = set(ValueShape<ReadField>.enumeration(named("syncReadField", ReadField.self)))
    static let sentFields = set(ValueShape<SentField>.enumeration(named("syncSentField", SentField.self)))

    static let services = ValueShape<[String]>.collection(of: .string(1...100, form: .line), maxCount: 1_000).mapped(
        to: { ids -> ServiceChoice? in
            if ids == ["all"] { return .all }
            return ids.contains("all") ? nil : .only(Set(ids.map { Service.ID($0) }))
        },
        from: { choice in
            switch choice {
            case .all: ["all"]
            case .only(let services): services.map(\.rawValue).sorted()
            }
        }, remedy: "write the ids of services, or all alone")

    private static func named<Member: RawRepresentable<String> & CaseIterable>(_ name: String, _ members: Member.Type) -> EnumDefinition {
        EnumDefinition(name, members.allCases.map(\.rawValue))
    }

    private static func set<Member: RawRepresentable<String> & Hashable & Sendable>(_ shape: ValueShape<Member>) -> ValueShape<Set<Member>>
    {
        ValueShape<[Member]>.collection(of: shape, maxCount: 20).mapped(
            to: { Set($0) }, from: { $0.sorted { $0.rawValue < $1.rawValue } }, remedy: "write each once")
    }
}
