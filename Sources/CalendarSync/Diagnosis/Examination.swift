import CivilTime

/// The checks one by one, over the same facts.
struct Examination {
    let facts: DiagnosisFacts
    /// What stands in the way of the whole connection, as the server says now, or as it was when it was last asked.
    let refusal: ProviderFailure?

    init(_ facts: DiagnosisFacts) {
        self.facts = facts
        refusal = Self.refusal(facts)
    }

    func outcome(of check: SyncCheck) -> CheckResult.Outcome {
        switch check {
        case .leaver: leaver
        case .invitation: invitation
        case .switchedOn: switchedOn
        case .network: network
        case .server: server
        case .appPassword: appPassword
        case .authorization: authorization
        case .permissions: permissions
        case .organizationRule: organizationRule
        case .calendarThere: calendarThere
        case .readable: readable
        case .writable: writable
        case .direction: direction
        case .closesTime: closesTime
        case .services: services
        case .importing: importing
        case .assignment: assignment
        case .markedFree: markedFree
        case .markedPrivate: markedPrivate
        case .madeBefore: madeBefore
        case .filters: filters
        case .outbound: outbound
        case .inbound: inbound
        case .duplicates: duplicates
        case .conflicts: conflicts
        case .meetingLink: meetingLink
        case .pageVersion: pageVersion
        }
    }

    private static func refusal(_ facts: DiagnosisFacts) -> ProviderFailure? {
        switch facts.look {
        case .failed(let failure): return failure
        case .timedOut(let length): return ProviderFailure(.unreachable, "No answer within \(length.count) s.")
        case .answered(_, let refusals, _):
            // A limit, or an installation that is not wanted, is no matter of the one calendar that met it.
            return facts.calendars.compactMap { refusals[$0.id] }.first { $0.kind == .throttled || $0.kind == .misconfigured }
        case .notTaken:
            let troubles = facts.calendars.compactMap(\.trouble?.failure)
            if facts.connection?.refusedSince != nil {
                return troubles.first { $0.kind == .unauthorized } ?? ProviderFailure(.unauthorized, "We are not let in.")
            }
            return troubles.first(where: \.concernsConnection)
        }
    }

    /// Everything that the provider said against us, newest first.
    var refusals: [ProviderFailure] {
        var said: [ProviderFailure] = []
        switch facts.look {
        case .failed(let failure): said.append(failure)
        case .answered(_, let refusals, _): said += facts.calendars.compactMap { refusals[$0.id] }
        case .timedOut, .notTaken: break
        }
        if let failure = facts.roundTrip?.failure { said.append(failure) }
        return said + facts.calendars.compactMap(\.trouble?.failure)
    }

    /// Since when a stored trouble is of a sort.
    func since(_ detail: ProviderFailure.Detail) -> Instant? {
        facts.calendars.compactMap(\.trouble).filter { $0.failure.detail == detail }.map(\.since).min()
    }

    /// A limit passes by itself. Whoever runs this installation can ask for more where it is theirs.
    func limited(_ cause: String, by failure: ProviderFailure, _ values: [String: Statement.Value] = [:]) -> CheckResult.Outcome {
        finding(
            cause, values.merging(["reason": .text(failure.sentence)]) { given, _ in given }, weight: .waiting, since: since(.throttled),
            failure.detail == .installationLimit ? .operator : .nobody, .checkAgain)
    }

    /// A finding that says since when it is so: as the facts tell, or since it was first seen.
    /// - Parameter key: the sentence's, where the cause has several.
    func finding(
        _ cause: String, saying key: String? = nil, _ values: [String: Statement.Value] = [:], weight: Finding.Weight = .broken,
        since: Instant? = nil,
        _ actor: Finding.Actor, _ remedy: Finding.Remedy, message: Bool = false
    ) -> CheckResult.Outcome {
        let start = since ?? facts.known[cause] ?? facts.now
        var values = values
        values["person"] = .text(facts.person)
        values["since"] = .moment(start)
        if let connection = facts.connection {
            values["connection"] = .text(connection.name)
            values["host"] = .text(connection.host)
        }
        let text = message ? Statement("message\(cause.prefix(1).uppercased())\(cause.dropFirst())", values) : nil
        return .finding(
            Finding(
                cause: cause, weight: weight, sentence: Statement(key ?? cause, values), since: start, actor: actor, remedy: remedy,
                message: text)
        )
    }

    func well(_ key: String, _ values: [String: Statement.Value] = [:]) -> CheckResult.Outcome { .well(statement(key, values)) }

    func notApplicable(_ key: String, _ values: [String: Statement.Value] = [:]) -> CheckResult.Outcome {
        .notApplicable(statement(key, values))
    }

    func notLooked(_ key: String, _ values: [String: Statement.Value] = [:]) -> CheckResult.Outcome { .notLooked(statement(key, values)) }

    private func statement(_ key: String, _ values: [String: Statement.Value]) -> Statement {
        Statement(key, values.merging(["person": .text(facts.person)]) { given, _ in given })
    }

    /// Since when the stored calendars have known of a trouble of that kind.
    func since(_ kind: ProviderFailure.Kind) -> Instant? {
        facts.calendars.compactMap(\.trouble).filter { $0.failure.kind == kind }.map(\.since).min()
    }
}

extension ProviderFailure {
    /// Whether it stands in the way of everything at the server, and not of one calendar.
    var concernsConnection: Bool {
        switch kind {
        case .unauthorized, .throttled, .unreachable, .invalidAnswer, .addressRefused, .misconfigured: true
        case .forbidden, .calendarMissing, .alreadyExists, .preconditionFailed, .tooLarge, .eventRefused, .massRemoval: false
        }
    }
}
