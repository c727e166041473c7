import Booking

/// What the history says was done. A name that was once written stays: old entries bear it.
public enum HistoryAction: String, CaseIterable, Sendable {
    // Appointments.
    case booked, moved, cancelled, reinstated, annotated, corrected
    /// Staff changed what a customer answered.
    case answered
    /// An attendee took a place in a group, or gave it up.
    case joined, left
    /// What was booked while calendars could not be looked at takes place.
    case confirmed
    case movedOutside = "moved-outside"
    case deletedOutside = "deleted-outside"
    case cancelledOutside = "cancelled-outside"
    /// An outside event came over the booking.
    case overlappedOutside = "overlapped-outside"
    /// Both sides changed the same text.
    case editedTwice = "edited-twice"
    case conflictFollowed = "conflict-followed"
    case conflictPutBack = "conflict-put-back"
    /// The online meeting has an address.
    case meetingMade = "meeting-made"
    case meetingFailed = "meeting-failed"
    /// The event is made anew, and the online meeting with it.
    case meetingRenewed = "meeting-renewed"
    /// Settled by moving the booking to another time.
    case conflictMoved = "conflict-moved"
    /// Both stay as they are.
    case conflictKept = "conflict-kept"
    /// The customer was asked, and answered.
    case customerAsked = "customer-asked"
    case customerAnswered = "customer-answered"
    /// A change of ours came after the one outside, and counts.
    case conflictOvertaken = "conflict-overtaken"
    /// The calendar says again what the booking says.
    case conflictClosed = "conflict-closed"

    // Rules, and people.
    case created, changed, removed, erased
    case feedRenewed = "feed-renewed"

    // Connections.
    case calendarConnected = "calendar-connected"
    case calendarsChosen = "calendars-chosen"
    case calendarDisconnected = "calendar-disconnected"
    /// The provider was told that we no longer need its owner's grant.
    case accessEnded = "access-ended"
    case credentialsRenewed = "credentials-renewed"
    case credentialsRefused = "credentials-refused"
    case credentialsAccepted = "credentials-accepted"
    /// For a reason that does not pass by itself.
    case calendarFailing = "calendar-failing"
    case calendarRecovered = "calendar-recovered"
    /// Somebody says that many events are really gone.
    case removalsAgreed = "removals-agreed"
    /// Bookings are written into a calendar of another account from now on.
    case linkTakenOver = "link-taken-over"

    /// Asked to connect their own calendar.
    case invitedToConnect = "invited-to-connect"
    case connectInvitationRevoked = "connect-invitation-revoked"
    case connectConsented = "connect-consented"

    // Runs of the sync.
    case syncUndone = "sync-undone"
    case duplicatesRemoved = "duplicates-removed"

    // Users and work.
    case invited
    case roleAdministrator = "role-administrator"
    case roleScheduler = "role-scheduler"
    case roleViewer = "role-viewer"
    case passwordChanged = "password-changed"
    case tokenMade = "token-made"
    case tokenRevoked = "token-revoked"
    case discarded

    // Programs that are told of what happens.
    case webhookMade = "webhook-made"
    case webhookChanged = "webhook-changed"
    case webhookSecretRenewed = "webhook-secret-renewed"
    case webhookTested = "webhook-tested"
    case webhookRepeated = "webhook-repeated"
    case webhookSwitchedOff = "webhook-switched-off"
    case webhookSwitchedOn = "webhook-switched-on"
    case webhookRemoved = "webhook-removed"

    init(role: Role) {
        self =
            switch role {
            case .administrator: .roleAdministrator
            case .scheduler: .roleScheduler
            case .viewer: .roleViewer
            }
    }
}
