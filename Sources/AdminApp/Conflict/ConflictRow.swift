import Booking
import CalendarSync
import CivilTime
import Operations
import Persistence
import Texts
import WebShell

/// One conflict as the inbox shows it.
struct ConflictRow: Sendable {
    struct Proposal: Sendable {
        var start: String
        var label: String
    }

    struct Text: Sendable {
        var name: String
        var ours: String
        var theirs: String
    }

    var id: String
    var heading: String
    var happened: String
    var ours: String
    var theirs: String
    var edits: [Text]
    var since: String
    var held: String?
    var fault: String?
    var action: String
    var appointmentAddress: String
    /// Why the calendar cannot be followed.
    var followRefusal: String?
    var canFollow: Bool
    var followLabel: String
    var followEffect: String
    /// What following breaks, though it can be done.
    var breaking: String?
    var keepDecision: String
    var keepLabel: String
    var keepEffect: String
    var proposals: [Proposal]
    var hasProposals: Bool
    var proposalsEffect: String?
    /// What the customer was asked.
    var asked: String?
    /// The question's link, while its mail has not reached anybody.
    var questionLink: String?
    var questionLinkID: String
    var askAction: String
    var canAsk: Bool
    var askRefusal: String?
    var askEffect: String

    init(_ facts: ConflictReading.Open, _ fault: String?, _ visit: Visit) {
        let (texts, zone) = (visit.texts, visit.zone)
        let (outlook, conflict, appointment) = (facts.outlook, facts.outlook.conflict, facts.outlook.appointment)
        let customer = customers(of: appointment, texts)
        let values = ["name": facts.person, "calendar": facts.calendar, "customer": customer]
        let isTold = appointment.attendees.contains { !$0.email.isEmpty }
        let word = conflict.kind.word
        id = conflict.id.rawValue
        heading = "\(customer) · \(appointment.serviceName)"
        happened = texts("adminConflict.\(word)Happened", values)
        ours = texts.when(appointment.span, in: zone)
        edits = []
        switch conflict.kind {
        case .movedOutside(let span): theirs = texts.when(span, in: zone)
        case .deletedOutside: theirs = texts["adminConflict.noEvent"]
        case .cancelledOutside: theirs = texts["adminConflict.calledOff"]
        case .overlapped(let clash):
            theirs = "\(clash.title ?? texts["adminConflict.privateEvent"]), \(texts.when(clash.span, in: zone))"
        case .editedTwice(let edited):
            theirs = ""
            edits = edited.map { Text(name: texts["adminConflict.text\($0.field.rawValue)"], ours: $0.ours, theirs: $0.theirs) }
        }
        since = texts("adminConflict.since", ["ago": texts.relative(conflict.openedAt, now: visit.now)])
        held = texts.has("adminConflict.\(word)Held") ? texts["adminConflict.\(word)Held"] : nil
        self.fault = fault
        let inbox = Query().setting("person", visit.query.value("person"))
        action = inbox.address("\(ConflictList.path)/\(conflict.id)")
        appointmentAddress = "/admin/appointments/\(appointment.id)"
        followRefusal = outlook.obstacle.map { texts["adminConflict.\($0.key)"] }
        canFollow = outlook.obstacle == nil
        followLabel = texts["adminConflict.follow"]
        let manner = !isTold ? "Silently" : visit.kalends.settings.isMailConfigured ? "" : "MailWaits"
        let follow = "adminConflict.\(word)Follow"
        followEffect = texts(texts.has(follow + manner) ? follow + manner : follow, values)
        let limits = BookingLimit.allCases.filter(outlook.breaking.contains).map { limit in
            texts["adminSync.limit\(limit.rawValue.prefix(1).uppercased())\(limit.rawValue.dropFirst())"]
        }
        breaking = limits.isEmpty ? nil : texts("adminConflict.breaking", ["limits": limits.joined(separator: ", ")])
        let isKept = conflict.topic != .event
        keepDecision = isKept ? "keep" : "putBack"
        keepLabel = texts[isKept ? "adminConflict.keep" : "adminConflict.putBack"]
        let confirms = appointment.awaitsConfirmation && conflict.topic != .texts
        keepEffect = texts("adminConflict.\(word)PutBack", values) + (confirms ? " \(texts["adminConflict.keepConfirms"])" : "")
        proposals = outlook.proposals.map {
            Proposal(start: $0.description, label: texts.when(Span(start: $0, duration: appointment.span.duration), in: zone))
        }
        hasProposals = !proposals.isEmpty
        let moves = texts("adminConflict.proposalsEffect\(manner)", values)
        proposalsEffect = conflict.topic == .texts ? nil : hasProposals ? moves : texts["adminConflict.noProposals"]
        askAction = inbox.address("\(ConflictList.path)/\(conflict.id)/ask")
        let obstacle = AskCustomer.obstacle(conflict, appointment, now: visit.now)
        canAsk = obstacle == nil
        askRefusal = obstacle.map { texts["adminConflict.\($0.key)"] }
        askEffect = texts(visit.kalends.settings.isMailConfigured ? "adminConflict.askEffect" : "adminConflict.askEffectByHand", values)
        (questionLink, questionLinkID) = (facts.questionLink, "question-\(conflict.id)")
        asked = outlook.question.map { question in
            let key =
                switch outlook.questionEnding {
                case nil: Self.delivery(facts.mail, visit)
                case .movedOn: "adminConflict.askedBefore"
                case .late, .replaced, .settled: "adminConflict.askedInVain"
                }
            return texts(
                key,
                values.merging([
                    "ago": texts.relative(question.askedAt, now: visit.now), "until": texts.when(question.expiresAt, in: zone),
                    "to": facts.mail?.to ?? "",
                ]) { given, _ in given })
        }
    }
}

