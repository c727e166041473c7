import Booking
import CalendarSync
import Operations
import Persistence
import Texts

/// Whether a person's online appointments get a meeting of their own, and why.
struct MeetingStanding: Sendable {
    let obstacle: MeetingObstacle?
    let sentence: String

    /// - Parameter service: of which service; of any when `nil`.
    init(_ member: StaffMember, _ visit: Visit, of service: Service.ID? = nil, _ transaction: Transaction) throws {
        let texts = visit.texts
        obstacle = try visit.kalends.meetingObstacle(for: member, of: service, transaction)
        var values = ["name": member.name]
        let key: String
        switch obstacle {
        case nil:
            key = "onlineMade"
            values["calendar"] = try transaction.calendars.linked(of: member.resource)?.remote.name ?? ""
        case .switchedOff: key = "onlineSwitchedOff"
        case .notWritten: key = "onlineNotWritten"
        case .notWritable(let calendar):
            key = "onlineNotWritable"
            values["calendar"] = calendar
        case .noLinkedCalendar: key = "onlineNotLinked"
        case .calendarMakesNone(let calendar):
            key = "onlineNone"
            values["calendar"] = calendar
        }
        sentence = texts("adminService.\(key)", values)
    }

    /// Whether it could be chosen at all that the calendar makes meetings.
    var isPossible: Bool {
        switch obstacle {
        case nil, .switchedOff, .notWritten, .notWritable: true
        case .noLinkedCalendar, .calendarMakesNone: false
        }
    }
}
