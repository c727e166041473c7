public import Booking
public import CalendarSync
public import CivilTime
public import Texts

/// Turns what a diagnosis says into words, in one language and one zone; the same for the page, the command line and the report.
public struct DiagnosisWords: Sendable {
    public let texts: Texts
    public let zone: Zone

    public init(texts: Texts, zone: Zone) {
        self.texts = texts
        self.zone = zone
    }

    /// The sentence of a statement.
    public func callAsFunction(_ statement: Statement) -> String {
        let key = "diagnosis.\(statement.key)"
        let values = statement.values.mapValues(text)
        if case .count(let count)? = statement.values["count"], texts.has("\(key)|other") { return texts.count(key, count, values) }
        return texts(key, values)
    }

    /// The question that a check asks.
    public func name(of check: SyncCheck) -> String { texts["diagnosis.check\(Self.word(check))"] }

    /// What it looks at to answer it.
    public func looked(at check: SyncCheck) -> String { texts["diagnosis.looked\(Self.word(check))"] }

    /// What the check came to, in a sentence.
    public func sentence(of result: CheckResult) -> String {
        switch result.outcome {
        case .well(let statement), .notApplicable(let statement), .notLooked(let statement): self(statement)
        case .finding(let finding): self(finding.sentence)
        case .blocked(let by): texts("diagnosis.blocked", ["check": name(of: by), "number": String(by.rawValue)])
        }
    }

    /// The state in one or two words: “Well”, “Found”, “Does not apply”.
    public func state(of result: CheckResult) -> String {
        switch result.outcome {
        case .well: texts["diagnosis.stateWell"]
        case .finding(let finding): texts["diagnosis.state\(finding.weight.rawValue.capitalizedFirst)"]
        case .blocked: texts["diagnosis.stateBlocked"]
        case .notApplicable: texts["diagnosis.stateNotApplicable"]
        case .notLooked: texts["diagnosis.stateNotLooked"]
        }
    }

    /// The answer in one sentence: the first cause, or that there is none.
    public func answer(_ diagnosis: Diagnosis, person: String) -> String {
        if let first = diagnosis.first?.finding { return self(first.sentence) }
        if let reassurance = diagnosis.reassurance { return self(reassurance) }
        return texts("diagnosis.allWell", ["person": person])
    }

    /// Since when it is so, where the sentence does not say it and it was not chosen so, and who can put it right.
    public func detail(_ finding: Finding) -> String {
        let who = texts("diagnosis.who\(finding.actor.rawValue.capitalizedFirst)", finding.sentence.values.mapValues(text))
        let key = "diagnosis.\(finding.sentence.key)"
        let isSaid = [key, "\(key)|other"].contains { texts[$0].contains("{since}") }
        if isSaid || finding.weight == .chosen { return who }
        return texts("diagnosis.sinceAndWho", ["since": texts.when(finding.since, in: zone), "who": who])
    }

    /// The page where a remedy is carried out, and whether a click does it at once.
    /// - Parameter account: the connection that the finding is about.
    public func address(of remedy: Finding.Remedy, resource: Resource.ID, account: CalendarAccount.ID?) -> (path: String, isAction: Bool) {
        let check = "/admin/calendars/people/\(resource)/check"
        let connect = "/admin/calendars/connect?resource=\(resource)"
        return switch remedy {
        case .connect: (connect, false)
        case .reconnect: (account.map { "/admin/calendars/connect?account=\($0)" } ?? connect, false)
        case .chooseCalendars: (account.map { "/admin/calendars/accounts/\($0)" } ?? connect, false)
        case .openSyncSettings: ("/admin/calendars/settings/\(resource)", false)
        case .switchOn: ("/admin/connections", false)
        case .checkAgain: (check, true)
        case .settleConflicts: ("/admin/conflicts", false)
        case .agreeToRemovals: ("/admin/calendars", false)
        case .retryWork: ("/admin/jobs?state=dead", false)
        case .openAppointment(let id): ("/admin/appointments/\(id)", false)
        case .openPeople: ("/admin/staff", false)
        case .askByDay: ("/admin/calendars/people/\(resource)/event", false)
        case .openDay(let instant): ("/admin?date=\(zone.date(at: instant))", false)
        case .reloadPage: (check, false)
        case .disconnect: (account.map { "/admin/calendars/accounts/\($0)/disconnect" } ?? "/admin/staff", false)
        }
    }

    public func label(of remedy: Finding.Remedy) -> String { texts["diagnosis.remedy\(remedy.word.capitalizedFirst)"] }

    private func text(_ value: Statement.Value) -> String {
        switch value {
        case .text(let text): text
        case .moment(let instant): texts.when(instant, in: zone)
        case .span(let span): texts.when(span, in: zone)
        case .count(let count): texts.number(count)
        case .milliseconds(let time): time < 1_000 ? texts("diagnosis.milliseconds", ["count": String(time)]) : seconds(time)
        case .length(let length): texts.duration(length)
        }
    }

    /// “1.4 s”
    private func seconds(_ milliseconds: Int) -> String {
        texts("diagnosis.seconds", ["count": "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100)"])
    }

    private static func word(_ check: SyncCheck) -> String { "\(check)".capitalizedFirst }
}

extension Finding.Remedy {
    /// The name under which the catalogue has it.
    public var word: String {
        switch self {
        case .connect: "connect"
        case .reconnect: "reconnect"
        case .chooseCalendars: "chooseCalendars"
        case .openSyncSettings: "openSyncSettings"
        case .switchOn: "switchOn"
        case .checkAgain: "checkAgain"
        case .settleConflicts: "settleConflicts"
        case .agreeToRemovals: "agreeToRemovals"
        case .retryWork: "retryWork"
        case .openAppointment: "openAppointment"
        case .openPeople: "openPeople"
        case .askByDay: "askByDay"
        case .openDay: "openDay"
        case .reloadPage: "reloadPage"
        case .disconnect: "disconnect"
        }
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
