import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import TestSupport

@testable import Operations
@testable import Persistence

/// Plays one history: the whole engine as it runs, both providers, both stand-ins, the people on both sides, and everything that breaks.
actor Simulation {
    let history: History
    let around: Surroundings
    let berlin = TestZones.named("Europe/Berlin")
    var slots: [Slot]
    /// The worker, a second one, and the process that answers pages.
    var worker: Node
    var other: Node
    var web: Node
    private var processes = 3
    /// The number of the act under way.
    var step = 0
    var told: [String] = []
    /// What went wrong on the way.
    var faults: [String] = []

    // MARK: What the people know

    var outside: [OutsideEvent] = []
    /// Raised for every text that somebody writes.
    var words = 0
    var ledger = EditLedger()
    /// In which calendar the event of an appointment and a person is wanted, after the last act, as `RemoteCalendar.id` spells it.
    var homes: [String: String] = [:]
    /// Every place that an appointment had.
    var places: [Appointment.ID: Set<Span>] = [:]
    /// Which calendar was linked last for each person, and whose was ever linked anew.
    var linkedLast: [Resource.ID: ConnectedCalendar.ID] = [:]
    var relinked: Set<Resource.ID> = []
    /// Where each appointment stands, and after which act it came to stand there.
    var stands: [Appointment.ID: (span: Span, step: Int)] = [:]
    /// Copies of ours that somebody made, and events that somebody fetched back from the trash.
    var copies: Set<String> = []
    var fetchedBack: Set<String> = []
    /// Events of ours that somebody made a series of, with the calendar in which each stands: nobody takes them away.
    var series: [String: CalendarKey] = [:]
    /// What was held of a calendar when its server began to forget it.
    var remembered: [CalendarKey: [HeldTime]] = [:]
    /// Whether a server can have told us that something is gone that nobody deleted.
    var mayHaveLied = false
    /// Whether something was told in a way that only the next whole comparison finds.
    var needsComparison = false
    private var meanwhile: [Act] = []

    init(_ history: History, without removed: Safeguard? = nil) throws {
        self.history = history
        around = try Surroundings(start: history.start, removed: removed)
        worker = around.node(1, worker: "first")
        other = around.node(2, worker: "second")
        web = around.node(3, worker: "web")
        slots = []
        slots = Self.settle(around, history)
    }

    /// The calendars that there are.
    private static func settle(_ around: Surroundings, _ history: History) -> [Slot] {
        let ben = around.google.change { world, moment in
            world.settings = history.google
            let ben = world.addPerson(email: "ben@example.org", name: "Ben", timeZone: "Europe/Berlin")
            let benny = world.addPerson(email: "benny@example.org", name: "Benny", timeZone: "Europe/Berlin")
            let ana = world.addPerson(email: "ana@example.org", name: "Ana", timeZone: "Europe/Berlin")
            if let team = try? world.edit(.addCalendar(subject: ben, name: "Team", timeZone: "Europe/Berlin"), moment) {
                _ = try? world.edit(.setRole(calendar: team, email: "benny@example.org", role: .writer), moment)
            }
            return [ben, benny, ana]
        }
        around.caldav.change { world, _ in
            world.settings = history.caldav
            for name in ["ben", "benny", "ana"] { world.addUser(name, password: "right", addresses: ["\(name)@example.org"]) }
            let work = world.addCalendar("Work", of: "ben")
            world.addCalendar("Private", of: "ben")
            world.set(.write, of: "benny", for: work)
            world.addCalendar("Work", of: "ana")
        }
        let benID = Cast.benResource.id.rawValue
        return [
            Slot(resource: benID, provider: .google, user: ben[0]), Slot(resource: benID, provider: .caldav, user: "ben"),
            Slot(resource: benID, provider: .google, user: ben[1]), Slot(resource: benID, provider: .caldav, user: "benny"),
            Slot(
                resource: Cast.anaResource.id.rawValue, provider: history.anaIsAtGoogle ? .google : .caldav,
                user: history.anaIsAtGoogle ? ben[2] : "ana"),
        ]
    }

    /// Plays it to its end.
    /// - Returns: what does not hold, in words; empty when all is well.
    func play() async -> [String] {
        around.gate.onInterlude { [weak self] index in await self?.performMeanwhile(index) }
        defer { around.gate.onInterlude(nil) }
        do {
            try await begin()
            for act in history.acts where faults.isEmpty {
                step += 1
                try await perform(act)
                try trace()
                try watchHeldTime()
            }
            if faults.isEmpty { try await end() }
        } catch {
            faults.append("unexpected: \(error)")
        }
        return faults
    }

    private func begin() async throws {
        var random = SeededGenerator(seed: history.seed)
        try await connect(history.first, linksAlways: true, &random)
        if random.oneIn(2) { try await connect(1 - history.first, &random) }
        if random.oneIn(2) { try await connect(4, linksAlways: true, &random) }
        if around.removed == .breaker { try Safeguard.agreeToEverything(around.observer) }
    }

    // MARK: Processes

    func newNode(_ worker: String) -> Node {
        processes += 1
        return around.node(processes, worker: worker)
    }

    func restartWorker() async throws {
        around.gate.kill(worker.id)
        worker = newNode("first")
        try await worker.runner.prepare()
    }

    /// Whatever was killed starts again.
    func reviveProcesses() async throws {
        around.gate.unwatch()
        if around.gate.isDead(worker.id) { try await restartWorker() }
        if around.gate.isDead(other.id) { other = newNode("second") }
        if around.gate.isDead(web.id) { web = newNode("web") }
    }

    private func perform(_ act: Act) async throws {
        meanwhile = act.meanwhile.map(\.act)
        let watched = act.kind == .work ? worker.id : web.id
        around.gate.watch(
            watched, killAfter: act.killedAfter, killAfterWrites: act.killedAfterWrites,
            meanwhile: act.meanwhile.enumerated().map { ($0.element.after, $0.offset) })
        if act.kind != .work { around.gate.countAct() }
        do { try await carryOut(act) } catch is Gate.Killed { told.append("  killed") }
        try await reviveProcesses()
        try noteChanges()
        if around.removed == .breaker { try Safeguard.agreeToEverything(around.observer) }
    }

    private func performMeanwhile(_ index: Int) async {
        let act = meanwhile[index]
        around.gate.countAct()
        told.append("  meanwhile:")
        do { try await carryOut(act) } catch is Gate.Killed {} catch { faults.append("unexpected: \(error)") }
        do { try noteChanges() } catch { faults.append("unexpected: \(error)") }
    }

    private func carryOut(_ act: Act) async throws {
        var random = SeededGenerator(seed: act.seed)
        switch act.kind {
        case .work: try await work(&random)
        case .book: try await book(&random)
        case .move: try await move(&random)
        case .cancel: try await cancel(&random)
        case .settle: try await settleConflicts(&random)
        case .newEvent: addEvent(&random)
        case .changeEvent: changeEvent(&random)
        case .crowd: crowd(&random)
        case .editOurs: try editOurs(&random)
        case .connect: try await connect(random.int(0...slots.count - 1), &random)
        case .disconnect: try await disconnect(&random)
        case .permission: changePermission(&random)
        case .loseCalendar: try loseCalendar(&random)
        case .forget: try forget(&random)
        case .remember: remember()
        case .expireTokens: expireTokens()
        case .fault: addFault(&random)
        case .calm: clearFaults()
        case .wake: try await wake(&random)
        case .jump: jump(&random)
        case .restart: try await restartWorker(); tell("restarted")
        case .otherNode: _ = try await other.runner.drain(limit: random.int(1...4)); tell("the second worker worked")
        case .agree: try await agree()
        case .revive: try await revive()
        case .chooseSettings: try await chooseSettings(&random)
        }
    }

    func tell(_ line: String) { told.append("\(step): \(line)") }

    func read<Value>(_ body: (Transaction) throws -> Value) throws -> Value { try around.observer.readNow(body) }

    /// The engine's errors that are answers; anything else is a fault.
    func attempting(_ body: () async throws -> Void) async throws {
        do { try await body() } catch let error {
            switch error {
            case is BookAppointment.Failure, is MoveAppointment.Failure, is CancelAppointment.Failure, is SettleConflict.Failure,
                is ProviderFailure, is Invalid, is NotFound, is AgreeToRemovals.MoreAreGone, is SignInAccount.Failure, is PlanChanged,
                StoreFailure.overlap:
                told.append("  refused: \(type(of: error))")
            default: throw error
            }
        }
    }
}
