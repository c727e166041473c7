import CivilTime

/// What was tried with a test item, and what lies about.
extension Examination {
    /// So long work may wait before somebody should look.
    private static let patience = Seconds.minutes(15)

    var outbound: CheckResult.Outcome {
        guard let linked = facts.linked else {
            return facts.linkedElsewhere.map { notApplicable("linkedElsewhere", ["calendar": .text($0)]) } ?? notApplicable("nothingLinked")
        }
        let values: [String: Statement.Value] = ["calendar": .text(linked.remote.name)]
        if facts.writes.givenUp > 0 {
            let more: [String: Statement.Value] = ["count": .count(facts.writes.givenUp), "reason": .text(facts.writes.reason ?? "")]
            return finding("writesGivenUp", values.merging(more) { $1 }, .manager, .retryWork)
        }
        if let limit {
            // Where everything is limited, that is said by the check whether the server answers.
            return refusal?.kind == .throttled ? notLooked("readableLimited") : limited("writesLimited", by: limit, values)
        }
        if let since = facts.writes.waitingSince, facts.now - since > Self.patience {
            return finding(
                "writesWait", values.merging(["count": .count(facts.writes.waiting)]) { $1 }, since: since, .operator, .checkAgain)
        }
        guard let trip = facts.roundTrip else { return notLooked("roundTripNotTried") }
        if let step = trip.failedStep, step != .changeFeed {
            let more: [String: Statement.Value] = ["reason": .text(trip.reason ?? ""), "moment": .moment(trip.at)]
            return finding(
                "outbound\(step.rawValue.capitalizedFirst)", values.merging(more) { $1 }, .administrator, .checkAgain, message: true)
        }
        guard let time = trip.outboundMilliseconds else { return notLooked("roundTripNotTried") }
        return well("outboundWell", ["time": .milliseconds(time), "moment": .moment(trip.at)])
    }

    /// What keeps writes waiting though nobody need act.
    private var limit: ProviderFailure? {
        if let failure = facts.roundTrip?.failure, failure.kind == .throttled { return failure }
        return facts.linked?.trouble.flatMap { $0.failure.kind == .throttled ? $0.failure : nil }
    }

    var inbound: CheckResult.Outcome {
        guard let linked = facts.linked else { return notApplicable("inboundNotWritable") }
        guard let trip = facts.roundTrip, trip.failure?.kind != .throttled else { return notLooked("roundTripNotTried") }
        if trip.failedStep == .changeFeed {
            return finding(
                "inbound", ["calendar": .text(linked.remote.name), "reason": .text(trip.reason ?? ""), "moment": .moment(trip.at)],
                .administrator, .checkAgain, message: true)
        }
        guard let time = trip.inboundMilliseconds else { return notLooked("roundTripNotTried") }
        return well("inboundWell", ["time": .milliseconds(time), "moment": .moment(trip.at)])
    }

    var duplicates: CheckResult.Outcome {
        guard facts.duplicates > 0 else { return well("duplicatesWell") }
        return finding("duplicates", ["count": .count(facts.duplicates)], .owner, .checkAgain)
    }

    var conflicts: CheckResult.Outcome {
        if let doubt = facts.calendars.first(where: { $0.trouble?.failure.kind == .massRemoval }), let trouble = doubt.trouble {
            let values: [String: Statement.Value] = ["calendar": .text(doubt.remote.name), "reason": .text(trouble.failure.sentence)]
            return finding("removalsWithheld", values, since: trouble.since, .manager, .agreeToRemovals)
        }
        guard facts.conflicts.count > 0 else { return well("conflictsWell") }
        let key =
            facts.overlapped == 0
            ? "conflictsChanged" : facts.overlapped == facts.conflicts.count ? "conflictsOverlapped" : "conflictsMixed"
        return finding(
            "conflicts", saying: key, ["count": .count(facts.conflicts.count)], since: facts.conflicts.since, .manager, .settleConflicts)
    }

    /// A meeting is made with the event, so it is the linked calendar's to make (C13).
    var meetingLink: CheckResult.Outcome {
        guard let meetings = facts.meetings else { return notApplicable("meetingLinkUnset") }
        guard let linked = facts.linked else {
            return facts.linkedElsewhere.map { notApplicable("linkedElsewhere", ["calendar": .text($0)]) } ?? notApplicable("nothingLinked")
        }
        let values: [String: Statement.Value] = [
            "calendar": .text(linked.remote.name), "services": .text(meetings.services.joined(separator: ", ")),
        ]
        if let since = meetings.promised.since, meetings.promised.count > 0, facts.now - since > Self.patience, limit == nil {
            return finding(
                "meetingsMissing", values.merging(["count": .count(meetings.promised.count)]) { $1 }, since: since, .manager, .checkAgain)
        }
        switch meetings.maker {
        case .linkedCalendar: return well("meetingLinkWell", values)
        case .switchedOff: return finding("meetingsOff", values, weight: .chosen, .manager, .openPeople)
        case .notWritten: return finding("meetingsNotWritten", values, weight: .chosen, .manager, .openSyncSettings)
        case .nobody: return finding("meetingsNotMade", values, weight: .chosen, .manager, .chooseCalendars)
        }
    }

    var pageVersion: CheckResult.Outcome {
        guard let versions = facts.versions else { return notApplicable("pageVersionNone") }
        guard versions.page != versions.program else { return well("pageVersionWell", ["version": .text(versions.program)]) }
        return finding("pageOld", ["page": .text(versions.page), "program": .text(versions.program)], .nobody, .reloadPage)
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
