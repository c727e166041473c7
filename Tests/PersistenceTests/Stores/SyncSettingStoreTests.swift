import Booking
import CalendarSync
import CivilTime
import Persistence
import Testing

@Suite(.everyEngine) struct SyncSettingStoreTests {
    private let database: Database
    private let ben = Cast.benResource.id

    init() throws { database = try Cast.database() }

    private func version(_ number: Int, _ choices: SyncChoices, reachesExisting: Bool = false) -> SyncChoicesVersion {
        SyncChoicesVersion(number: number, since: morning + .hours(number), reachesExisting: reachesExisting, choices: choices)
    }

    @Test func `nobody has chosen anything at first`() throws {
        #expect(try database.readNow { try $0.syncSettings.versions(of: nil) }.isEmpty)
        #expect(try database.readNow { try $0.syncSettings.terms(of: ben).current } == .standard)
    }

    @Test func `every state is kept in order, the organization's and each person's by itself`() throws {
        let first = version(
            1, SyncChoices(sendsBookings: false, sentFields: [.location, .title], sentServices: .only([Cast.cut.id]), readDays: 7))
        let second = version(2, SyncChoices(readFields: [], moves: .follow, breakableLimits: [.takenTime, .hours]), reachesExisting: true)
        var bens = version(1, SyncChoices(deletions: .putBack))
        bens.earlier = [Appointment.ID("made within its second"), Appointment.ID("so was this")]
        try database.writeNow { transaction in
            try transaction.syncSettings.append(first, of: nil)
            try transaction.syncSettings.append(second, of: nil)
            try transaction.syncSettings.append(bens, of: ben)
        }
        #expect(try database.readNow { try $0.syncSettings.versions(of: nil) } == [first, second])
        #expect(try database.readNow { try $0.syncSettings.terms(of: ben) } == SyncTerms(organization: [first, second], person: [bens]))
        #expect(try database.readNow { try $0.syncSettings.versions(of: Cast.anaResource.id) }.isEmpty)
    }

    @Test func `two people who change the same thing at once do not both win`() throws {
        try database.writeNow { try $0.syncSettings.append(version(1, SyncChoices(readDays: 1)), of: ben) }
        #expect(throws: StoreFailure.self) {
            try database.writeNow { try $0.syncSettings.append(version(1, SyncChoices(readDays: 2)), of: ben) }
        }
    }
}
