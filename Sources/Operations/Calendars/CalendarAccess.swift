public import Booking
public import CalendarSync
public import CivilTime
public import Persistence
import Secrets

extension CalendarAccount {
    /// A disconnected account keeps its links, so that reconnecting finds every event again, but not its password.
    public var isConnected: Bool { !sealedSecret.isEmpty }

    /// The password or grant, opened; `nil` for a disconnected account, or one that was sealed with another key.
    func secret(with key: SecretKey) -> String? {
        guard isConnected else { return nil }
        return key.open(sealedSecret, context: accountSecretContext(id)).map { String(decoding: $0, as: UTF8.self) }
    }

    mutating func seal(_ secret: String, with key: SecretKey) {
        sealedSecret = key.seal(Array(secret.utf8), context: accountSecretContext(id))
    }

    /// While the credentials are refused only reading tries them again, so that a wrong password is not sent once for each waiting event.
    /// - Throws: `ProviderFailure`.
    func requireNotRefused() throws(ProviderFailure) {
        guard refusedSince != nil else { return }
        throw ProviderFailure(.unauthorized, "“\(name)” does not let us in any more. Connect the account again.")
    }
}

extension ConnectedCalendar {
    /// Whether it takes part in the sync.
    var isRead: Bool { isLinked || closesTime }
}

extension Kalends {
    /// The credentials of an account, opened for one request.
    func credentials(of account: CalendarAccount) throws -> CalendarCredentials {
        guard account.isConnected else { throw ProviderFailure(.unauthorized, "This calendar account is disconnected. Connect it again.") }
        guard let secret = account.secret(with: secretKey) else {
            throw ProviderFailure(
                .unauthorized,
                "What is stored to sign in cannot be read with this secret key. Connect the account again, or restore the key file.")
        }
        return CalendarCredentials(address: account.address, user: account.user, password: secret)
    }

    func provider(_ kind: ProviderKind) throws -> any CalendarProvider {
        guard let provider = providers[kind] else { throw NotFound("calendar provider \(kind.rawValue)") }
        return provider
    }

    /// Whose zone the floating times and all-day dates of a resource's calendars are told in.
    func owner(of resource: Resource.ID, account: CalendarAccount, _ transaction: Transaction) throws -> CalendarOwner {
        CalendarOwner(zone: try zone(ofOwner: resource, transaction), zones: zones, ownAddresses: account.ownAddresses)
    }

    /// The zone in which the owner of a calendar means whole days: the person's own, or the business's.
    public func zone(ofOwner resource: Resource.ID, _ transaction: Transaction) throws -> Zone {
        let memberships = try transaction.staff.all(of: resource)
        let member = memberships.first(where: \.isActive) ?? memberships.first
        let business = try member.flatMap { try transaction.businesses.find($0.business) }
        return zone(named: member?.zone ?? business?.zone ?? "UTC")
    }

    /// How far ahead series are laid out: past the farthest maximum advance, with two weeks of slack so that it is done rarely.
    /// - Parameter readDays: how many days before today are read.
    func expansionWindow(readDays: Int) -> Span { Span(now - .days(readDays), now + .days(745)) }
}

func accountSecretContext(_ id: CalendarAccount.ID) -> String { "account:\(id)" }
