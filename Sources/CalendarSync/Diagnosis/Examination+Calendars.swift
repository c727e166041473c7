import CivilTime

/// Whether the right calendars are there, and what they are for.
extension Examination {
    var calendarThere: CheckResult.Outcome {
        for calendar in facts.calendars {
            let values: [String: Statement.Value] = ["calendar": .text(calendar.remote.name)]
            if isGone(calendar) {
                return finding(
                    calendar.isLinked ? "linkedCalendarGone" : "calendarGone", values, since: since(of: calendar, .calendarMissing), .owner,
                    .chooseCalendars)
            }
        }
        let names = facts.calendars.map { "“\($0.remote.name)”" }.joined(separator: ", ")
        return well("calendarThereWell", ["calendars": .text(names), "count": .count(facts.calendars.count)])
    }

    private func isGone(_ calendar: DiagnosisFacts.Calendar) -> Bool {
        switch facts.look {
        case .answered(let listed, let refusals, _):
            refusals[calendar.id].map { $0.kind == .calendarMissing } ?? !listed.contains { $0.id == calendar.remote.id }
        case .failed(let failure): failure.kind == .calendarMissing
        case .notTaken, .timedOut: calendar.trouble?.failure.kind == .calendarMissing
        }
    }

    var readable: CheckResult.Outcome {
        for calendar in facts.calendars {
            guard let refusal = readingRefusal(of: calendar) else { continue }
            let values: [String: Statement.Value] = ["calendar": .text(calendar.remote.name), "reason": .text(refusal.sentence)]
            switch refusal.kind {
            case .forbidden:
                return finding(
                    "notReadable", values, since: since(of: calendar, .forbidden), .calendarOwner, .chooseCalendars, message: true)
            case .tooLarge: return finding("tooLarge", values, since: since(of: calendar, .tooLarge), .owner, .chooseCalendars)
            default: return finding("notRead", values, since: since(of: calendar, refusal.kind), .administrator, .checkAgain, message: true)
            }
        }
        // While a limit lasts nobody knows; it is named by the check whether the server answers.
        if case .answered(_, let refusals, _) = facts.look, refusals.values.contains(where: \.concernsServer) {
            return notLooked("readableLimited")
        }
        return wellAsLastRead("readableWell")
    }

    private func readingRefusal(of calendar: DiagnosisFacts.Calendar) -> ProviderFailure? {
        switch facts.look {
        case .answered(_, let refusals, _): return refusals[calendar.id].flatMap { $0.concernsServer ? nil : $0 }
        case .failed(let failure): return failure.concernsConnection ? nil : failure
        case .timedOut, .notTaken: break
        }
        guard let trouble = calendar.trouble, !trouble.failure.concernsConnection, !isAboutWriting(trouble, calendar),
            trouble.failure.kind != .massRemoval
        else { return nil }
        return trouble.failure
    }

    /// A write was refused of a calendar that is read well.
    private func isAboutWriting(_ trouble: CalendarTrouble, _ calendar: DiagnosisFacts.Calendar) -> Bool {
        switch trouble.failure.kind {
        case .alreadyExists, .preconditionFailed, .eventRefused: true
        case .forbidden, .tooLarge: trouble.ofWriting == true || calendar.isLinked && facts.writes.givenUp > 0
        default: false
        }
    }

    var writable: CheckResult.Outcome {
        guard let linked = facts.linked else { return nothingLinked }
        let values: [String: Statement.Value] = ["calendar": .text(linked.remote.name)]
        if isReadOnly(linked) {
            return finding(
                "readOnly", values, since: readOnlySince(linked), .calendarOwner, .chooseCalendars, message: true)
        }
        return well("writableWell", values)
    }

    /// Every check reads the calendar, and what is read well and refuses the next write is in trouble anew: it is the same one.
    private func readOnlySince(_ calendar: DiagnosisFacts.Calendar) -> Instant? {
        [since(of: calendar, .forbidden), facts.known["readOnly"]].compactMap(\.self).min()
    }

    private func isReadOnly(_ calendar: DiagnosisFacts.Calendar) -> Bool {
        let isRefused = calendar.trouble.map { $0.failure.kind == .forbidden && isAboutWriting($0, calendar) } ?? false
        if case .answered(let listed, _, _) = facts.look, let now = listed.first(where: { $0.id == calendar.remote.id }) {
            // What the server lists outweighs what it refused before, unless it goes on refusing.
            return now.access == .readOnly || isRefused && facts.roundTrip?.failedStep == .write
        }
        return calendar.remote.access == .readOnly || isRefused
    }

    /// Why there is nothing to be said about writing.
    private var nothingLinked: CheckResult.Outcome {
        if let elsewhere = facts.linkedElsewhere { return notApplicable("linkedElsewhere", ["calendar": .text(elsewhere)]) }
        return notApplicable("nothingLinked")
    }

    var direction: CheckResult.Outcome {
        if facts.linked != nil {
            guard facts.sendsBookings else { return finding("sendingOff", weight: .chosen, .manager, .openSyncSettings) }
            return facts.readsEvents ? well("directionBoth") : well("directionOut")
        }
        if let elsewhere = facts.linkedElsewhere { return well("directionIn", ["calendar": .text(elsewhere)]) }
        if facts.connection?.provider == .feed { return finding("feedOnly", weight: .chosen, .manager, .connect) }
        return finding("inOnly", weight: .chosen, .manager, .chooseCalendars)
    }

    var closesTime: CheckResult.Outcome {
        guard facts.readsEvents else { return finding("readingOff", weight: .chosen, .manager, .openSyncSettings) }
        if facts.calendars.contains(where: \.closesTime) {
            let names = facts.calendars.filter(\.closesTime).map { "“\($0.remote.name)”" }.joined(separator: ", ")
            return well("closesTimeWell", ["calendars": .text(names)])
        }
        if facts.closesTimeElsewhere { return well("closesTimeElsewhere") }
        return finding("closesNothing", weight: .chosen, .manager, .chooseCalendars)
    }

    var services: CheckResult.Outcome {
        guard let left = facts.servicesLeftOut else { return notApplicable("servicesAll") }
        guard !left.isEmpty else { return well("servicesWell") }
        return finding("servicesLeftOut", ["services": .text(left.joined(separator: ", "))], weight: .chosen, .manager, .openSyncSettings)
    }

    var importing: CheckResult.Outcome {
        if !facts.unreadSinceTrouble.isEmpty {
            let names = facts.unreadSinceTrouble.map { "“\($0)”" }.joined(separator: ", ")
            return finding("readAgain", ["calendars": .text(names)], weight: .waiting, .nobody, .checkAgain)
        }
        guard let unread = facts.calendars.first(where: { $0.readAt == nil && $0.trouble == nil }) else { return well("importingWell") }
        let cause = "importing"
        let start = facts.known[cause] ?? facts.known["importingStuck"] ?? facts.now
        // An import that takes an hour is none: nobody is at it.
        let isStuck = facts.now - start > .hours(1)
        return finding(
            isStuck ? "importingStuck" : cause, ["calendar": .text(unread.remote.name)], weight: isStuck ? .broken : .waiting,
            since: start, isStuck ? .operator : .nobody, .checkAgain)
    }

    private func since(of calendar: DiagnosisFacts.Calendar, _ kind: ProviderFailure.Kind) -> Instant? {
        calendar.trouble.flatMap { $0.failure.kind == kind ? $0.since : nil }
    }
}

extension ProviderFailure {
    /// Whether it says nothing of the calendar that met it.
    fileprivate var concernsServer: Bool { kind == .throttled || kind == .misconfigured }
}
