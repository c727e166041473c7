import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// One thing that can be done to an appointment, a rule, a person or a connection, and what the history must say of it.
struct RecordedOperation: Sendable, CustomTestStringConvertible {
    /// The file that it stands in.
    let file: String
    let name: String
    /// The kinds of subjects and the actions that are appended at least: `service changed`.
    let told: Set<String>
    var isEmpty = false
    /// What has to be there already.
    let prepare: @Sendable (World) async throws -> Void
    let run: @Sendable (World) async throws -> Void

    init(
        _ file: String, _ name: String, _ told: Set<String>, isEmpty: Bool = false,
        given prepare: @escaping @Sendable (World) async throws -> Void = { _ in }, run: @escaping @Sendable (World) async throws -> Void
    ) {
        (self.file, self.name, self.told, self.isEmpty, self.prepare, self.run) = (file, name, told, isEmpty, prepare, run)
    }

    var testDescription: String { "\(file): \(name)" }

    static let all = appointments + customers + settings + connections + accounts + webhooks + firstRun

    /// Files that write and have nothing to tell, and why.
    static let silent: [String: String] = [
        "Calendars/Channels/CloseChannel": "what the provider sends, which changes nothing here",
        "Calendars/Channels/HearNews": "when a calendar is read",
        "Calendars/Channels/OpenChannel": "what the provider sends, which changes nothing here",
        "Calendars/SignIn/KeptGrants": "the tokens of an account, which are renewed by themselves every hour",
        "Calendars/SignIn/SignInAccount": "that a sign-in came back; what it connects is told through Kalends+Keeping",
        "Tokens/TokenBearer": "when a key was last used, which its list shows",
        "Accounts/Sessions": "sessions, which their user sees and ends",
        "Connections/InvitationOutcome": "mails, which are listed",
        "Calendars/CalendarImport": "what a first read takes in portions; it is told through ReadCalendar",
        "Calendars/ReadCalendar+LastKnown": "what was read before the sync was off; switching it on is told through SaveSyncSettings",
        "Calendars/KeepLess": "what is held of events of others; the choice is told through SaveSyncSettings",
        "Calendars/CalendarRemainder": "what any other read takes in portions; it is told through ReadCalendar",
        "Calendars/PushLink": "what stands in the calendar; what it finds there is told through LinkExecution",
        "Calendars/RemoveEvent": "what stands in the calendar",
        "Diagnosis/CheckConnections": "work, which is listed",
        "Diagnosis/DiagnoseConnection": "what a check came to, which its page shows",
        "Diagnosis/TakenLook": "what stands in the calendar, as it is read again; it is told through ReadCalendar",
        "Diagnosis/RunProbe": "a test item, which goes away again",
        "Freshness/RecheckCalendars": "what stands in the calendar; it is told through ReadCalendar",
        "Jobs/JobRunner": "whose job it is; how it ended is told through JobRunner+CarryingOut",
        "Idempotency/Idempotency": "answers, whose requests are told by what they did",
        "Kalends+Insisting": "what others hand to it, who are in the list",
        "Sync/Rehearsal": "nothing that stays",
        "Sync/Duplicates/ItemWork": "what stands in the calendar; who asked for it is told through RemoveDuplicates and UndoRun",
        "Messages/ComposeMails": "mails, which are listed",
        "Messages/ResendMail": "mails, which are listed",
        "Messages/SendMail": "mails, which are listed",
    ]

    private static func only(_ world: World) throws -> Appointment {
        try world.read { try $0.appointments.upcoming(in: Cast.studio.id, from: world.clock.now)[0] }
    }

    private static func account(_ world: World) throws -> CalendarAccount { try world.read { try $0.accounts.all()[0] } }

    private static func save(_ world: World, _ choices: SyncChoices, of resource: Resource.ID? = nil) async throws {
        try await world.save(choices, of: resource)
    }

