import Booking
import CivilTime
import Operations
import RestShape

/// Somebody who works there as a file tells them: the properties of the API, and what only we have.
struct StaffEntry: Sendable {
    var item: StaffItem
    /// Within the file.
    var id: String
    var zone: String?
    var usesBusinessHours: Bool?
    var hours: WeeklyHours?
    var timeOff: [TimeOffEntry]

    init(_ person: BusinessOffer.Person, of business: Business, id: String) {
        let member = person.member
        item = StaffItem(member, of: business)
        self.id = id
        zone = member.zone
        usesBusinessHours = member.hours == nil
        hours = member.hours ?? member.extras.value("workingHours", WorkHours.week)
        timeOff = person.timeOff.map { TimeOffEntry($0) }
    }

    /// Whether the file says that hours of one's own count, and no such hours.
    var lacksHours: Bool { usesBusinessHours == false && hours == nil }

    /// The person without ids and secrets; time off that ends before it starts is left out.
    func person(zoneName: (String) -> String?) -> BusinessOffer.Person {
        var member = item.member
        let usesBusinessHours = usesBusinessHours ?? (hours == nil)
        (member.id, member.zone) = (StaffMember.ID(id), zone.flatMap(zoneName))
        member.hours = usesBusinessHours ? nil : hours
        // Of their own, and kept while the business's count.
        member.extras.set("workingHours", usesBusinessHours ? hours : nil, WorkHours.week)
        return BusinessOffer.Person(member, timeOff: timeOff.compactMap(\.timeOff))
    }

    private static var fresh: StaffEntry {
        let business = Business(id: Business.ID(""), slug: "", name: "", zone: "UTC", hours: WeeklyHours(), feedToken: "")
        let member = StaffMember(id: StaffMember.ID(""), business: business.id, resource: Resource.ID(""), name: "", feedToken: "")
        var entry = StaffEntry(BusinessOffer.Person(member), of: business, id: "")
        entry.usesBusinessHours = nil
        return entry
    }

    /// What a file tells in another way than the API, which answers with the business's where somebody has none.
    private static let own: Set = ["timeZone", "useBusinessHours", "workingHours"]

    /// - Parameter isZone: whether a name is one of a zone.
    static func schema(isZone: @escaping @Sendable (String) -> Bool) -> ObjectSchema<StaffEntry> {
        let known: [Property<StaffEntry>] = StaffItem.schema(isZone: isZone).properties.filter { property in
            !property.definition.traits.contains(.readOnly) && !own.contains(property.definition.name)
        }.map { $0.within(\.item) }
        let zone = ValueShape<String>.string(1...80, form: .line).mapped(
            to: { isZone($0) ? $0 : nil }, from: { $0 }, remedy: "write a time zone such as Europe/Berlin")
        let meetings = EnumDefinition("meetingChoice", MeetingChoice.allCases.map(\.rawValue))
        let id = Property<StaffEntry>("id", .string(1...100, form: .line), \.id, [.requiredOnCreate], about: "Within the file.")
        let ours: [Property<StaffEntry>] = [
            Property("timeZone", zone, \.zone, about: "null: the business's."),
            Property("useBusinessHours", .boolean, \.usesBusinessHours),
            Property("workingHours", WorkHours.week, \.hours, about: "Of their own."),
            Property("dateOverrides", DateOverrideEntry.list, \.item.member.overrides),
            Property("timeOff", TimeOffEntry.list, \.timeOff),
            Property("isBookable", .boolean, \.item.member.isBookable),
            Property("onlineMeetings", .enumeration(meetings), \.item.member.meetings, about: "Where their addresses come from."),
            Property("color", .string(7...7, form: .color), \.item.member.color),
        ]
        return ObjectSchema<StaffEntry>("staffMember", fresh: { fresh }, properties: [id] + known + ours)
    }
}
