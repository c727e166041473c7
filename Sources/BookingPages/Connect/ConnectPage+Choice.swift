import Booking
import CalendarSync
import CivilTime
import Operations
import Texts
import WebShell

extension ConnectPage {
    /// What each calendar is for.
    struct Choice: Sendable {
        struct Row: Sendable {
            let id: String
            let conflictID: String
            let value: String
            let name: String
            let note: String
            let isLinked: Bool
            let canBeLinked: Bool
            let closesTime: Bool
        }

        let account: String
        let ticket: String
        let rows: [Row]
        let isNowhere: Bool
        /// What becomes of bookings when no calendar of this account is linked.
        let nowhereHint: String
        let linkedFault: String?
        let conflictsFault: String?

        /// - Parameters:
        ///   - former: what the account's calendars were for before.
        ///   - form: what was chosen; `nil` the first time.
        ///   - elsewhere: the calendar of another account that bookings are written into.
        init(
            _ found: DiscoveredAccount, former: FormerChoice?, _ form: Query?, _ faults: [FieldFault], ticket: String, elsewhere: String?,
            _ texts: Texts
        ) {
            let proposed = ProposedCalendars(found.calendars, former: former)
            let linked = form.map { $0.value("linked") } ?? proposed.linked
            let conflicts = form.map { Set($0.all("conflicts")) } ?? proposed.conflicts
            account = found.name
            self.ticket = ticket
            rows = found.calendars.enumerated().map { index, calendar in
                let canBeLinked = calendar.access == .readWrite
                return Row(
                    id: "linked-\(index)", conflictID: "conflict-\(index)", value: calendar.id, name: calendar.name,
                    note: canBeLinked
                        ? calendar.limitation ?? texts["adminConnect.writable"]
                        : "\(texts["adminConnect.closesOnly"]) \(calendar.limitation ?? texts["adminConnect.readOnly"])",
                    isLinked: linked == calendar.id, canBeLinked: canBeLinked, closesTime: conflicts.contains(calendar.id))
            }
            isNowhere = linked == nil && (form?.contains("linked") ?? proposed.isClear)
            nowhereHint =
                elsewhere.map { texts("adminConnect.linkedNoneElsewhere", ["calendar": $0]) } ?? texts["connect.linkedNoneHint"]
            linkedFault = faults.first { $0.field == "linked" }?.sentence(in: texts)
            conflictsFault = faults.first { $0.field == "conflicts" }?.sentence(in: texts)
        }
    }

    /// The dry run: what connecting comes to. Customers are not named to whoever holds a link.
    struct Plan: Sendable {
        struct Hidden: Sendable {
            let name: String
            let value: String
        }

        let sentences: [String]
        let items: [String]
        let hidden: [Hidden]

        init(_ plan: SyncPlan, _ form: Query, zone: Zone, _ texts: Texts) {
            sentences = plan.sentences(texts)
            items = plan.items.prefix(50).map { item in
                let what = texts["adminPlan.\(item.action.rawValue)Word"]
                return "\(what): \(item.appointment.serviceName), \(texts.when(item.appointment.span, in: zone))"
            }
            hidden =
                form.fields.filter { !["token", "agreed"].contains($0.name) }.map { Hidden(name: $0.name, value: $0.value) }
                + [Hidden(name: "agreed", value: plan.digest)]
        }
    }

    /// How it stands after connecting.
    struct Standing: Sendable {
        struct Row: Sendable {
            let name: String
            let text: String
            /// From 0 to 100; `nil` where nobody knows of how much, or nothing is on its way.
            let percent: String?
            let isImporting: Bool
            let isFailing: Bool
        }

        let headingKey: String
        let text: String
        let rows: [Row]
        /// Where news come from, as long as there may be some.
        let events: String?

        init(_ opened: OpenedInvitation, _ kalends: Kalends, _ texts: Texts) {
            let zone = kalends.zone(named: opened.business.zone)
            rows = opened.calendars.map { calendar in
                let isImporting = calendar.readAt == nil && calendar.failure == nil
                return Row(
                    name: calendar.remote.name, text: Self.text(calendar, zone, texts),
                    percent: isImporting ? calendar.importing?.percent.map(String.init) : nil, isImporting: isImporting,
                    isFailing: calendar.failure != nil)
            }
            let values = ["business": opened.business.name, "inviter": opened.inviter ?? opened.business.name]
            let outcome = Outcome(opened)
            headingKey = "connect.\(outcome)Heading"
            text = texts("connect.\(outcome)Text", values)
            events = opened.account == nil ? nil : "/connect/\(opened.token)/events"
        }

        /// How it stands, by the name of its texts.
        private enum Outcome {
            case used, ended
            /// It works again once somebody signs in, or mends what is said.
            case failing
            /// It works again by itself.
            case passing

            init(_ opened: OpenedInvitation) {
                let failures = opened.calendars.compactMap(\.failure?.failure)
                guard let account = opened.account else { self = .ended; return }
                if account.refusedSince != nil || failures.contains(where: \.isLasting) {
                    self = .failing
                } else {
                    self = failures.isEmpty ? .used : .passing
                }
            }
        }

        private static func text(_ calendar: ConnectedCalendar, _ zone: Zone, _ texts: Texts) -> String {
            if let trouble = calendar.failure {
                return texts("connect.failing", ["reason": trouble.failure.sentence, "time": texts.when(trouble.since, in: zone)])
            }
            if calendar.readAt != nil { return texts["connect.synced"] }
            return texts.importing(calendar.importing)
        }
    }
}

extension ProviderFailure {
    /// Whether waiting alone will not end it.
    fileprivate var isLasting: Bool { if case .after = retry { false } else { true } }
}

extension SyncSettings {
    /// What is read of the holder's calendars, one sentence each.
    func readSentences(_ texts: Texts) -> [String] {
        guard readsEvents else { return [texts["connect.readsNothing"]] }
        return [texts["connect.readsTimes"], texts[readFields.contains(.title) ? "connect.readsTitles" : "connect.readsNoTitles"]]
    }

    /// What is written into the holder's calendar, one sentence each.
    func sentSentences(_ texts: Texts) -> [String] {
        let rest = [texts["connect.writesOwn"], texts["connect.writesDuplicates"]]
        guard sendsBookings else { return [texts["connect.writesNothing"], texts["connect.writesDuplicates"]] }
        guard !sentFields.isEmpty else { return [texts["connect.writesTimes"]] + rest }
        let names = SentField.allCases.filter(sentFields.contains).map {
            texts["adminSync.field\($0.rawValue.prefix(1).uppercased())\($0.rawValue.dropFirst())"]
        }
        return [texts("connect.writesFields", ["fields": names.joined(separator: ", ").lowercased()])] + rest
    }
}