    /// A booking whose event was moved in the calendar.
    private static func conflict(_ world: World) async throws {
        try await world.connect()
        try await world.book(monday(10))
        try await world.run()
        world.server.move(to: monday(14))
        try await world.poll()
    }

    /// A group of two.
    private static func sharing(_ world: World) async throws {
        try world.offerYoga()
        try await world.join("Dora")
        try await world.join("Emil")
    }

    /// A booking that awaits confirmation, as Ben's calendar lets nobody in.
    static func awaiting(_ world: World) async throws {
        try await world.save(unread: UnreadCalendars(stale: .confirm, dead: .confirm))
        try await world.connect()
        world.server.change { $0.password = "changed" }
        try await world.poll()
        try await world.book(monday(10))
        try await world.run()
    }

    private static let appointments = [
        RecordedOperation("Appointments/ConfirmAppointment", "confirm by hand", ["appointment confirmed"], given: awaiting) {
            try await ConfirmAppointment($0.kalends)(try only($0).id, actor: World.ana)
        },
        RecordedOperation(
            "Freshness/WatchCalendars", "confirm what no calendar stands against any more", ["appointment confirmed"],
            given: { world in
                try await awaiting(world)
                try await DisconnectAccount(world.kalends)(try account(world).id, actor: World.ana)
            }
        ) { try await WatchCalendars(kalends: $0.kalends)() },
        RecordedOperation(
            "Calendars/ReadCalendar", "confirm what was booked before it was read", ["appointment confirmed"],
            given: { world in
                try await awaiting(world)
                world.server.change { $0.password = "app-password" }
                world.clock.advance(by: .minutes(20))
            }
        ) { try await $0.run() },
        RecordedOperation("Appointments/BookAppointment", "book", ["appointment booked"]) { try await $0.book(monday(10)) },
        RecordedOperation("Appointments/BookAppointment", "join a group", ["appointment joined"], given: sharing) {
            try await $0.join("Fay")
        },
        RecordedOperation("Appointments/AddAttendee", "add to a group", ["appointment joined"], given: sharing) { world in
            try await AddAttendee(world.kalends)(
                AddAttendee.Request(appointment: try only(world).id, details: CustomerDetails(name: "Fay"), actor: World.ana))
        },
        RecordedOperation("Appointments/LeaveAppointment", "leave a group", ["appointment left"], given: sharing) { world in
            let shared = try only(world)
            try await LeaveAppointment(world.kalends)(
                LeaveAppointment.Request(appointment: shared.id, customer: shared.attendees[0].customer, actor: .customer))
        },
        RecordedOperation(
            "Appointments/MovePlace", "move a place to free time", ["appointment left", "appointment booked"], given: sharing
        ) { world in
            let shared = try only(world)
            try await MovePlace(world.kalends)(
                MovePlace.Request(appointment: shared.id, customer: shared.attendees[0].customer, start: monday(14)))
        },
        RecordedOperation("Appointments/MoveAppointment", "move", ["appointment moved"], given: { try await $0.book(monday(10)) }) {
            _ = try await $0.move(try only($0), to: monday(12))
        },
        RecordedOperation("Appointments/CancelAppointment", "cancel", ["appointment cancelled"], given: { try await $0.book(monday(10)) }) {
            try await $0.cancel(try only($0))
        },
        RecordedOperation("Appointments/ReviseAppointment", "revise", ["appointment moved"], given: { try await $0.book(monday(10)) }) {
            var wanted = try only($0)
            wanted.span = Span(start: monday(12), duration: .minutes(45))
            _ = try await ReviseAppointment($0.kalends)(wanted, actor: World.ana)
        },
        RecordedOperation("Appointments/SaveStaffNotes", "notes", ["appointment annotated"], given: { try await $0.book(monday(10)) }) {
            _ = try await SaveStaffNotes($0.kalends)(try only($0).id, notes: "VIP", actor: World.ana)
        },
        RecordedOperation(
            "Questions/SaveAnswers", "answers", ["appointment answered"],
            given: { world in
                try await world.assign(try await world.ask("First visit?"))
                try await world.book(monday(10))
            }
        ) { world in
            let (booked, question) = (try only(world), try world.read { try $0.questions.all(in: Cast.studio.id)[0] })
            _ = try await SaveAnswers(world.kalends)(
                [question.answered("yes")], of: booked.attendees[0].customer, in: booked.id, actor: World.ana)
        },
        RecordedOperation(
            "Calendars/ReadCalendar", "an event moved outside", ["appointment moved-outside"],
            given: { world in
                try await world.connect()
                try await world.book(monday(10))
                try await world.run()
                world.server.move(to: monday(14))
            }
        ) { try await $0.poll() },
        RecordedOperation("Calendars/ReadCalendar", "an event moved back", ["appointment conflict-closed"], given: conflict) { world in
            world.server.move(to: monday(10))
            try await world.poll()
        },
        RecordedOperation("Calendars/SettleConflict", "follow", ["appointment conflict-followed", "appointment moved"], given: conflict) {
            try await SettleConflict($0.kalends)(try $0.conflicts()[0].id, .follow, actor: World.ana)
        },
        RecordedOperation(
            "Calendars/ReadCalendar", "a move that is followed by itself",
            ["appointment moved-outside", "appointment conflict-followed", "appointment moved"],
            given: { world in
                try await world.save(SyncChoices(moves: .follow))
                try await world.connect()
                try await world.book(monday(10))
                try await world.run()
                world.server.move(to: monday(14))
            }
        ) { try await $0.poll() },
        RecordedOperation(
            "Calendars/ReadCalendar", "an event over a booking", ["appointment overlapped-outside"],
            given: { world in
                try await world.connect()
                try await world.book(monday(10))
                try await world.run()
                world.server.put("dentist", Span(monday(10), monday(11)))
            }
        ) { try await $0.poll() },
        RecordedOperation(
            "Calendars/SettleConflict", "another time", ["appointment conflict-moved", "appointment moved"], given: conflict
        ) { try await SettleConflict($0.kalends)(try $0.conflicts()[0].id, .move(to: monday(12)), actor: World.ana) },
        RecordedOperation("Calendars/AskCustomer", "ask", ["appointment customer-asked"], given: conflict) {
            try await AskCustomer($0.kalends)(try $0.conflicts()[0].id, actor: World.ana)
        },
        RecordedOperation(
            "Calendars/AnswerQuestion", "answer", ["appointment customer-answered", "appointment conflict-put-back"], given: conflict
        ) { world in
            let address = try await AskCustomer(world.kalends)(try world.conflicts()[0].id, actor: World.ana)
            try await AnswerQuestion(world.kalends)(token: String(address.split(separator: "/").last!), .asBooked)
        },
        RecordedOperation("Calendars/SettleConflict", "put back", ["appointment conflict-put-back"], given: conflict) {
            try await SettleConflict($0.kalends)(try $0.conflicts()[0].id, .putBack, actor: World.ana)
        },
        RecordedOperation(
            "Appointments/CancelAppointment", "cancel what was moved outside", ["appointment cancelled", "appointment conflict-overtaken"],
            given: conflict
        ) { try await $0.cancel(try only($0)) },
    ]

