import Booking
import CalendarSync
import CivilTime
import FoundationEssentials
import Persistence

/// The kinds of work that are left to workers. Each is safe to do twice.
enum JobKind: String {
    /// Bring one appointment's event in one linked calendar up to date.
    case pushLink = "push-link"
    /// Delete an event from a calendar that is no longer linked.
    case removeEvent = "remove-event"
    /// Take one duplicate out of a calendar.
    case removeItem = "remove-item"
    /// Put one duplicate back into a calendar.
    case restoreItem = "restore-item"
    /// Read one calendar's changes.
    case readCalendar = "read-calendar"
    /// Keep less of the events of one calendar than is held.
    case keepLess = "keep-less"
    /// Have the provider say when a calendar changes.
    case openChannel = "open-channel"
    /// Tell the provider to say so no more.
    case closeChannel = "close-channel"
    /// Give back the access to an account that was disconnected.
    case endAccess = "end-access"
    /// Compose the mails that one change of an appointment causes.
    case composeMails = "compose-mails"
    /// Hand one mail to the mail server.
    case sendMail = "send-mail"
    /// Post what one subscription waits for, in its order.
    case deliverWebhooks = "deliver-webhooks"
    /// Remove what is past its time: sessions, links, form receipts.
    case sweep = "sweep"
    /// Check the connections of one person.
    case diagnose = "diagnose"
    /// Look how old what is known of calendars is.
    case watchCalendars = "watch-calendars"
    /// Leave a check of everybody's connections.
    case checkConnections = "check-connections"
}

/// JSON of a job's payload; the same on every node.
func payload(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

func decode<Value: Decodable>(_ type: Value.Type, from payload: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(payload.utf8))
}

struct PushLinkPayload: Codable {
    var appointment: Appointment.ID
    var resource: Resource.ID
    /// Whose lane the job runs in; a link that has moved to another account since is that account's work.
    var account: CalendarAccount.ID
    /// The run that asked for it.
    var run: SyncRun.ID?
    /// An undo takes nothing away that somebody has changed meanwhile.
    var leavesEdits: Bool?
    /// There was a link before: what it wrote may still stand there.
    var looksFirst: Bool?
    /// Why it is written, where that is neither the booking nor the run.
    var cause: SyncLogEntry.Cause?
}

struct OpenChannelPayload: Codable { var calendar: ConnectedCalendar.ID }

struct CloseChannelPayload: Codable { var channel: String }

struct EndAccessPayload: Codable {
    /// As it was while it was connected, its grant sealed as it is at rest.
    var account: CalendarAccount
    var channels: [CalendarChannel]
}

struct KeepLessPayload: Codable { var calendar: ConnectedCalendar.ID }

struct ReadCalendarPayload: Codable { var calendar: ConnectedCalendar.ID }

struct RemoveEventPayload: Codable {
    var calendar: ConnectedCalendar.ID
    var appointment: Appointment.ID
    var resource: Resource.ID
    /// `nil` when the write of the event was never answered.
    var item: RemoteItem.ID?
    var uid: String
    var version: String?
    /// The run that asked for it.
    var run: SyncRun.ID?
    /// An undo takes nothing away that somebody has changed meanwhile.
    var leavesEdits: Bool?
}

struct ItemPlace: Codable {
    var calendar: ConnectedCalendar.ID
    var item: RemoteItem.ID
}

struct ItemWorkPayload: Codable {
    /// What is to be done, and with which item (`RunEffect.id`).
    var effect: Int64
    /// The one that stays, without which nothing is taken away.
    var kept: ItemPlace?
}

struct ComposeMailsPayload: Codable {
    enum Kind: String, Codable {
        case confirmation, change, cancellation
        /// What awaited confirmation is confirmed.
        case approval
        /// One attendee gave up their place in a group.
        case departure
        /// One attendee came from another appointment.
        case arrival
    }

    var kind: Kind
    /// The appointment as it was after the change, so that the mail tells that change even when another has come since.
    var appointment: Appointment
    var previousSpan: Span?
    /// People who lost the appointment by the change; they are told of a cancellation.
    var formerStaff: [StaffMember.ID]
    /// People who got the appointment by the change; to them it is a new booking.
    var newStaff: [StaffMember.ID]
    var reason: String
    var stamp: Instant
    /// The attendee whom alone it concerns, present or former; `nil`: all who are present.
    var attendee: Customer.ID?
    /// `nil`: they are told.
    var tellsCustomers: Bool?
}

struct SendMailPayload: Codable { var mail: String }

struct DeliverWebhooksPayload: Codable { var subscription: WebhookSubscription.ID }
