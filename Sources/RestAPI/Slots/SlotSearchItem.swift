import Booking
import CivilTime
import Operations
import RestShape

/// What a slot search came to.
struct SlotSearchItem: Sendable {
    var slots: [SlotItem] = []
    var next: Instant?
    var isUnknown = false

    /// - Parameters:
    ///   - zone: on whose clock the times are told too.
    ///   - length: of what is booked.
    ///   - told: the people who are named.
    init(_ offer: Offer, length: Seconds, zone: Zone, told: Set<StaffMember.ID>) {
        slots = offer.slots.map { SlotItem($0, length: length, zone: zone, told: told) }
        (next, isUnknown) = (offer.next, offer.isUnknown)
    }

    private init() {}

    static let schema = ObjectSchema<SlotSearchItem>(
        "slotSearch", fresh: { SlotSearchItem() },
        properties: [
            .readOnly(
                "isUnknown", .boolean, get: { $0.isUnknown }, isNullable: false,
                about: "Nothing is offered only because calendars are not known any more."),
            .readOnly(
                "nextStart", .dateTimeOffset, get: { $0.next }, about: "The first opening after a window that holds none, if there is one."),
            .readOnly("slots", .collection(of: .object(SlotItem.schema), maxCount: 100_000), get: { $0.slots }, isNullable: false),
        ])

    func answer(_ call: APICall) -> APIAnswer {
        .json(Self.schema.write(self, call.single, annotations: ["@odata.context": call.context("microsoft.graph.slotSearch")]))
    }
}

/// A start that can be booked.
struct SlotItem: Sendable {
    var span: Span
    var local: Local
    var staff: [String]
    var awaitsConfirmation: Bool
    var places: Int?

    /// The same on a clock.
    struct Local: Sendable {
        var start: DateTimeTimeZone
        var end: DateTimeTimeZone

        init(_ span: Span, _ zone: Zone) {
            start = DateTimeTimeZone(zone.civil(at: span.start), timeZone: zone.name)
            end = DateTimeTimeZone(zone.civil(at: span.end), timeZone: zone.name)
        }
    }

    init(_ slot: OfferedSlot, length: Seconds, zone: Zone, told: Set<StaffMember.ID>) {
        span = Span(start: slot.start, duration: length)
        local = Local(span, zone)
        staff = slot.staff.filter(told.contains).map(\.rawValue)
        (awaitsConfirmation, places) = (slot.awaitsConfirmation, slot.places)
    }

    private init() {
        span = Span(start: Instant(secondsSinceEpoch: 0), duration: .minutes(1))
        local = Local(span, .utc)
        (staff, awaitsConfirmation) = ([], false)
    }

    private static let moment = ValueShape<DateTimeTimeZone>.dateTimeTimeZone { _ in true }

    static let schema = ObjectSchema<SlotItem>(
        "slot", fresh: { SlotItem() },
        properties: [
            .readOnly(
                "awaitsConfirmation", .boolean, get: { $0.awaitsConfirmation }, isNullable: false,
                about: "A booking of it is confirmed only once calendars could be looked at."),
            .readOnly("end", .dateTimeOffset, get: { $0.span.end }, isNullable: false),
            .readOnly("endDateTime", moment, get: { $0.local.end }, isNullable: false),
            .readOnly("placesLeft", .int32(0...100_000), get: { $0.places }, about: "Where several customers may come."),
            .readOnly(
                "staffMemberIds", .collection(of: .string(maxLength: 100), maxCount: 1_000), get: { $0.staff }, isNullable: false,
                about: "Who is free then, as far as customers may choose."),
            .readOnly("start", .dateTimeOffset, get: { $0.span.start }, isNullable: false, about: "Clear also when clocks change."),
            .readOnly("startDateTime", moment, get: { $0.local.start }, isNullable: false),
        ])
}
