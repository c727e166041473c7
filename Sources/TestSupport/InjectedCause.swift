import Booking
public import CalendarSync
public import CivilTime

/// One thing that can be wrong, put into the facts of a healthy connection, and what the diagnosis must name first.
public struct InjectedCause: Sendable, CustomStringConvertible {
    /// As the finding calls it.
    public let cause: String
    /// The check that finds it.
    public let check: SyncCheck
    public let weight: Finding.Weight
    public let actor: Finding.Actor
    public let inject: @Sendable (inout DiagnosisFacts) -> Void

    public var description: String { cause }

    private init(
        _ cause: String, _ check: SyncCheck, _ actor: Finding.Actor, _ weight: Finding.Weight = .broken,
        inject: @escaping @Sendable (inout DiagnosisFacts) -> Void
    ) {
        (self.cause, self.check, self.weight, self.actor, self.inject) = (cause, check, weight, actor, inject)
    }

    /// When everything is looked at.
    public static let now = Cast.morning
    private static let work = RemoteCalendar(id: "work", name: "Work", access: .readWrite)
    private static let family = RemoteCalendar(id: "family", name: "Family", access: .readWrite)

    /// Ben's connection, looked at just now, with nothing wrong.
    public static var healthy: DiagnosisFacts {
        var facts = DiagnosisFacts(now: now, person: "Ben")
        facts.connection = DiagnosisFacts.Connection(
            account: Cast.benAccount.id, name: "ben at cal.example.org", provider: .caldav, host: "cal.example.org", isConnected: true)
        var linked = Cast.benCalendar
        linked.remote = work
        linked.readAt = now - .seconds(40)
        facts.calendars = [DiagnosisFacts.Calendar(linked)]
        facts.look = .answered(calendars: [work, family], refusals: [:], milliseconds: 80)
        facts.upcomingBookings = 3
        facts.events = DiagnosisFacts.Events(days: 30, all: 12, free: 2, withoutTitle: 1)
        facts.roundTrip = RoundTrip(at: now, calendar: linked.id, outboundMilliseconds: 70, inboundMilliseconds: 140)
        facts.meetings = DiagnosisFacts.Meetings(services: ["Consultation"], maker: .linkedCalendar)
        facts.versions = PageVersions(page: "1", program: "1")
        return facts
    }

    private static func stored(_ kind: ProviderFailure.Kind, _ facts: inout DiagnosisFacts) {
        facts.look = .notTaken
        facts.calendars[0].trouble = CalendarTrouble(since: now - .hours(5), failure: ProviderFailure(kind, "The server said no."))
    }

    private static func found(_ change: (inout EventFacts.Found) -> Void, _ facts: inout DiagnosisFacts) {
        var found = EventFacts.Found(
            title: "Dentist", span: Span(start: now + .hours(1), duration: .hours(1)), calendar: "Work", closesTime: true, isBusy: true,
            reason: "The event is shown as busy.")
        change(&found)
        facts.item = .event(EventFacts(asked: "Dentist", found: found))
    }

    private static func booking(_ link: Link.State?, _ facts: inout DiagnosisFacts, _ change: (inout BookingFacts) -> Void = { _ in }) {
        var booking = BookingFacts(
            appointment: Appointment.ID("p1"), name: "Haircut – Cleo", span: Span(start: now + .hours(1), duration: .hours(1)),
            isConfirmed: true, people: ["Ben"], isTheirs: true, link: link, calendar: "Work")
        change(&booking)
        facts.item = .booking(booking)
    }

    /// Every cause that can be named.
    public static let all = connection + calendars + items + rest

