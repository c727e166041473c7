import Booking
import CalendarSync
import CivilTime
import Operations
import Persistence
import RestShape

/// Something that both sides cannot have at once, with every way out of it.
struct ConflictItem: Sendable {
    enum Kind: String, CaseIterable, Sendable { case movedOutside, deletedOutside, cancelledOutside, overlapped, editedTwice }

    var id = ""
    var kind = Kind.movedOutside
    var appointment = ""
    var business = ""
    var person = SyncPeople()
    var calendar = ""
    var ours: Span?
    var theirs: Span?
    var title: String?
    var texts: [EditedText] = []
    var opened = Instant(secondsSinceEpoch: 0)
    var settled: Instant?
    var settlement: SyncConflict.Settlement?
    var canFollow = false
    var obstacle: ConflictOutlook.Obstacle?
    var breaking: Set<BookingLimit> = []
    var proposals: [Instant] = []
    var asked: Instant?
    var answerUntil: Instant?

    private init() {}

    init(_ conflict: SyncConflict, _ kalends: Kalends, _ transaction: Transaction) throws {
        (id, appointment) = (conflict.id.rawValue, conflict.appointment.rawValue)
        (opened, settled, settlement) = (conflict.openedAt, conflict.settledAt, conflict.settlement)
        person = try SyncPeople(conflict.resource, transaction)
        calendar = try transaction.calendars.find(conflict.calendar)?.remote.name ?? ""
        let known = try transaction.appointments.find(conflict.appointment)
        (business, ours) = (known?.business.rawValue ?? "", known?.span)
        take(conflict.kind)
        guard settled == nil, let outlook = try kalends.outlook(on: conflict, transaction) else { return }
        (canFollow, obstacle) = (outlook.obstacle == nil, outlook.obstacle)
        (breaking, proposals) = (outlook.breaking, outlook.proposals)
        if outlook.questionEnding == nil { (asked, answerUntil) = (outlook.question?.askedAt, outlook.question?.expiresAt) }
    }

    private mutating func take(_ what: SyncConflict.Kind) {
        switch what {
        case .movedOutside(let span): (kind, theirs) = (.movedOutside, span)
        case .deletedOutside: kind = .deletedOutside
        case .cancelledOutside: kind = .cancelledOutside
        case .overlapped(let clash): (kind, theirs, title) = (.overlapped, clash.span, clash.title)
        case .editedTwice(let edited): (kind, texts) = (.editedTwice, edited)
        }
    }
}

extension ConflictItem {
    private static let kinds = EnumDefinition("conflictKind", Kind.allCases.map(\.rawValue))
    private static let limits = EnumDefinition("conflictLimit", BookingLimit.allCases.map(\.rawValue))
    private static let settlements: KeyValuePairs<String, SyncConflict.Settlement> = [
        "followed": .followed, "putBack": .putBack, "overtaken": .overtaken, "moved": .moved, "kept": .kept,
    ]
    private static let obstacles: KeyValuePairs<String, ConflictOutlook.Obstacle> = [
        "taken": .taken, "past": .past, "tooFar": .tooFar, "namesNoTime": .namesNoTime, "namesNoLength": .namesNoLength,
        "nothingToFollow": .nothingToFollow,
    ]

    static let schema = ObjectSchema<ConflictItem>(
        "conflict", fresh: { ConflictItem() },
        properties: [
            .readOnly("id", .string(maxLength: 100), get: { $0.id }, isNullable: false),
            .readOnly("answerUntilDateTime", .dateTimeOffset, get: { $0.answerUntil }),
            .readOnly("appointmentEnd", .dateTimeOffset, get: { $0.ours?.end }),
            .readOnly("appointmentId", .string(maxLength: 100), get: { $0.appointment }, isNullable: false),
            .readOnly("appointmentStart", .dateTimeOffset, get: { $0.ours?.start }),
            .readOnly("askedDateTime", .dateTimeOffset, get: { $0.asked }, about: "While the customer's answer is awaited."),
            .readOnly(
                "breakingLimits", .collection(of: .enumeration(limits), maxCount: 10),
                get: { item in BookingLimit.allCases.filter(item.breaking.contains) }, isNullable: false,
                about: "What following the calendar breaks, though it can be done."),
            .readOnly("businessId", .string(maxLength: 100), get: { $0.business }, isNullable: false),
            .readOnly("calendarDisplayName", .string(maxLength: 500), get: { $0.calendar }, isNullable: false),
            .readOnly("canFollow", .boolean, get: { $0.canFollow }, isNullable: false),
            .readOnly("editedTexts", .collection(of: .object(EditedText.schema), maxCount: 10), get: { $0.texts }, isNullable: false),
            .readOnly(
                "followObstacle", .enumeration(EnumDefinition("conflictObstacle", obstacles.map(\.key)), obstacles),
                get: { $0.obstacle }),
            .readOnly("isSettled", .boolean, get: { $0.settled != nil }, isNullable: false),
            .readOnly("kind", .enumeration(kinds), get: { $0.kind }, isNullable: false),
            .readOnly("openedDateTime", .dateTimeOffset, get: { $0.opened }, isNullable: false),
            .readOnly("outsideEnd", .dateTimeOffset, get: { $0.theirs?.end }),
            .readOnly("outsideStart", .dateTimeOffset, get: { $0.theirs?.start }, about: "Where the event stands, or the one in the way."),
            .readOnly("outsideTitle", .string(maxLength: 2000), get: { $0.title }, about: "Of the event in the way, if not private."),
            .readOnly("personDisplayName", .string(maxLength: 200), get: { $0.person.name }, isNullable: false),
            .readOnly(
                "proposedStarts", .collection(of: .dateTimeOffset, maxCount: 20), get: { $0.proposals }, isNullable: false,
                about: "Starts near by at which the same people are free."),
            .readOnly("settledDateTime", .dateTimeOffset, get: { $0.settled }),
            .readOnly(
                "settlement", .enumeration(EnumDefinition("conflictSettlement", settlements.map(\.key)), settlements),
                get: { $0.settlement }),
            .readOnly(
                "staffMemberIds", .collection(of: .string(maxLength: 100), maxCount: 1_000), get: { $0.person.staff }, isNullable: false),
        ])
}

extension EditedText {
    private static let fields: KeyValuePairs<String, EditedText.Field> = ["title": .title, "notes": .notes, "location": .location]

    fileprivate static let schema = ObjectSchema<EditedText>(
        "conflictText", fresh: { EditedText(.title, ours: "", theirs: "") },
        properties: [
            .readOnly(
                "field", .enumeration(EnumDefinition("conflictTextField", fields.map(\.key)), fields), get: { $0.field }, isNullable: false),
            .readOnly("ours", .string(maxLength: 100_000), get: { $0.ours }, isNullable: false),
            .readOnly("theirs", .string(maxLength: 100_000), get: { $0.theirs }, isNullable: false),
        ])
}

/// How a conflict is to end.
struct ConflictDecision: Sendable {
    enum Decision: String, CaseIterable, Sendable { case follow, putBack, keep, move }

    var decision = Decision.putBack
    var start: Instant?

    static let schema = ObjectSchema<ConflictDecision>(
        "conflictDecision", fresh: { ConflictDecision() },
        properties: [
            Property(
                "decision", .enumeration(EnumDefinition("conflictAnswer", Decision.allCases.map(\.rawValue))), \.decision,
                [.requiredOnCreate],
                about: "follow: the calendar counts; putBack or keep: the booking counts; move: it goes to another start."),
            Property("start", .dateTimeOffset, \.start, about: "With move: where to."),
        ])
}
