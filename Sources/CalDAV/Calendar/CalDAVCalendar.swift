import CalendarSync
import CivilTime
import ICalendar
import Outbound
import Synchronization

/// One collection of one account: its reader and, where the account may write, its writer.
struct CalDAVCalendar: CalendarWriter {
    let calendar: RemoteCalendar
    let client: CalDAVClient
    let zones: ZoneDatabase
    /// The collection; nil if what was stored is no address.
    private let address: DAVAddress?
    /// Set once the collection itself has answered, so that a missing member is known not to be a missing calendar.
    private let hasAnswered = Answered()

    private final class Answered: Sendable {
        let flag = Mutex(false)
    }

    init(calendar: RemoteCalendar, http: any HTTPSending, credentials: CalendarCredentials, zones: ZoneDatabase) {
        self.calendar = calendar
        self.zones = zones
        address = DAVAddress(calendar.id)?.asCollection
        // The password is meant for the site that discovery signed in to.
        let site = DAVAddress(credentials.address) ?? address ?? Self.nowhere
        client = CalDAVClient(http: http, credentials: credentials, site: site)
    }

    private static let nowhere = DAVAddress("https://invalid/")!

    var collection: DAVAddress {
        get throws(ProviderFailure) {
            guard let address else {
                throw ProviderFailure(.addressRefused, "“\(calendar.name)” has no usable address. Connect its account again.")
            }
            return address
        }
    }

    func id(forUID uid: String) -> RemoteItem.ID { (address?.path ?? "/") + DAVAddress.percentEncoded(uid) + ".ics" }

    func item(_ id: RemoteItem.ID) async throws(ProviderFailure) -> RemoteItem? {
        guard let (object, _) = try await object(id) else { return nil }
        switch object {
        case .item(let item): return item
        case .trouble(let reason): throw ProviderFailure(.invalidAnswer, "An event on the server cannot be read: \(reason)")
        }
    }

    /// One member and the bytes it came as; nil on positive evidence that it is gone.
    func object(_ id: RemoteItem.ID) async throws(ProviderFailure) -> (reading: ItemReading, body: [UInt8])? {
        var answer = try await send(.GET, try memberAddress(id))
        // Once is no evidence: a server between two states says so of what is there.
        if answer.isGone { answer = try await send(.GET, try memberAddress(id)) }
        if answer.isGone {
            try await confirmCollection()
            return nil
        }
        guard answer.isSuccess else { throw answer.failure(during: .reading) }
        return (ItemReading(answer.response.body, id: id, version: answer.version, zones: zones), answer.response.body)
    }

    func memberAddress(_ id: RemoteItem.ID) throws(ProviderFailure) -> DAVAddress {
        guard let address = try collection.resolving(id) else {
            throw ProviderFailure(.invalidAnswer, "The server listed an event at “\(id.prefix(200))”, which is no address.")
        }
        return address
    }

    /// Sends a request; a refused password is believed only when the collection itself refuses it too.
    func send(
        _ method: OutboundRequest.Method, _ target: DAVAddress, depth: Int? = nil, headers: [(String, String)] = [], xml: String? = nil,
        body: [UInt8]? = nil
    ) async throws(ProviderFailure) -> DAVAnswer {
        let first = try await client.send(method, target, depth: depth, headers: headers, xml: xml, body: body)
        guard first.status == 401 else { return first }
        let probe = try await client.propfind(try collection, depth: 0, ["D:resourcetype"])
        if probe.status == 401 { throw ProviderFailure.unauthorized }
        let second = try await client.send(method, target, depth: depth, headers: headers, xml: xml, body: body)
        guard second.status == 401 else { return second }
        throw ProviderFailure(
            .unreachable, "The server refused the password for one request and took it for another. It is tried again later.",
            retryAfter: 60)
    }

    /// A request about the collection itself. An answer that it is not there is confirmed before it is believed.
    func sendToCollection(
        _ method: OutboundRequest.Method, depth: Int, xml: String
    ) async throws(ProviderFailure) -> DAVAnswer {
        let answer = try await send(method, try collection, depth: depth, xml: xml)
        if answer.isGone || answer.status == 405 { try await confirmCollection() }
        return answer
    }

    func markAsAnswered() { hasAnswered.flag.withLock { $0 = true } }

    /// - Throws: `.calendarMissing` when the collection is not there any more.
    func confirmCollection() async throws(ProviderFailure) {
        if hasAnswered.flag.withLock({ $0 }) { return }
        let probe = try await client.propfind(try collection, depth: 0, ["D:resourcetype"])
        if try probe.saysMissing() { throw ProviderFailure.calendarMissing }
        markAsAnswered()
    }
}
