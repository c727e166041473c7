import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import Foundation
import Persistence
import TestSupport

@testable import Operations

extension Simulation {
    /// The calendars that a slot's account shows and lets be written, in a fixed order.
    func writable(_ slot: Slot) -> [CalendarKey] {
        switch slot.provider {
        case .google:
            let world = around.google.world
            guard let person = world.people.first(where: { $0.subject == slot.user }) else { return [] }
            return world.calendars.values.filter { !$0.isDeleted && ($0.roles[person.email] ?? .none) >= .writer }
                .map { CalendarKey(.google, $0.id) }.sorted { $0.id < $1.id }
        default:
            return around.caldav.world.collections.values.filter { $0.rights[slot.user] == .write }
                .map { CalendarKey(.caldav, $0.path) }.sorted { $0.id < $1.id }
        }
    }

    func account(of slot: Slot) throws -> CalendarAccount? {
        try read { transaction in
            try transaction.accounts.all(of: Resource.ID(slot.resource)).first { $0.provider == slot.provider && $0.user == slot.user }
        }
    }

    /// Somebody connects an account, signs in again, or chooses other calendars.
    func connect(_ index: Int, linksAlways: Bool = false, _ random: inout SeededGenerator) async throws {
        let slot = slots[index]
        let shown = writable(slot)
        guard !shown.isEmpty else { return }
        let linked = linksAlways || random.oneIn(2) ? random.pick(shown) : nil
        var closing = Set(shown.filter { _ in !random.oneIn(3) })
        if let linked, !random.oneIn(8) { closing.insert(linked) }
        if closing.isEmpty, linked == nil { closing = [shown[0]] }
        let known = try account(of: slot)
        let changesOnly = known?.isConnected == true && known?.refusedSince == nil && random.oneIn(2)
        tell("connect \(slot.provider) \(slot.user.suffix(5)), linked \(linked?.id ?? "none"), closing \(closing.map(\.id).sorted())")
        try await connect(index, linked: linked, closing: closing, changesOnly: changesOnly)
    }

    func connect(_ index: Int, linked: CalendarKey?, closing: Set<CalendarKey>, changesOnly: Bool = false) async throws {
        let slot = slots[index]
        slots[index].isKnown = true
        let conflicts = Set(closing.map(\.remoteID))
        try await attempting {
            if changesOnly, let known = try account(of: slot) {
                try await choose(known.id, linked, conflicts)
            } else if slot.provider == .google {
                guard let account = try await signIn(slot) else { return }
                try await choose(account.id, linked, conflicts)
            } else {
                let request = ConnectCalendar.Request(
                    resource: Resource.ID(slot.resource), provider: slot.provider,
                    credentials: CalendarCredentials(address: Surroundings.host, user: slot.user, password: "right"),
                    linked: linked?.remoteID, conflicts: conflicts, actor: Self.ana)
                let plan = try await ConnectCalendar(web.kalends).preview(request)
                _ = try await ConnectCalendar(web.kalends)(request, agreed: plan.digest)
            }
        }
    }

    /// Other calendars of an account, once it was shown what that comes to.
    private func choose(_ account: CalendarAccount.ID, _ linked: CalendarKey?, _ conflicts: Set<String>) async throws {
        let choosing = ConnectCalendar(web.kalends)
        let plan = try await choosing.previewChange(account, linked: linked?.remoteID, conflicts: conflicts, actor: Self.ana)
        try await choosing.change(account, linked: linked?.remoteID, conflicts: conflicts, agreed: plan.digest, actor: Self.ana)
    }

    /// Somebody signs in at Google's own page, allows everything, and comes back.
    private func signIn(_ slot: Slot) async throws -> CalendarAccount? {
        let signing = SignInAccount(web.kalends)
        let purpose = SignInAccount.Purpose(provider: .google, resource: Resource.ID(slot.resource))
        let beginning = try await signing.begin(purpose, session: Self.session, actor: Self.ana)
        let target = String(beginning.address.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" })
        let fields = ["person=\(slot.user)", "decision=allow"] + beginning.permissions.map { "scope=\($0.scope)" }
        let answer = around.google.answer(SimulatedRequest("POST", target, body: Array(fields.joined(separator: "&").utf8)))
        guard let location = answer.headers.first(where: { $0.name == "Location" })?.value,
            let items = URLComponents(string: location)?.queryItems
        else {
            faults.append("nobody comes back from Google's page: \(answer.status)")
            return nil
        }
        let value = { (name: String) in items.first { $0.name == name }?.value ?? "" }
        return try await signing.finish(
            .google, SignInAccount.Return(state: value("state"), code: value("code"), error: value("error")), session: Self.session,
            actor: Self.ana)
    }

    private static let session = "session-of-ana"

    /// Google's messages arrive: most of them once, some twice, some never.
    func deliverNews(_ random: inout SeededGenerator) async throws {
        for message in around.google.takeDueMessages() {
            let headers = Dictionary(message.headers.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
            for _ in 0..<random.pick([1, 1, 1, 1, 2, 0]) { _ = try await HearNews(web.kalends)(.google, headers: headers) }
        }
    }

    func disconnect(_ random: inout SeededGenerator) async throws {
        let connected = try read { try $0.accounts.all() }.filter(\.isConnected)
        guard !connected.isEmpty else { return }
        let account = random.pick(connected.sorted { $0.id < $1.id })
        tell("disconnect \(account.provider) \(account.user.suffix(5))")
        try await attempting { try await DisconnectAccount(web.kalends)(account.id, actor: Self.ana) }
    }

    func wake(_ random: inout SeededGenerator) async throws {
        let calendars = try read { try $0.calendars.all() }.filter { $0.isLinked || $0.closesTime }
        guard !calendars.isEmpty else { return }
        let calendar = random.pick(calendars.sorted { $0.id < $1.id })
        // One message, or the same twice.
        for _ in 0..<random.int(1...2) {
            try await attempting { _ = try await SyncNow(web.kalends)(calendar.id, actor: Self.ana) }
        }
        tell("told to look at \(calendar.remote.name)")
    }

    func agree() async throws {
        for calendar in try read({ try $0.calendars.all() }) where calendar.withheldRemovals > 0 {
            tell("agree that \(calendar.withheldRemovals) are gone from \(calendar.remote.name)")
            remembered = remembered.filter { $0.key.remoteID != calendar.remote.id }
            try await attempting {
                _ = try await AgreeToRemovals(web.kalends)(calendar.id, count: calendar.withheldRemovals, actor: Self.ana)
            }
        }
    }

    func revive() async throws {
        for job in try read({ try $0.jobs.list(state: .dead, limit: 1_000) }) where try !isHopeless(job) {
            tell("revive \(job.kind)")
            try await attempting { try await ReviveJob(web.kalends)(job.id, actor: Self.ana) }
        }
    }

    /// Work for a calendar that is no more.
    func isHopeless(_ job: Job) throws -> Bool {
        guard job.state == .dead, job.kind == JobKind.removeEvent.rawValue else { return false }
        let target = try decode(RemoveEventPayload.self, from: job.payload)
        let calendar = try read { transaction in
            try transaction.calendars.find(target.calendar).flatMap { calendar in
                try transaction.accounts.find(calendar.account).map { CalendarKey(calendar.remote, $0.provider) }
            }
        }
        return calendar.map { !allCalendars().contains($0) } ?? true
    }

    func jump(_ random: inout SeededGenerator) {
        let length = random.pick([Seconds.minutes(2), .minutes(10), .minutes(-10), .hours(3)])
        tell("our clock jumps by \(length.count / 60) minutes")
        around.clock.advance(by: length)
    }
}