extension ConflictRow {
    /// The key of what became of a question's mail.
    private static func delivery(_ mail: QueuedMail?, _ visit: Visit) -> String {
        switch mail?.state {
        case nil, .sent?: "adminConflict.asked"
        case .waiting?: visit.kalends.settings.isMailConfigured ? "adminConflict.askedOnItsWay" : "adminConflict.askedWaits"
        case .failed?: "adminConflict.askedFailed"
        }
    }
}

/// What must be mended at the connection.
struct ObstacleRow: Sendable {
    var heading: String
    var happened: String
    var reason: String
    var since: String
    var concerned: String?
    var retryAction: String?
    var chooseAddress: String?
    var appointmentAddress: String?
    /// Who must act where the reader may not.
    var refusal: String?

    init(_ obstacle: CalendarObstacle, _ reading: ConflictReading, _ visit: Visit) {
        let texts = visit.texts
        let person = reading.staff.first { $0.resource == obstacle.resource }?.name ?? ""
        let mayManage = visit.user.role.canManageSettings
        refusal = mayManage ? nil : texts["adminConflict.askAdministrator"]
        switch obstacle {
        case .calendarGone(let calendar, let trouble, let bookings):
            heading = texts("adminJob.aboutCalendar", ["calendar": calendar.remote.name, "name": person])
            happened = texts["adminConflict.calendarGone"]
            reason = trouble.failure.sentence
            since = texts("adminConflict.since", ["ago": texts.relative(trouble.since, now: visit.now)])
            concerned = bookings == 0 ? nil : texts.count("adminConflict.concerned", bookings)
            retryAction = "/admin/calendars/\(calendar.id)/sync"
            chooseAddress = mayManage ? "/admin/calendars/accounts/\(calendar.account)" : nil
        case .calendarReadOnly(let calendar, let trouble, let bookings):
            heading = texts("adminJob.aboutCalendar", ["calendar": calendar.remote.name, "name": person])
            happened = texts["adminConflict.calendarReadOnly"]
            reason = trouble.failure.sentence
            since = texts("adminConflict.since", ["ago": texts.relative(trouble.since, now: visit.now)])
            concerned = bookings == 0 ? nil : texts.count("adminConflict.unwritten", bookings)
            retryAction = "/admin/calendars/\(calendar.id)/sync"
            chooseAddress = mayManage ? "/admin/calendars/accounts/\(calendar.account)" : nil
        case .writeRefused(let appointment, _, let calendar, let sentence, let job, let opened):
            heading = "\(customers(of: appointment, texts)) · \(appointment.serviceName)"
            happened = texts("adminConflict.writeRefused", ["calendar": calendar, "name": person])
            reason = sentence
            since = texts("adminConflict.since", ["ago": texts.relative(opened, now: visit.now)])
            concerned = texts.when(appointment.span, in: visit.zone)
            retryAction = mayManage ? "/admin/jobs/\(job)/retry" : nil
            chooseAddress = nil
            appointmentAddress = "/admin/appointments/\(appointment.id)"
        }
    }
}

/// A conflict that is over.
struct SettledConflict: Sendable {
    var text: String
    var detail: String
    var address: String

    init(_ facts: ConflictReading.Settled, _ visit: Visit) {
        let texts = visit.texts
        let customer = facts.appointment.map { customers(of: $0, texts) } ?? texts["admin.erasedCustomer"]
        text = "\(customer) · \(facts.appointment?.serviceName ?? "")"
        let how = facts.conflict.settlement.map { texts["adminConflict.\($0.rawValue)Done"] } ?? ""
        detail = texts(
            "adminConflict.settledDetail", ["how": how, "time": facts.conflict.settledAt.map { texts.when($0, in: visit.zone) } ?? ""])
        address = "/admin/appointments/\(facts.conflict.appointment)"
    }
}

extension ConflictOutlook.Obstacle {
    /// The key of its sentence.
    var key: String {
        switch self {
        case .taken: "taken"
        case .past: "timePast"
        case .tooFar: "timeTooFar"
        case .namesNoTime: "namesNoTime"
        case .namesNoLength: "namesNoLength"
        case .nothingToFollow: "nothingToFollow"
        }
    }
}
