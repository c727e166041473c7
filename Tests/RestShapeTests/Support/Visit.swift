import CivilTime
import RestShape

/// A small world in the shape of Graph Bookings: one type of each kind, with every kind of property.
struct Visit: Hashable {
    var id = "v-1"
    var name = ""
    var email: String?
    var start = DateTimeTimeZone(CivilDateTime(.first, .midnight), timeZone: "UTC")
    var length = Seconds.minutes(30)
    var price: ExactDecimal?
    var priceType = PriceType.fixedPrice
    var role = "guest"
    var isOnline = false
    var seats = 1
    var latitude: Double?
    var guests: [Guest] = []
    var staffIDs: [String] = []
    var place: Place?
    var notes: String?
    var message: String?
    var day: CivilDate?
    var opens = TimeOfDay.midnight
    var made = Instant(secondsSinceEpoch: 0)
}

enum PriceType: String, CaseIterable { case fixedPrice, free, hourly }
enum Answer: Hashable { case text, choice }

struct Guest: Hashable {
    var name = ""
    var email: String?
    var answer: Answer?
}

struct Place: Hashable {
    var name = ""
    var city: String?
}

extension Guest {
    static let schema = ObjectSchema<Guest>(
        "guest", base: "guestBase", fresh: { Guest() },
        properties: [
            Property("name", .string(1...40, form: .line), \.name, [.requiredOnCreate]),
            Property("emailAddress", .string(maxLength: 80, form: .emailAddress), \.email),
            Property("answerInputType", .enumeration(GraphEnums.answerInputType, ["text": .text, "radioButton": .choice]), \.answer),
        ])
}

extension Place {
    static let schema = ObjectSchema<Place>(
        "place", fresh: { Place() },
        properties: [
            Property("displayName", .string(1...20), \.name, [.requiredOnCreate]),
            Property("city", .string(maxLength: 20), \.city),
        ])
}

extension Visit {
    static let schema = ObjectSchema<Visit>(
        "visit", fresh: { Visit() },
        properties: [
            .readOnly("id", .string(maxLength: 40), get: { $0.id }, isNullable: false, about: "Key."),
            Property("displayName", .string(1...20), \.name, [.requiredOnCreate, .searchable], about: "What people see."),
            Property("emailAddress", .string(maxLength: 80, form: .emailAddress), \.email, [.searchable]),
            Property("startDateTime", .dateTimeTimeZone { ["UTC", "Europe/Berlin"].contains($0) }, \.start),
            Property("duration", .duration(.zero ... .days(1)), \.length),
            Property("price", .decimal(ExactDecimal("0")!...ExactDecimal("9999")!, fractionDigits: 2), \.price),
            Property("priceType", .enumeration(GraphEnums.bookingPriceType), \.priceType),
            Property("role", .enumeration(GraphEnums.bookingStaffRole), \.role),
            Property("isLocationOnline", .boolean, \.isOnline),
            Property("maximumAttendeesCount", .int32(1...100), \.seats),
            Property("latitude", .double(-90...90), \.latitude),
            Property("customers", .collection(of: .object(Guest.schema), maxCount: 3), \.guests, [.searchable]),
            Property("staffMemberIds", .collection(of: .string(1...10), maxCount: 5), \.staffIDs),
            Property("serviceLocation", .object(Place.schema), \.place),
            Property("serviceNotes", .string(maxLength: 50), \.notes, [.singleOnly]),
            Property("message", .string(maxLength: 50), \.message, [.writeOnly]),
            Property("day", .date, \.day),
            Property("opens", .timeOfDay, \.opens),
            .readOnly("createdDateTime", .dateTimeOffset, get: { $0.made }),
        ],
        navigations: [NavigationDefinition("staffMembers", to: "person"), NavigationDefinition("owner", to: "person", isCollection: false)])

    /// Two visits that differ in everything, and the body of the first.
    static let ada = Visit(
        id: "v-1", name: "Ada", email: "ada@example.org",
        start: .init(CivilDateTime(iso8601: "2026-12-01T09:00")!, timeZone: "Europe/Berlin"),
        length: .minutes(30), price: ExactDecimal("49.90"), priceType: .hourly, role: "scheduler", isOnline: true, seats: 2, latitude: 52.5,
        guests: [Guest(name: "Bo", email: "bo@example.org", answer: .choice), Guest(name: "Cy")], staffIDs: ["s-1", "s-2"],
        place: Place(name: "Studio", city: "Berlin"), notes: "Keys", message: "Hello", day: CivilDate(iso8601: "2026-12-01"),
        opens: TimeOfDay(iso8601: "08:00")!, made: Instant(rfc3339: "2026-11-01T10:00:00Z")!)
    static let ben = Visit(
        id: "v-2", name: "Ben's", start: .init(CivilDateTime(iso8601: "2026-12-02T09:00")!, timeZone: "UTC"), length: .hours(1),
        priceType: .free, seats: 1, made: Instant(rfc3339: "2026-11-02T10:00:00Z")!)
}

/// The fault of a body that makes a visit.
func refusal(_ text: String) -> [String] {
    do {
        _ = try Visit.schema.create(from: JSONValue(parsing: text))
        return []
    } catch let failure as ShapeFailure {
        return failure.faults.map(\.description)
    } catch {
        return ["\(error)"]
    }
}
