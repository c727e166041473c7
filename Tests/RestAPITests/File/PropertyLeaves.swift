import Booking
import Operations
import RestShape

/// Everything that a value says, by its path.
enum PropertyLeaves {
    /// The stored properties of an offer, those of the domain's own types taken apart: a property that is added appears by itself.
    static func of(_ offer: BusinessOffer) -> [String: AnyHashable] {
        var leaves: [String: AnyHashable] = [:]
        walk(offer.business, "business", &leaves)
        if let question = offer.questions.first { walk(question, "question", &leaves) }
        if let person = offer.people.first {
            walk(person.member, "staff", &leaves)
            if let timeOff = person.timeOff.first { walk(timeOff, "timeOff", &leaves) }
        }
        if let service = offer.services.first { walk(service, "service", &leaves) }
        return leaves
    }

    private static func walk(_ value: Any, _ path: String, _ leaves: inout [String: AnyHashable]) {
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .optional {
            if let wrapped = mirror.children.first?.value { return walk(wrapped, path, &leaves) }
            leaves[path] = AnyHashable("nil")
            return
        }
        let isTakenApart =
            value is Business || value is BookingPageSettings || value is BusinessContact || value is SchedulingPolicy || value is Service
            || value is CustomerFields || value is StaffMember || value is TimeOff || value is CustomQuestion || value is UnreadCalendars
        guard isTakenApart else {
            leaves[path] = value as? AnyHashable ?? AnyHashable("not comparable")
            return
        }
        for child in mirror.children { walk(child.value, "\(path).\(child.label ?? "")", &leaves) }
    }

    /// The members of JSON objects, and of the first object of each list at the top; lists further in are taken as they are.
    static func of(_ json: JSONValue, _ path: String = "") -> [String: JSONValue] {
        if let members = json.members {
            return members.reduce(into: [:]) { leaves, member in
                leaves.merge(of(member.value, path.isEmpty ? member.name : "\(path).\(member.name)")) { first, _ in first }
            }
        }
        guard !path.contains("."), let first = json.elements?.first, first.members != nil else { return [path: json] }
        return of(first, path)
    }
}