    private static let connection = [
        InjectedCause("leaver", .leaver, .manager) { $0.isMember = false },
        InjectedCause("invitation", .invitation, .owner, .waiting) {
            $0.connection = nil
            $0.calendars = []
            $0.invitedSince = now - .days(2)
        },
        InjectedCause("notConnected", .switchedOn, .manager, .chosen) { $0 = DiagnosisFacts(now: now, person: "Ana") },
        InjectedCause("disconnected", .switchedOn, .manager, .chosen) {
            $0.connection?.isConnected = false
            $0.calendars = []
            $0.look = .notTaken
        },
        InjectedCause("nothingChosen", .switchedOn, .manager, .chosen) { $0.calendars = [] },
        InjectedCause("unreachable", .network, .administrator) { $0.look = .timedOut(after: .seconds(20)) },
        InjectedCause("unreachable", .network, .administrator) { stored(.unreachable, &$0) },
        InjectedCause("throttled", .network, .nobody, .waiting) {
            $0.look = .failed(ProviderFailure(.throttled, "Later.", retryAfter: 60))
        },
        InjectedCause("addressRefused", .server, .operator) { $0.look = .failed(ProviderFailure(.addressRefused, "A private address.")) },
        InjectedCause("invalidAnswer", .server, .administrator) { $0.look = .failed(ProviderFailure(.invalidAnswer, "A web page.")) },
        InjectedCause("misconfigured", .server, .operator) { $0.look = .failed(ProviderFailure(.misconfigured, "Unknown client.")) },
        InjectedCause("appPassword", .appPassword, .owner) {
            $0.connection?.host = "p57-caldav.icloud.com"
            $0.look = .failed(ProviderFailure(.unauthorized, "Refused."))
        },
        InjectedCause("refused", .authorization, .owner) { $0.look = .failed(ProviderFailure(.unauthorized, "Refused.")) },
        InjectedCause("refused", .authorization, .owner) {
            stored(.unauthorized, &$0)
            $0.connection?.refusedSince = now - .hours(5)
        },
        InjectedCause("refused", .authorization, .owner) {
            $0.connection?.provider = .google
            $0.connection?.missingPermissions = []
            $0.look = .failed(ProviderFailure(.unauthorized, "The access was taken back."))
        },
        InjectedCause("permissionsMissing", .permissions, .owner) {
            $0.connection?.provider = .google
            $0.connection?.missingPermissions = ["to change events"]
        },
        InjectedCause("organizationRule", .organizationRule, .administrator) {
            $0.connection?.provider = .google
            $0.connection?.missingPermissions = []
            $0.look = .failed(ProviderFailure(.forbidden, "Not allowed by the organization.", detail: .organizationRule))
        },
        InjectedCause("listRefused", .authorization, .owner) {
            $0.connection?.provider = .google
            $0.connection?.missingPermissions = []
            $0.look = .failed(ProviderFailure(.forbidden, "No list of the calendars.", detail: .listRefused))
        },
        InjectedCause("permissionLost", .permissions, .owner) {
            $0.connection?.provider = .google
            $0.connection?.missingPermissions = []
            let refusal = ProviderFailure(.forbidden, "Not granted any more.", detail: .permissionMissing)
            $0.look = .answered(calendars: [work], refusals: [$0.calendars[0].id: refusal], milliseconds: 9)
        },
        InjectedCause("permissionLost", .permissions, .owner) {
            stored(.forbidden, &$0)
            $0.calendars[0].trouble?.failure.detail = .permissionMissing
        },
        InjectedCause("throttled", .network, .nobody, .waiting) {
            let refusal = ProviderFailure(.throttled, "Later, please.")
            $0.look = .answered(calendars: [work], refusals: [$0.calendars[0].id: refusal], milliseconds: 9)
        },
        InjectedCause("throttled", .network, .operator, .waiting) {
            $0.look = .failed(ProviderFailure(.throttled, "The day’s share is used up.", detail: .installationLimit))
        },
    ]

