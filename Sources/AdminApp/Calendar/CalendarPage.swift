import Booking
import CivilTime
import Texts

/// What the calendar's template shows.
struct CalendarPage: Sendable {
    struct Tab: Sendable {
        var id: String
        var label: String
        var address: String
        var isCurrent: Bool
    }

    /// A person as a chip that filters.
    struct Chip: Sendable {
        var label: String
        var address: String
        var isOn: Bool
        var color: String
        /// Where the focus finds it again; empty where nothing swaps it.
        var id = ""
    }

    struct HourLabel: Sendable {
        var text: String
        var place: String
    }

    struct Column: Sendable {
        var id: String
        var heading: String
        /// The person's colour, where columns are people.
        var color: String?
        var subheading: String?
        var headingAddress: String?
        var isToday: Bool
        /// The class of a column that holds entries side by side, so that each stays wide enough to read.
        var width: String?
        var allDay: [Entry]
        var shades: [String]
        var entries: [Entry]
        var hasEntries: Bool
        /// The classes of the line that marks now.
        var nowPlace: String?
        var newAddress: String?
        var newLabel: String
        var moreLabel: String?
        var moreAddress: String?
        /// For the drag: the column's day and person.
        var date: String
        var person: String
    }

    struct Entry: Sendable {
        /// `booking`, `outside` or `away`.
        var kind: String
        var address: String
        /// What it opens, as the calendar's address names it.
        var open: String
        /// The classes that place it.
        var place: String
        var color: String
        /// When it begins, and when it ends; the end is left out where the grid shows it.
        var time: String
        var end: String?
        var title: String
        var detail: String?
        /// Initials and colour of the person, where columns are days.
        var initials: String?
        var initialsColor: String?
        var flag: String?
        var isOpen: Bool
        var isFree: Bool
        var isPast: Bool
        /// What a screen reader says of it.
        var label: String
        /// For the drag: the appointment, its length in minutes and its start's minute; `nil` where it cannot be dragged.
        var dragID: String?
        var minutes: Int
        var isShort: Bool
    }

    struct Warning: Sendable {
        var text: String
        var address: String
        var action: String
    }

    struct Link: Sendable {
        var label: String
        var address: String
    }

    var heading: String
    var zone: String
    var previousAddress: String
    var nextAddress: String
    var todayAddress: String
    var isOnToday: Bool
    var tabs: [Tab]
    var view: String
    var date: String
    var showsWholeDayValue: String?
    var people: [String]
    var chips: [Chip]
    var everybodyAddress: String
    var isEverybody: Bool
    var hasSeveralPeople: Bool
    /// "12 hidden by filters".
    var hidden: String?
    var hoursToggle: String
    var hoursToggleAddress: String
    var warnings: [Warning]
    var hourLabels: [HourLabel]
    var hourCount: Int
    var firstMinute: Int
    /// Where the grid opens: shortly before working hours, or before now.
    var scrollMinute: Int
    /// How many rows stay in sight for what takes whole days, 1...5; a column that has more of it scrolls them.
    var allDayRows: Int
    var columns: [Column]
    var isWeek: Bool
    var isEmpty: Bool
    /// The next booking after what is shown, where nothing is booked in it.
    var next: Link?
    var hasStaff: Bool
    var newAddress: String?
    /// The generated style sheets: places and colours.
    var gridAddress: String
    var colorsAddress: String
    var panel: SidePanel?
    var selfAddress: String
}

/// What stands beside the calendar.
struct SidePanel: Sendable {
    var closeAddress: String
    var appointment: AppointmentDetail?
    var event: OutsideEventDetail?
    var away: AwayDetail?
    var missing: String?
}

/// An event of somebody's own calendar (A5, A6).
struct OutsideEventDetail: Sendable {
    var title: String
    var time: String
    var person: String
    var source: String
    var effect: String
    var reason: String
    var isPrivate: Bool
    var checked: String?
}

/// Time off, as the panel shows it.
struct AwayDetail: Sendable {
    var person: String
    var time: String
    var reason: String?
    var editAddress: String?
}
