import Booking
import CivilTime
import Operations
import Texts
import WebShell

/// The month and the times of its chosen day, as the template `picker` shows them.
struct Picker: Sendable {
    struct Person: Sendable {
        let name: String
        let address: String
        let isChosen: Bool
    }

    struct Weekday: Sendable {
        let short: String
        let name: String
    }

    struct Cell: Sendable {
        let number: String?
        let address: String?
        /// "Tuesday 24 November 2026, 5 times"
        let label: String?
        let isChosen: Bool
        let isToday: Bool
    }

    struct Week: Sendable {
        let cells: [Cell]
    }

    struct Time: Sendable {
        let label: String
        let address: String
        let instant: String
        let awaitsConfirmation: Bool
        /// "3 places left"
        let places: String?
    }

    struct Group: Sendable {
        let heading: String
        let id: String
        let times: [Time]
    }

    struct Hidden: Sendable {
        let name: String
        let value: String
    }

    let people: [Person]
    let hasPeople: Bool
    let monthTitle: String
    let previous: String?
    let next: String?
    let weekdays: [Weekday]
    let weeks: [Week]
    let timesIn: String
    let changeZone: String?
    let zoneForm: String?
    let zoneNames: [FormField.Choice]
    let hidden: [Hidden]
    let dayHeading: String?
    /// That times of the day are confirmed later than they are booked.
    let awaitsText: String?
    let groups: [Group]
    let emptyText: String?
    let nextOpening: String?
    let nextOpeningText: String?
    let anyone: String?
}
