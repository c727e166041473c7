import Booking
import CivilTime
import HTTPTypes
import Operations
import RestShape

/// `…/getStaffAvailability`.
struct AvailabilityOperation: Sendable {
    let request: ObjectSchema<Question>
    let answer: ObjectSchema<StaffAvailabilityItem>
    let zones: ZoneDatabase

    /// What is asked.
    struct Question: Sendable {
        var staff: [String] = []
        var start: DateTimeTimeZone
        var end: DateTimeTimeZone
    }

    init(zones: ZoneDatabase) {
        self.zones = zones
        let moment = ValueShape<DateTimeTimeZone>.dateTimeTimeZone { zones.zone(tzid: $0) != nil }
        let midnight = DateTimeTimeZone(CivilDateTime(.first, .midnight), timeZone: "UTC")
        request = ObjectSchema<Question>(
            "staffAvailabilityQuestion", fresh: { Question(start: midnight, end: midnight) },
            properties: [
                Property("endDateTime", moment, \.end, [.requiredOnCreate]),
                Property("staffIds", .collection(of: .string(1...100, form: .line), maxCount: 200), \.staff, [.requiredOnCreate]),
                Property("startDateTime", moment, \.start, [.requiredOnCreate]),
            ])
        answer = StaffAvailabilityItem.schema(moment)
    }

    var route: APIRoute {
        APIRoute(
            method: .post, path: PathTemplate(BusinessOperations.path + "/{business}/getStaffAvailability"), name: "getStaffAvailability",
            summary: "Tells what of people's hours is free and what is taken; hours at which they do not work are left out.", scope: .read,
            body: .input(request.definition), result: .list(answer.definition), handle: tell)
    }

    private func tell(_ call: APICall) async throws -> APIAnswer {
        let question = try request.create(from: call.json()).model
        let business: Business.ID = try await call.read { try BusinessOperations.find(call.id("business"), $0).id }
        guard let window = Span(validating: instant(question.start), end: instant(question.end)), window.duration <= .days(92) else {
            throw GraphError(
                .invalidRequest, "endDateTime lies before startDateTime or more than 92 days after it: write another one.",
                target: "endDateTime")
        }
        let zone = call.preferences.zone ?? .utc
        let times = try await ReadStaffTimes(call.kalends)(question.staff.map { StaffMember.ID($0) }, in: window, of: business)
        return .json([
            "@odata.context": call.context("Collection(microsoft.graph.staffAvailabilityItem)"),
            "value": .list(times.map { answer.write(StaffAvailabilityItem($0, zone: zone), call.single) }),
        ])
    }

    private func instant(_ moment: DateTimeTimeZone) -> Instant { (zones.zone(tzid: moment.timeZone) ?? .utc).instant(of: moment.dateTime) }
}

/// Graph's `staffAvailabilityItem`.
struct StaffAvailabilityItem: Sendable {
    var staff = ""
    var items: [AvailabilityItem] = []

    init() {}

    /// - Parameter zone: on whose clock the times are told.
    init(_ times: StaffTimes, zone: Zone) {
        staff = times.staff.rawValue
        items = times.stretches.map { stretch in
            AvailabilityItem(
                start: DateTimeTimeZone(zone.civil(at: stretch.span.start), timeZone: zone.name),
                end: DateTimeTimeZone(zone.civil(at: stretch.span.end), timeZone: zone.name), use: stretch.use,
                service: stretch.service?.rawValue)
        }
    }

    static func schema(_ moment: ValueShape<DateTimeTimeZone>) -> ObjectSchema<StaffAvailabilityItem> {
        let item = AvailabilityItem.schema(moment)
        return ObjectSchema<StaffAvailabilityItem>(
            "staffAvailabilityItem", fresh: { StaffAvailabilityItem() },
            properties: [
                Property("availabilityItems", .collection(of: .object(item), maxCount: 100_000), \.items),
                Property("staffId", .string(maxLength: 100), \.staff),
            ])
    }
}

/// Graph's `availabilityItem`.
struct AvailabilityItem: Sendable {
    var start: DateTimeTimeZone
    var end: DateTimeTimeZone
    var use: StaffTimes.Use
    /// Of an appointment with places left.
    var service: String?

    static func schema(_ moment: ValueShape<DateTimeTimeZone>) -> ObjectSchema<AvailabilityItem> {
        let midnight = DateTimeTimeZone(CivilDateTime(.first, .midnight), timeZone: "UTC")
        let uses: KeyValuePairs<String, StaffTimes.Use> = [
            "available": .available, "busy": .busy, "slotsAvailable": .slotsAvailable, "outOfOffice": .outOfOffice,
        ]
        return ObjectSchema<AvailabilityItem>(
            "availabilityItem", fresh: { AvailabilityItem(start: midnight, end: midnight, use: .busy) },
            properties: [
                Property("endDateTime", moment, \.end),
                .readOnly("serviceId", .string(maxLength: 100), get: { $0.service }),
                Property("startDateTime", moment, \.start),
                Property("status", .enumeration(GraphEnums.bookingsAvailabilityStatus, uses), \.use),
            ])
    }
}
