import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport

@testable import Operations

extension Simulation {
    /// Somebody changes what the sync does, for everybody or for one person: sees first what it comes to, and agrees.
    func chooseSettings(_ random: inout SeededGenerator) async throws {
        let resource = random.pick([nil, Cast.benResource.id, Cast.benResource.id, Cast.anaResource.id])
        let choices = drawnChoices(&random)
        let change = SaveSyncSettings.Change(resource: resource, choices: choices, reachesExisting: random.oneIn(2))
        let (saving, seesOld) = (SaveSyncSettings(web.kalends), random.oneIn(8))
        tell("\(resource.map { $0.short } ?? "everybody") \(choices.story)\(change.reachesExisting ? ", for existing bookings too" : "")")
        try await attempting {
            let plan = try await saving.preview(change, actor: Self.ana)
            // What was shown is not what is due any more.
            if seesOld { try await cancel(&random) }
            noteSettings(change)
            try await saving(change, agreed: plan.digest, actor: Self.ana)
        }
    }

    /// Whose sync is off has it on again: what waited is then due.
    func switchOn() async throws {
        for resource in Set(slots.map { Resource.ID($0.resource) }).sorted() {
            let own = try read { transaction in
                try transaction.isSwitchedOff(resource)
                    ? transaction.syncSettings.versions(of: resource).last?.choices ?? SyncChoices() : nil
            }
            guard var choices = own else { continue }
            choices.sendsBookings = true
            let change = SaveSyncSettings.Change(resource: resource, choices: choices, reachesExisting: false)
            tell("\(resource.short) is switched on again")
            noteSettings(change)
            let saving = SaveSyncSettings(web.kalends)
            try await saving(change, agreed: try await saving.preview(change, actor: Self.ana).digest, actor: Self.ana)
        }
    }

    private func drawnChoices(_ random: inout SeededGenerator) -> SyncChoices {
        var choices = SyncChoices()
        if random.oneIn(10) { choices.sendsBookings = false }
        choices.sentFields = random.pick([nil, nil, [], [.title], [.title, .customer], [.customer, .location], Set(SentField.allCases)])
        if random.oneIn(6) { choices.sentServices = .only([Cast.haircut.id]) }
        if random.oneIn(10) { choices.readsEvents = false }
        choices.readFields = random.pick([nil, nil, []])
        choices.moves = random.pick([nil, .ask, .follow, .follow, .putBack])
        choices.deletions = random.pick([nil, .ask, .follow, .putBack, .putBack])
        choices.breakableLimits = random.pick([nil, [], [.hours], Set(BookingLimit.allCases)])
        choices.readDays = random.pick([nil, nil, 0, 7, 365])
        return choices
    }

    private func noteSettings(_ change: SaveSyncSettings.Change) {
        // Nobody promises any more that what is held keeps its time, nor that a title of theirs stands where ours is another now.
        for key in remembered.keys { remembered[key] = [] }
        if change.reachesExisting { ledger.noteNewTexts(step) }
    }

    /// What holds for how an appointment is written.
    func settings(for appointment: Appointment, _ resource: Resource.ID, _ transaction: Transaction) throws -> SyncSettings {
        try transaction.syncSettings.terms(of: resource).settings(for: appointment)
    }

    /// What holds for whatever is read in.
    func settings(of resource: Resource.ID, _ transaction: Transaction) throws -> SyncSettings {
        try transaction.syncSettings.terms(of: resource).current
    }
}

extension SyncChoices {
    fileprivate var story: String {
        var words: [String] = []
        if sendsBookings == false { words.append("sends nothing") }
        if let sentFields { words.append("sends \(sentFields.map(\.rawValue).sorted())") }
        if sentServices != nil { words.append("sends haircuts only") }
        if readsEvents == false { words.append("reads nothing") }
        if readFields == [] { words.append("keeps no titles") }
        if let moves { words.append("moves: \(moves)") }
        if let deletions { words.append("deletions: \(deletions)") }
        if let breakableLimits { words.append("may break \(breakableLimits.map(\.rawValue).sorted())") }
        if let readDays { words.append("reads \(readDays) days") }
        return words.isEmpty ? "lets the standard hold" : words.joined(separator: ", ")
    }
}
