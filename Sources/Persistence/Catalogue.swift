import Booking
import Synchronization

/// What everybody reads and hardly anybody changes (businesses, services, people, what the sync does), kept ready for as long as its stamp stands.
///
/// The stamp is a setting. Whoever changes any of it writes a new one, at random, in the same transaction; whoever wants what is kept ready
/// reads the stamp in the own transaction first, and so sees what the rows themselves would have said. A stamp that was undone, or lost with
/// its server, never comes again.
final class Catalogue: Sendable {
    /// The setting's name.
    static let stamp = "catalogue.stamp"

    /// With more than this, everything is read anew.
    private static let most = 8_192

    private struct Kept {
        var stamp = ""
        var values: [Key: any Sendable] = [:]
    }

    /// What was asked for.
    enum Key: Hashable {
        case business(Business.ID)
        case businessAt(slug: String)
        case service(Service.ID)
        case serviceAt(slug: String, Business.ID)
        case services(Business.ID)
        case questions(Business.ID)
        case member(StaffMember.ID)
        case members(Business.ID)
        case syncTerms(Resource.ID)
        case webhooks
    }

    private let kept = Mutex(Kept())

    static func newStamp() -> String { String(UInt64.random(in: 0 ... .max), radix: 16) }

    func value(_ key: Key, at stamp: String) -> (any Sendable)? {
        kept.withLock { $0.stamp == stamp ? $0.values[key] : nil }
    }

    func keep(_ value: any Sendable, _ key: Key, at stamp: String) {
        kept.withLock { kept in
            if kept.stamp != stamp || kept.values.count >= Self.most { kept = Kept(stamp: stamp) }
            kept.values[key] = value
        }
    }
}
