import Booking
import CalendarSync
import HTTPTypes
import Operations
import Texts
import WebShell

/// The first step of connecting: which kind, where, and as whom.
struct ConnectionForm: Sendable {
    /// A well-known server: its address, and what it wants.
    struct Known: Sendable {
        var name: String
        var hint: String
        var server: String
        var useAddress: String
    }

    var person: String
    /// Where the sign-in with Google begins; `nil` when it is not set up here.
    var googleAddress: String?
    var faults: FaultSummary?
    /// What the server or the network said.
    var refusal: String?
    var kind: Field
    var isFeed: Bool
    var address: Field
    var user: Field
    var password: Field
    var resource: String
    var known: [Known]

    static let servers: [(key: String, name: String, address: String)] = [
        ("icloud", "Apple iCloud", "https://caldav.icloud.com"), ("fastmail", "Fastmail", "https://caldav.fastmail.com"),
        ("mailbox", "mailbox.org", "https://dav.mailbox.org"), ("posteo", "Posteo", "https://posteo.de:8443"),
        ("nextcloud", "Nextcloud", "https://cloud.example.com"), ("radicale", "Radicale", "https://calendar.example.com"),
    ]
}

/// The second step: what each calendar is for.
struct CalendarChoiceForm: Sendable {
    struct Choice: Sendable {
        var id: String
        var value: String
        var name: String
        var isLinked: Bool
        var canBeLinked: Bool
        /// What it can be used for, and why for nothing else.
        var note: String
        var conflictID: String
        var closesTime: Bool
    }

    var heading: String
    var person: String
    var account: String
    /// What the server said instead of naming its calendars.
    var refusal: String?
    /// Whether there is anything to choose from.
    var hasChoices: Bool
    var faults: FaultSummary?
    var linkedFault: String?
    var conflictsFault: String?
    var choices: [Choice]
    var isNothingLinked: Bool
    /// What becomes of bookings when no calendar of this account is linked.
    var nothingLinkedHint: String
    var canLinkAny: Bool
    /// The linked calendar that is not among these: of another account, which would step back, or gone from this one.
    var stepsBack: String?
    var action: String
    var hidden: [ConfirmationPage.Hidden]
    var cancelAddress: String
    var submit: String
}