    private static let customers = [
        RecordedOperation("Customers/AddCustomer", "add", ["customer created"]) {
            _ = try await AddCustomer($0.kalends)(
                Cast.studio.id, name: "Cleopatra", email: "cleopatra@example.org", phone: "", actor: World.ana)
        },
        RecordedOperation(
            "Customers/CorrectCustomer", "correct", ["customer changed", "appointment corrected"], given: { try await $0.book(monday(10)) }
        ) {
            let id = try only($0).attendees[0].customer
            _ = try await CorrectCustomer($0.kalends)(
                id, name: "Cleopatra", email: "cleo@example.org", phone: "", notes: "", actor: World.ana)
        },
        RecordedOperation(
            "Customers/EraseCustomer", "erase", ["customer erased", "appointment erased"], given: { try await $0.book(monday(10)) }
        ) { try await EraseCustomer($0.kalends)(try only($0).attendees[0].customer, actor: World.ana) },
    ]

    private static let settings = [
        RecordedOperation("Settings/Offer/ImportBusiness", "import", ["business created", "service created", "staff created"]) { world in
            var offer = try await ExportBusiness(world.kalends)(Cast.studio.id, actor: World.ana)
            (offer.business.slug, offer.business.name) = ("copy", "Copy")
            _ = try await ImportBusiness(world.kalends)(offer, actor: World.ana)
        },
        RecordedOperation("Settings/RemoveBusiness", "remove", ["business removed", "service changed", "staff changed"]) {
            try await RemoveBusiness($0.kalends)(Cast.studio.id, actor: World.ana)
        },
        RecordedOperation("Settings/SaveBusiness", "save", ["business changed"]) { world in
            var studio = Cast.studio
            studio.name = "Another name"
            _ = try await SaveBusiness(world.kalends)(studio, actor: World.ana)
        },
        RecordedOperation("Settings/SaveBusiness", "hours and policy", ["business changed"]) { world in
            var studio = Cast.studio
            studio.hours = .every([.monday], OpeningRange(start: 600, end: 660)!)
            studio.policy.minimumLeadTime = .hours(7)
            _ = try await SaveBusiness(world.kalends)(studio, actor: World.ana)
        },
        RecordedOperation("Settings/SaveBusiness", "create", ["business created"]) {
            _ = try await SaveBusiness($0.kalends).create(
                name: "Second", zone: "Europe/Berlin", currency: "EUR", language: "en", actor: World.ana)
        },
        RecordedOperation("Settings/SaveBusiness", "renew the feed", ["business feed-renewed"]) {
            try await SaveBusiness($0.kalends).renewFeed(of: Cast.studio.id, actor: World.ana)
        },
        RecordedOperation("Settings/SaveService", "add", ["service created"]) { world in
            var service = SaveService(world.kalends).draft(in: Cast.studio.id)
            service.name = "Beard"
            _ = try await SaveService(world.kalends)(service, actor: World.ana)
        },
        RecordedOperation("Settings/SaveService", "change", ["service changed"]) { world in
            var service = Cast.haircut
            service.duration = .minutes(50)
            _ = try await SaveService(world.kalends)(service, actor: World.ana)
        },
        RecordedOperation("Settings/SaveService", "remove", ["service changed"]) {
            try await SaveService($0.kalends).remove(Cast.haircut.id, actor: World.ana)
        },
        RecordedOperation("Questions/SaveQuestion", "add", ["question created"]) { _ = try await $0.ask("First visit?") },
        RecordedOperation("Questions/SaveQuestion", "change", ["question changed"], given: { _ = try await $0.ask("First visit?") }) {
            world in
            var question = try world.read { try $0.questions.all(in: Cast.studio.id)[0] }
            question.text = "Been here?"
            _ = try await SaveQuestion(world.kalends)(question, actor: World.ana)
        },
        RecordedOperation(
            "Questions/SaveQuestion", "order", ["question changed"],
            given: { world in
                _ = try await world.ask("First visit?")
                _ = try await world.ask("Why?")
            }
        ) { world in
            let id = try world.read { try $0.questions.all(in: Cast.studio.id)[0].id }
            try await SaveQuestion(world.kalends).move(id, .down, actor: World.ana)
        },
        RecordedOperation(
            "Questions/SaveQuestion", "delete", ["question removed", "service changed"],
            given: { world in try await world.assign(try await world.ask("First visit?")) }
        ) { world in
            let id = try world.read { try $0.questions.all(in: Cast.studio.id)[0].id }
            try await SaveQuestion(world.kalends).remove(id, actor: World.ana)
        },
        RecordedOperation(
            "Settings/SaveService", "assign a question", ["service changed"], given: { _ = try await $0.ask("First visit?") }
        ) { world in
            try await world.assign(try world.read { try $0.questions.all(in: Cast.studio.id)[0] })
        },
        RecordedOperation("Settings/SaveStaffMember", "add", ["staff created"]) { world in
            var member = SaveStaffMember(world.kalends).draft(in: Cast.studio.id)
            member.name = "Nora"
            _ = try await SaveStaffMember(world.kalends)(member, actor: World.ana)
        },
        RecordedOperation("Settings/SaveStaffMember", "change hours", ["staff changed"]) { world in
            var member = Cast.benMember
            member.hours = .every([.monday], OpeningRange(start: 600, end: 660)!)
            _ = try await SaveStaffMember(world.kalends)(member, actor: World.ana)
        },
        RecordedOperation(
            "Settings/SaveStaffMember", "remove", ["staff changed", "service changed", "account calendar-disconnected"],
            given: { try await $0.connect() }
        ) { try await SaveStaffMember($0.kalends).remove(Cast.benMember.id, actor: World.ana) },
        RecordedOperation("Settings/SaveStaffMember", "renew the feed", ["staff feed-renewed"]) {
            try await SaveStaffMember($0.kalends).renewFeed(of: Cast.benMember.id, actor: World.ana)
        },
        RecordedOperation("Sync/SaveSyncSettings", "for everybody", ["sync changed"]) { try await save($0, SyncChoices(readDays: 3)) },
        RecordedOperation("Sync/SaveSyncSettings", "for one person", ["sync changed"]) {
            try await save($0, SyncChoices(moves: .putBack), of: Cast.benResource.id)
        },
        RecordedOperation(
            "Sync/Runs/UndoRun", "undo settings", ["run sync-undone", "sync changed"],
            given: { world in
                try await world.connect()
                try await world.save(SyncChoices(sentFields: []), reachingExisting: true)
            }
        ) { try await $0.undo(try #require(try $0.runs().first { $0.kind == .settings })) },
        RecordedOperation(
            "Sync/Duplicates/RemoveDuplicates", "take out", ["run duplicates-removed"],
            given: { world in
                world.server.put("one", Span(monday(12), monday(13)))
                world.server.put("two", Span(monday(12), monday(13)))
                try await world.connect()
            }
        ) { _ = try await $0.removeDuplicates() },
        RecordedOperation("Settings/SaveTimeOff", "enter", ["time-off created"]) { try await enterTimeOff($0, from: 9) },
        RecordedOperation("Settings/SaveTimeOff", "change", ["time-off changed"], given: { try await enterTimeOff($0, from: 9) }) { world in
            var timeOff = try world.read { try $0.timeOff.all(of: Cast.benResource.id)[0] }
            timeOff.reason = "Dentist"
            try await SaveTimeOff(world.kalends)(timeOff, actor: World.ana)
        },
        RecordedOperation("Settings/SaveTimeOff", "remove", ["time-off removed"], given: { try await enterTimeOff($0, from: 9) }) { world in
            let id = try world.read { try $0.timeOff.all(of: Cast.benResource.id)[0].id }
            try await SaveTimeOff(world.kalends).remove(id, actor: World.ana)
        },
    ]

    private static func enterTimeOff(_ world: World, from hour: Int) async throws {
        let use = SaveTimeOff(world.kalends)
        try await use(
            TimeOff(id: use.newID(), resource: Cast.benResource.id, span: Span(monday(hour), monday(hour + 2))), actor: World.ana)
    }

    private static let connections = [
        RecordedOperation("Connections/InviteToConnect", "invite", ["staff invited-to-connect"]) {
            try await InviteToConnect($0.kalends)(Cast.benMember.id, isMailed: true, actor: World.ana)
        },
        RecordedOperation(
            "Connections/InviteToConnect", "take back", ["staff connect-invitation-revoked"],
            given: { try await InviteToConnect($0.kalends)(Cast.benMember.id, isMailed: true, actor: World.ana) }
        ) { try await InviteToConnect($0.kalends).revoke(Cast.benMember.id, actor: World.ana) },
        RecordedOperation(
            "Connections/OpenInvitation", "agree", ["staff connect-consented"],
            given: { try await InviteToConnect($0.kalends)(Cast.benMember.id, isMailed: true, actor: World.ana) }
        ) { world in
            let invitation = try world.read { try $0.invitations.all()[0] }
            try await OpenInvitation(world.kalends).agree(invitation.id)
        },
        RecordedOperation("Calendars/ConnectCalendar", "connect", ["account calendar-connected"]) { try await $0.connect() },
        RecordedOperation("Calendars/ConnectCalendar", "password again", ["account credentials-renewed"], given: { try await $0.connect() })
        {
            try await $0.connect()
        },
        RecordedOperation("Calendars/ConnectCalendar", "choose", ["account calendars-chosen"], given: { try await $0.connect() }) {
            try await ConnectCalendar($0.kalends).change(
                try account($0).id, linked: "family", conflicts: ["holidays"], actor: World.ana)
        },
        RecordedOperation(
            "Calendars/ConnectCalendar", "another account takes over", ["account calendar-connected", "account link-taken-over"],
            given: { try await $0.connect() }
        ) { try await $0.connect(user: "ben-at-home") },
        RecordedOperation("Calendars/SignIn/Kalends+Keeping", "sign in at Google", ["account calendar-connected"]) {
            try await $0.signIn()
        },
        RecordedOperation(
            "Calendars/SignIn/Kalends+Keeping", "sign in again", ["account credentials-renewed"], given: { try await $0.signIn() }
        ) { try await $0.signIn() },
        RecordedOperation(
            "Calendars/SignIn/Kalends+Keeping", "somebody else with the same account",
            ["account calendar-connected", "account credentials-renewed"], given: { try await $0.signIn() }
        ) { try await $0.signIn(for: Cast.anaResource.id) },
        RecordedOperation(
            "Calendars/SignIn/EndAccess", "give back the access", ["account access-ended"],
            given: { world in
                let account = try await world.signIn()
                try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
            }
        ) { try await $0.run() },
        RecordedOperation(
            "Calendars/DisconnectAccount", "disconnect", ["account calendar-disconnected"], given: { try await $0.connect() }
        ) { try await DisconnectAccount($0.kalends)(try account($0).id, actor: World.ana) },
        RecordedOperation(
            "Calendars/DisconnectAccount", "disconnect while a change waits",
            ["account calendar-disconnected", "appointment conflict-overtaken"],
            given: conflict
        ) { try await DisconnectAccount($0.kalends)(try account($0).id, actor: World.ana) },
        RecordedOperation(
            "Jobs/Sweep", "the last one who left", ["account calendar-disconnected"],
            given: { world in
                try await world.connect()
                try await world.book(monday(10))
                try await SaveStaffMember(world.kalends).remove(Cast.benMember.id, actor: World.ana, confirmed: true)
                world.clock.set(to: monday(12))
            }
        ) { try await Sweep(kalends: $0.kalends)() },
        RecordedOperation(
            "Jobs/JobRunner+CarryingOut", "credentials refused", ["account credentials-refused"], given: { try await $0.connect() }
        ) { world in
            world.server.change { $0.password = "changed" }
            try await world.poll()
        },
        RecordedOperation(
            "Calendars/ReadCalendar", "credentials accepted", ["account credentials-accepted"],
            given: { world in
                try await world.connect()
                world.server.change { $0.password = "changed" }
                try await world.poll()
                world.server.change { $0.password = "app-password" }
                world.clock.advance(by: .minutes(10))
            }
        ) { try await $0.poll() },
        RecordedOperation(
            "Jobs/JobRunner+CarryingOut", "a calendar missing", ["account calendar-failing"], given: { try await $0.connect() }
        ) { world in
            world.server.fail(.changes, .fails(ProviderFailure(.calendarMissing, "The calendar is gone.")))
            try await world.poll()
        },
        RecordedOperation(
            "Calendars/ReadCalendar", "a calendar there again", ["account calendar-recovered"],
            given: { world in
                try await world.connect()
                world.server.fail(.changes, .fails(ProviderFailure(.calendarMissing, "The calendar is gone.")))
                try await world.poll()
                world.clock.advance(by: .minutes(10))
            }
        ) { try await $0.poll() },
        RecordedOperation(
            "Calendars/AgreeToRemovals", "many are gone", ["account removals-agreed"],
            given: { world in
                for number in 0..<12 { world.server.put("e\(number)", Span(start: monday(8 + number), duration: .minutes(30))) }
                try await world.connect()
                world.server.removeAll()
                try await world.poll()
            }
        ) { world in
            let calendar = try #require(try world.read { try $0.calendars.linked(of: Cast.benResource.id) })
            _ = try await AgreeToRemovals(world.kalends)(calendar.id, count: 12, actor: World.ana)
        },
    ]

    private static func hook(_ world: World) async throws { try await world.subscribe() }

    private static func hookID(_ world: World) throws -> WebhookSubscription.ID { try world.read { try $0.webhooks.all()[0].id } }

    private static let webhooks = [
        RecordedOperation("Webhooks/SaveWebhook", "make", ["webhook webhook-made"]) { try await hook($0) },
        RecordedOperation("Webhooks/SaveWebhook", "change", ["webhook webhook-changed"], given: hook) {
            let request = SaveWebhook.Request(name: "Till", address: "https://other.example.org", kinds: [.appointmentCreated])
            try await SaveWebhook($0.kalends).change(try hookID($0), to: request, actor: World.ana)
        },
        RecordedOperation("Webhooks/RenewWebhookSecret", "a new secret", ["webhook webhook-secret-renewed"], given: hook) {
            _ = try await RenewWebhookSecret($0.kalends)(try hookID($0), actor: World.ana)
        },
        RecordedOperation("Webhooks/TestWebhook", "test", ["webhook webhook-tested"], given: hook) {
            try await TestWebhook($0.kalends)(try hookID($0), actor: World.ana)
        },
        RecordedOperation(
            "Webhooks/RepeatDelivery", "repeat", ["webhook webhook-repeated"],
            given: { world in
                try await hook(world)
                try await world.book()
                try await world.run()
            }
        ) { world in
            let id = try hookID(world)
            let delivery = try world.read { try $0.webhookDeliveries.list(of: id, limit: 1).rows[0].id }
            try await RepeatDelivery(world.kalends)(delivery, actor: World.ana)
        },
        RecordedOperation("Webhooks/SwitchWebhook", "off", ["webhook webhook-switched-off"], given: hook) {
            try await SwitchWebhook($0.kalends)(try hookID($0), on: false, actor: World.ana)
        },
        RecordedOperation(
            "Webhooks/SwitchWebhook", "on", ["webhook webhook-switched-on"],
            given: { world in
                try await hook(world)
                try await SwitchWebhook(world.kalends)(try hookID(world), on: false, actor: World.ana)
            }
        ) { try await SwitchWebhook($0.kalends)(try hookID($0), on: true, actor: World.ana) },
        RecordedOperation(
            "Webhooks/DeliverWebhooks", "a receiver that is gone", ["webhook webhook-switched-off"],
            given: { world in
                try await hook(world)
                try await world.book()
                world.receiver.answer(.status(410))
            }
        ) { try await $0.run() },
        RecordedOperation("Webhooks/RemoveWebhook", "remove", ["webhook webhook-removed"], given: hook) {
            try await RemoveWebhook($0.kalends)(try hookID($0), actor: World.ana)
        },
    ]

    private static let accounts = [
        RecordedOperation("Accounts/Users", "invite", ["user invited"]) {
            _ = try await InviteUser($0.kalends)(name: "Eve", email: "eve@example.org", role: .viewer, actor: World.ana)
        },
        RecordedOperation("Accounts/Users", "create", ["user created"]) {
            _ = try await CreateAdministrator($0.kalends)(name: "Eve", email: "eve@example.org", password: "correct horse")
        },
        RecordedOperation("Accounts/Users", "role", ["user role-viewer"]) {
            try await ChangeUser($0.kalends).role(of: Cast.ben.id, to: .viewer, actor: World.ana)
        },
        RecordedOperation(
            "Accounts/Users", "remove one who works here", ["user removed", "staff changed"],
            given: { world in
                var member = Cast.benMember
                member.user = Cast.ben.id
                _ = try await SaveStaffMember(world.kalends)(member, actor: World.ana)
            }
        ) { try await ChangeUser($0.kalends).remove(Cast.ben.id, actor: World.ana) },
        RecordedOperation("Accounts/Passwords", "a new password", ["user password-changed"]) {
            try await $0.kalends.setPassword("battery staple", of: Cast.ana.id, keeping: nil)
        },
        RecordedOperation("Tokens/MakeToken", "make a key", ["token token-made"]) {
            let request = MakeToken.Request(name: "Reports", user: nil, scopes: [.read], lifetime: nil)
            _ = try await MakeToken($0.kalends)(request, actor: World.ana)
        },
        RecordedOperation(
            "Tokens/MakeToken", "revoke a key", ["token token-revoked"],
            given: { world in
                let request = MakeToken.Request(name: "Reports", user: nil, scopes: [.read], lifetime: nil)
                _ = try await MakeToken(world.kalends)(request, actor: World.ana)
            }
        ) { try await RevokeToken($0.kalends)(try $0.read { try $0.accessTokens.all()[0].id }, actor: World.ana) },
        RecordedOperation(
            "Jobs/JobList", "give work up", ["job discarded"],
            given: { world in
                try await world.database.write { try $0.jobs.enqueue(kind: "knit", payload: "{}", lane: "b", due: Cast.morning) }
                try await world.run()
            }
        ) { try await DiscardJob($0.kalends)(try $0.jobs(.dead)[0].id, actor: World.ana) },
    ]

    private static let firstRun = [
        RecordedOperation(
            "FirstRun/FirstRun", "set up", ["user created", "business created", "service created", "staff created"], isEmpty: true
        ) { world in
            let code = try await FirstRun(world.kalends).newCode()
            let administrator = SetUp.Administrator(name: "Ana", email: "ana@example.org", password: "correct horse")
            _ = try await FirstRun(world.kalends).complete(
                SetUp(
                    code: code, administrator: administrator,
                    business: .init(name: "Studio", zone: "Europe/Berlin", language: "en", currency: "EUR", hours: Cast.workingWeek),
                    service: .init(name: "Haircut", duration: .minutes(30))))
        },
        RecordedOperation(
            "FirstRun/FirstRun", "sample", ["user created", "business created", "service created", "staff created", "appointment booked"],
            isEmpty: true
        ) { world in
            let code = try await FirstRun(world.kalends).newCode()
            _ = try await FirstRun(world.kalends).loadSample(
                code: code, administrator: .init(name: "Ana", email: "ana@example.org", password: "correct horse"), zone: "Europe/Berlin")
        },
        RecordedOperation(
            "FirstRun/FirstRun+Business", "the first business", ["business created", "service created", "staff created"], isEmpty: true,
            given: { _ = try await CreateAdministrator($0.kalends)(name: "Ana", email: "ana@example.org", password: "correct horse") }
        ) { world in
            let user = try world.read { try $0.users.all()[0] }
            _ = try await FirstRun(world.kalends).makeBusiness(
                .init(name: "Studio", zone: "Europe/Berlin", language: "en", currency: "EUR", hours: Cast.workingWeek),
                .init(name: "Haircut", duration: .minutes(30)), isBookable: true, actor: .user(user.id))
        },
    ]
}