    private static let calendars = [
        InjectedCause("linkedCalendarGone", .calendarThere, .owner) {
            $0.look = .answered(calendars: [family], refusals: [:], milliseconds: 9)
        },
        InjectedCause("linkedCalendarGone", .calendarThere, .owner) { stored(.calendarMissing, &$0) },
        InjectedCause("calendarGone", .calendarThere, .owner) { facts in
            var other = Cast.benPrivateCalendar
            other.readAt = now
            facts.calendars.append(DiagnosisFacts.Calendar(other))
        },
        InjectedCause("notReadable", .readable, .calendarOwner) {
            let refusal = ProviderFailure(.forbidden, "Ask its owner to share it.")
            $0.look = .answered(calendars: [work], refusals: [$0.calendars[0].id: refusal], milliseconds: 9)
        },
        InjectedCause("notReadable", .readable, .calendarOwner) { stored(.forbidden, &$0) },
        InjectedCause("tooLarge", .readable, .owner) { stored(.tooLarge, &$0) },
        InjectedCause("readOnly", .writable, .calendarOwner) {
            $0.look = .answered(calendars: [RemoteCalendar(id: "work", name: "Work", access: .readOnly)], refusals: [:], milliseconds: 9)
        },
        InjectedCause("readOnly", .writable, .calendarOwner) {
            stored(.forbidden, &$0)
            $0.writes.givenUp = 1
        },
        InjectedCause("inOnly", .direction, .manager, .chosen) { $0.calendars[0].isLinked = false },
        InjectedCause("feedOnly", .direction, .manager, .chosen) {
            $0.connection?.provider = .feed
            $0.calendars[0].isLinked = false
        },
        InjectedCause("readOnly", .writable, .calendarOwner) {
            stored(.forbidden, &$0)
            $0.calendars[0].trouble?.ofWriting = true
        },
        InjectedCause("switchedOff", .switchedOn, .manager, .chosen) { ($0.sendsBookings, $0.readsEvents) = (false, false) },
        InjectedCause("sendingOff", .direction, .manager, .chosen) { $0.sendsBookings = false },
        InjectedCause("readingOff", .closesTime, .manager, .chosen) { $0.readsEvents = false },
        InjectedCause("closesNothing", .closesTime, .manager, .chosen) { $0.calendars[0].closesTime = false },
        InjectedCause("servicesLeftOut", .services, .manager, .chosen) { $0.servicesLeftOut = ["Haircut"] },
        InjectedCause("importing", .importing, .nobody, .waiting) { $0.calendars[0].readAt = nil },
        InjectedCause("readAgain", .importing, .nobody, .waiting) { $0.unreadSinceTrouble = ["Work"] },
        InjectedCause("importingStuck", .importing, .operator) {
            $0.calendars[0].readAt = nil
            $0.known = ["importing": now - .hours(2)]
        },
    ]

    private static let items = [
        InjectedCause("bookingsWithoutEvent", .assignment, .operator) { $0.bookingsWithoutEvent = 2 },
        InjectedCause("bookingCancelled", .assignment, .nobody, .chosen) { booking(.closed, &$0) { $0.isConfirmed = false } },
        InjectedCause("notTheirs", .assignment, .manager, .chosen) {
            booking(nil, &$0) {
                $0.isTheirs = false
                $0.people = ["Ana"]
            }
        },
        InjectedCause("bookingPast", .assignment, .nobody, .chosen) {
            booking(nil, &$0) { $0.span = Span(start: now - .days(1), duration: .hours(1)) }
        },
        InjectedCause("bookingInConflict", .assignment, .manager) { booking(.inConflict, &$0) },
        InjectedCause("bookingWaits", .assignment, .nobody, .waiting) { booking(.pending, &$0) },
        InjectedCause("bookingWithoutLink", .assignment, .manager) { booking(nil, &$0) },
        InjectedCause("bookingNotSent", .assignment, .manager, .chosen) { booking(nil, &$0) { $0.isSent = false } },
        InjectedCause("eventFree", .markedFree, .owner, .chosen) { found({ $0.isBusy = false }, &$0) },
        InjectedCause("eventInOpenCalendar", .markedFree, .manager, .chosen) {
            found(
                {
                    $0.isBusy = false; $0.closesTime = false
                }, &$0)
        },
        InjectedCause("eventElsewhere", .markedFree, .manager, .chosen) {
            $0.item = .event(EventFacts(asked: "Dentist", otherCalendars: ["Family"]))
        },
        InjectedCause("eventUntitled", .markedFree, .owner, .chosen) { $0.item = .event(EventFacts(asked: "Dentist", untitled: 2)) },
        InjectedCause("eventUntitledOrElsewhere", .markedFree, .owner, .chosen) {
            $0.item = .event(EventFacts(asked: "Dentist", otherCalendars: ["Family"], untitled: 1))
        },
        InjectedCause("eventNotFound", .markedFree, .owner, .chosen) { $0.item = .event(EventFacts(asked: "Dentist")) },
        InjectedCause("eventPrivate", .markedPrivate, .nobody, .chosen) { found({ $0.title = nil }, &$0) },
    ]

