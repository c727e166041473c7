import Booking
import Operations
import Persistence
import Texts
import WebShell

/// The work that is left to workers: what waits, what runs, and what was given up.
enum JobListPage {
    struct Row: Sendable {
        var kind: String
        /// Whom and what it is about.
        var about: String?
        var due: String
        var attempts: String
        var error: String?
        var state: String
        var stateText: String
        var isDead: Bool
        var retryAddress: String
        var discardAddress: String
    }

    /// A piece of work that comes again and again.
    struct Recurring: Sendable {
        var name: String
        var what: String
        var every: String
        var last: String
        var next: String
        var state: String
        var result: String
        var reason: String?
    }

    struct View: Sendable {
        /// Shown above the whole list.
        var recurring: [Recurring]
        var hasRecurring: Bool
        var chips: [CalendarPage.Chip]
        var rows: [Row]
        var isEmpty: Bool
        var isFiltered: Bool
        var pages: PageLinks?
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let texts = visit.texts
        let paging = Paging(query: visit.query)
        let state = Job.State(rawValue: visit.query["state"])
        let (jobs, counts, recurring) = try await visit.read { transaction in
            let jobs = try transaction.jobs.list(state: state, limit: Paging.size, offset: paging.offset)
            let recurring = state == nil && paging.page == 1 ? try visit.kalends.recurringWork(transaction) : []
            return (try jobs.map { ($0, try transaction.subject(of: $0)) }, try transaction.jobs.counts(), recurring)
        }
        let totals: [(Job.State, Int)] = [(.waiting, counts.waiting), (.running, counts.running), (.dead, counts.dead)]
        let all = counts.waiting + counts.running + counts.dead
        let total = state.flatMap { wanted in totals.first { $0.0 == wanted }?.1 } ?? all
        let path = "/admin/jobs"
        let view = View(
            recurring: recurring.map { row($0, visit) }, hasRecurring: !recurring.isEmpty,
            chips: [
                CalendarPage.Chip(label: texts("adminJob.all", ["count": texts.number(all)]), address: path, isOn: state == nil, color: "")
            ]
                + totals.map { each, total in
                    CalendarPage.Chip(
                        label: texts("adminJob.\(each.rawValue)", ["count": texts.number(total)]),
                        address: "\(path)?state=\(each.rawValue)",
                        isOn: state == each, color: "")
                },
            rows: jobs.map { row($0, $1, visit) }, isEmpty: jobs.isEmpty, isFiltered: state != nil,
            pages: paging.links(total: total, path: path, query: visit.query, texts: texts))
        return .page(AdminPage("admin-job-list", title: texts["adminMenu.jobs"], menu: .jobs, live: ["jobs"], view: view))
    }

    private static func row(_ standing: RecurringStanding, _ visit: Visit) -> Recurring {
        let texts = visit.texts
        let name = camelCased("x-\(standing.work)").dropFirst()
        let (state, result): (String, String) =
            if standing.failures > 0 {
                ("bad", texts.count("adminJob.result\(name)", standing.failures))
            } else if standing.lastRun == nil { ("waiting", texts["adminJob.resultNone"]) } else { ("good", texts["adminJob.resultGood"]) }
        let next =
            standing.isRunning
            ? texts["adminJob.isRunning"]
            : standing.nextRun.map { $0 <= visit.now ? texts["adminJob.nextNow"] : texts.relative($0, now: visit.now) }
                ?? texts[standing.count == 0 ? "adminJob.nextNothing" : "adminJob.nextNever"]
        return Recurring(
            name: texts["adminJob.recurring\(name)"], what: texts.count("adminJob.recurring\(name)What", standing.count),
            every: texts("adminJob.every", ["interval": texts.duration(standing.period)]),
            last: standing.lastRun.map { texts.relative($0, now: visit.now) } ?? "–", next: next, state: state, result: result,
            reason: standing.reason)
    }

    private static func row(_ job: Job, _ subject: JobSubject?, _ visit: Visit) -> Row {
        let texts = visit.texts
        let key = "adminJob.kind\(camelCased("x-\(job.kind)").dropFirst())"
        let (state, text): (String, String) =
            switch job.state {
            case .waiting: ("waiting", texts("adminJob.dueAt", ["when": texts.relative(job.due, now: visit.now)]))
            case .running: ("good", texts["adminJob.isRunning"])
            case .dead: ("bad", texts["adminJob.isDead"])
            }
        return Row(
            kind: texts.has(key) ? texts[key] : job.kind, about: subject.map { about($0, visit) }, due: texts.when(job.due, in: visit.zone),
            attempts: texts.count("adminJob.attempts", job.attempts), error: job.lastError, state: state, stateText: text,
            isDead: job.state == .dead,
            retryAddress: "/admin/jobs/\(job.id)/retry", discardAddress: "/admin/jobs/\(job.id)/discard")
    }

    private static func about(_ subject: JobSubject, _ visit: Visit) -> String {
        let texts = visit.texts
        switch subject {
        case .appointment(let appointment, let person, let calendar):
            let values = [
                "service": appointment.serviceName, "customer": customers(of: appointment, texts),
                "time": texts.when(appointment.span, in: visit.zone), "name": person ?? "", "calendar": calendar ?? "",
            ]
            guard person != nil else { return texts("adminJob.aboutAppointment", values) }
            return texts(calendar == nil ? "adminJob.aboutEventOf" : "adminJob.aboutEvent", values)
        case .calendar(let name, let person): return texts("adminJob.aboutCalendar", ["calendar": name, "name": person])
        case .person(let name): return name
        case .webhook(let name): return texts("adminJob.aboutWebhook", ["name": name])
        case .mail(let subject, let to): return texts("adminJob.aboutMail", ["subject": subject, "to": to])
        }
    }

    static func retry(_ visit: Visit) async throws -> Answer {
        do {
            try await ReviveJob(visit.kalends)(try id(visit), actor: visit.actor)
        } catch is UnreadableJob {
            return .redirect("/admin/jobs?state=dead", Notice("jobUnreadable"))
        }
        return .redirect("/admin/jobs", Notice("jobRevived"))
    }

    static func askDiscard(_ visit: Visit) async throws -> Answer {
        let id = try id(visit)
        guard let job = try await visit.read({ try $0.jobs.find(id) }) else { throw NotFound("job") }
        return visit.ask(
            "discardJob", consequences: [visit.texts["adminConfirm.discardJobLost"], job.lastError].compactMap(\.self),
            action: "/admin/jobs/\(id)/discard", cancel: "/admin/jobs?state=dead", menu: .jobs)
    }

    static func discard(_ visit: Visit) async throws -> Answer {
        guard visit.isConfirmed else { return try await askDiscard(visit) }
        try await DiscardJob(visit.kalends)(try id(visit), actor: visit.actor)
        return .redirect("/admin/jobs", Notice("jobDiscarded"))
    }

    private static func id(_ visit: Visit) throws -> Int64 {
        guard let id = visit.parameters["id"].flatMap({ Int64($0) }) else { throw NotFound("job") }
        return id
    }
}
