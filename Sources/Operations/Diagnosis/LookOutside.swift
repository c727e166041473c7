import CalendarSync
import CivilTime
import Persistence

/// Asks the server of a connection how things stand: signs in, lists the calendars, and reads one item of each that is chosen.
struct LookOutside {
    let kalends: Kalends

    static let limit = Seconds(20)

    /// A calendar, and an item of it that is known to be there.
    struct Chosen: Sendable {
        var calendar: ConnectedCalendar
        var item: RemoteItem.ID?
    }

    func callAsFunction(_ account: CalendarAccount, _ chosen: [Chosen]) async -> DiagnosisFacts.Look {
        await within(.seconds(Self.limit.count)) { await ask(account, chosen) } ?? .timedOut(after: Self.limit)
    }

    private func ask(_ account: CalendarAccount, _ chosen: [Chosen]) async -> DiagnosisFacts.Look {
        let clock = ContinuousClock()
        let start = clock.now
        do {
            let provider = try kalends.provider(account.provider)
            let credentials = try kalends.credentials(of: account)
            let found = try await provider.discover(credentials)
            var refusals: [ConnectedCalendar.ID: ProviderFailure] = [:]
            for entry in chosen where found.calendars.contains(where: { $0.id == entry.calendar.remote.id }) {
                let remote = entry.calendar.remote
                // Finding a feed is reading it.
                guard account.provider != .feed,
                    let item = entry.item ?? provider.writer(of: remote, with: credentials)?.id(forUID: "\(Probe.prefix)none")
                else { continue }
                do throws(ProviderFailure) {
                    _ = try await provider.reader(of: remote, with: credentials).item(item)
                } catch {
                    if error.isAboutCalendar { refusals[entry.calendar.id] = error }
                }
            }
            return .answered(calendars: found.calendars, refusals: refusals, milliseconds: (clock.now - start).milliseconds)
        } catch let failure as ProviderFailure {
            return .failed(failure)
        } catch {
            return .failed(ProviderFailure(.misconfigured, "Connections of this kind are not set up here: \(error)"))
        }
    }
}

extension ProviderFailure {
    /// Whether it says something of the calendar, and not of the one item.
    fileprivate var isAboutCalendar: Bool {
        switch kind {
        case .alreadyExists, .preconditionFailed, .invalidAnswer, .tooLarge, .eventRefused: false
        default: true
        }
    }
}
