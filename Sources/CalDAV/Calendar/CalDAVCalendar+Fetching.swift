import CalendarSync
import Outbound

/// Members as they were downloaded.
struct FetchedMembers: Sendable {
    var items: [RemoteItem] = []
    /// Gone between the listing and the download.
    var removed: [RemoteItem.ID] = []
    var troubled: [ItemTrouble] = []
    /// How many downloads ended in a fault of the server.
    fileprivate var faults = 0

    mutating func take(_ reading: ItemReading, id: RemoteItem.ID) {
        switch reading {
        case .item(let item): items.append(item)
        case .trouble(let reason): troubled.append(ItemTrouble(id: id, reason: reason))
        }
    }
}

extension CalDAVCalendar {
    /// Members asked for at once of a server of which nothing is known yet.
    static let batchSize = 100
    /// A server may fail at single events; past this many it is the server that fails.
    private static let toleratedFaults = 3

    /// Downloads members by calendar-multiget. Whatever an answer leaves out is asked for by itself.
    func fetch(_ members: [ListedMember], _ names: MemberNames) async throws(ProviderFailure) -> FetchedMembers {
        var fetched = FetchedMembers()
        for start in stride(from: 0, to: members.count, by: Self.batchSize) {
            let batch = Array(members[start..<min(start + Self.batchSize, members.count)])
            try await take(try await multiget(batch), batch, names, &fetched)
        }
        return fetched
    }

    /// Nil where the server does not answer this report as it should.
    func multiget(_ batch: [ListedMember]) async throws(ProviderFailure) -> DAVAnswer? {
        do throws(ProviderFailure) {
            let answer = try await sendToCollection(.REPORT, depth: 1, xml: DAVBody.multiget(batch.map(\.id)))
            return answer.isSuccess ? answer : nil
        } catch  where error.kind == .invalidAnswer || error.kind == .tooLarge {
            return nil
        }
    }

    /// Reads the answer about a batch, and asks for what it leaves out: of a large one by hundreds, else each member by itself. It may be that
    /// one of them spoils it all.
    /// - Returns: whether nothing was left out.
    @discardableResult
    func take(
        _ answer: DAVAnswer?, _ batch: [ListedMember], _ names: MemberNames, _ fetched: inout FetchedMembers
    ) async throws(ProviderFailure) -> Bool {
        var missing = Dictionary(batch.map { ($0.id, $0) }) { first, _ in first }
        if let answer {
            do throws(ProviderFailure) {
                take(try answer.multistatus(), from: answer.address, batch, names, &missing, &fetched)
            } catch {
                if error.kind != .invalidAnswer, error.kind != .tooLarge { throw error }
            }
        }
        let left = batch.filter { missing[$0.id] != nil }
        guard !left.isEmpty else { return true }
        if batch.count > Self.batchSize {
            for start in stride(from: 0, to: left.count, by: Self.batchSize) {
                let part = Array(left[start..<min(start + Self.batchSize, left.count)])
                try await take(try await multiget(part), part, names, &fetched)
            }
        } else {
            for member in left { try await fetchAlone(member, &fetched) }
        }
        return false
    }

    private func take(
        _ multistatus: Multistatus, from address: DAVAddress, _ batch: [ListedMember], _ names: MemberNames,
        _ missing: inout [RemoteItem.ID: ListedMember], _ fetched: inout FetchedMembers
    ) {
        let asked = MemberNames(collection: names.collection, known: missing.mapValues { $0.version ?? "" })
        for response in multistatus.responses {
            for href in response.hrefs {
                guard let id = asked.id(href, from: address), let member = missing[id] else { continue }
                if response.status == 404 || response.status == 410 {
                    missing[id] = nil
                    fetched.removed.append(id)
                } else if let data = response.property("C:calendar-data")?.text, !data.isEmpty {
                    missing[id] = nil
                    let version = response.property("D:getetag")?.value ?? member.version
                    fetched.take(ItemReading(Array(data.utf8), id: id, version: version, zones: zones), id: id)
                }
            }
        }
    }

    /// One member by GET. Its own failure stays its own; one that concerns the whole server ends the read.
    private func fetchAlone(_ member: ListedMember, _ fetched: inout FetchedMembers) async throws(ProviderFailure) {
        let answer: DAVAnswer
        do throws(ProviderFailure) {
            answer = try await send(.GET, try memberAddress(member.id))
        } catch  where error.kind == .tooLarge {
            return fetched.troubled.append(ItemTrouble(id: member.id, reason: error.sentence))
        }
        if answer.isSuccess {
            let reading = ItemReading(answer.response.body, id: member.id, version: answer.version ?? member.version, zones: zones)
            return fetched.take(reading, id: member.id)
        }
        if answer.isGone {
            try await confirmCollection()
            return fetched.removed.append(member.id)
        }
        let failure = answer.failure(during: .reading)
        if failure.kind == .throttled { throw failure }
        if answer.status >= 500 {
            fetched.faults += 1
            if fetched.faults > Self.toleratedFaults { throw failure }
        }
        fetched.troubled.append(ItemTrouble(id: member.id, reason: "The server does not give the event away (status \(answer.status))."))
    }
}
