import Booking
import CalendarSync
import CivilTime
import Persistence
import Testing

@Suite(.everyEngine) struct InvitationStoreTests {
    @Test(arguments: [["a", "b", "c"], ["c", "b", "a"]])
    func `of one second, the invitation that works is the latest`(_ ids: [String]) throws {
        let database = try Cast.database()
        let ben = Cast.benResource.id
        try database.writeNow { transaction in
            for id in ids {
                for var former in try transaction.invitations.all(of: ben) where former.revokedAt == nil {
                    former.revokedAt = morning
                    try transaction.invitations.update(former)
                }
                try transaction.invitations.insert(
                    ConnectionInvitation(
                        id: ConnectionInvitation.ID(id), resource: ben, business: Cast.studio.id, inviter: "", address: "",
                        tokenHash: "hash of \(id)", sealedToken: "sealed", createdAt: morning, expiresAt: morning + .days(14)))
            }
        }
        #expect(try database.readNow { try $0.invitations.all(of: ben) }.first?.id.rawValue == ids.last)
        #expect(try database.readNow { try $0.invitations.all() }.first?.id.rawValue == ids.last)
    }
}