    private static let rest = [
        InjectedCause("writesGivenUp", .outbound, .manager) { $0.writes = DiagnosisFacts.Writes(givenUp: 1, reason: "Refused.") },
        InjectedCause("writesWait", .outbound, .operator) {
            $0.writes = DiagnosisFacts.Writes(waiting: 1, waitingSince: now - .hours(1))
        },
        InjectedCause("writesLimited", .outbound, .nobody, .waiting) {
            $0.roundTrip?.failedStep = .write
            $0.roundTrip?.failure = ProviderFailure(.throttled, "Later, please.")
        },
        InjectedCause("writesLimited", .outbound, .operator, .waiting) {
            $0.writes = DiagnosisFacts.Writes(waiting: 1, waitingSince: now - .hours(1))
            $0.calendars[0].trouble = CalendarTrouble(
                since: now - .hours(1), failure: ProviderFailure(.throttled, "The day’s share.", detail: .installationLimit),
                ofWriting: true)
        },
        InjectedCause("outboundWrite", .outbound, .administrator) { $0.roundTrip?.failedStep = .write },
        InjectedCause("outboundReadBack", .outbound, .administrator) { $0.roundTrip?.failedStep = .readBack },
        InjectedCause("outboundDelete", .outbound, .administrator) { $0.roundTrip?.failedStep = .delete },
        InjectedCause("inbound", .inbound, .administrator) { $0.roundTrip?.failedStep = .changeFeed },
        InjectedCause("duplicates", .duplicates, .owner) { $0.duplicates = 1 },
        InjectedCause("conflicts", .conflicts, .manager) { $0.conflicts = DiagnosisFacts.Pile(count: 1, since: now - .days(1)) },
        InjectedCause("conflicts", .conflicts, .manager) {
            $0.conflicts = DiagnosisFacts.Pile(count: 2, since: now - .days(1))
            $0.overlapped = 2
        },
        InjectedCause("conflicts", .conflicts, .manager) {
            $0.conflicts = DiagnosisFacts.Pile(count: 2, since: now - .days(1))
            $0.overlapped = 1
        },
        InjectedCause("removalsWithheld", .conflicts, .manager) {
            $0.calendars[0].trouble = CalendarTrouble(since: now - .hours(5), failure: ProviderFailure(.massRemoval, "12 of 14 are gone."))
        },
        InjectedCause("removalsWithheld", .conflicts, .manager) { stored(.massRemoval, &$0) },
        InjectedCause("meetingsNotWritten", .meetingLink, .manager, .chosen) { $0.meetings?.maker = .notWritten },
        InjectedCause("meetingsMissing", .meetingLink, .manager) {
            $0.meetings?.promised = DiagnosisFacts.Pile(count: 2, since: now - .hours(1))
        },
        InjectedCause("meetingsOff", .meetingLink, .manager, .chosen) { $0.meetings?.maker = .switchedOff },
        InjectedCause("meetingsNotMade", .meetingLink, .manager, .chosen) { $0.meetings?.maker = .nobody },
        InjectedCause("pageOld", .pageVersion, .nobody) { $0.versions?.page = "0" },
    ]
}
