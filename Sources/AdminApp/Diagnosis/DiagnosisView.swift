import Booking
import CalendarSync
import Operations
import Texts

/// A diagnosis as its template shows it: the answer, the one thing to do, what to forward, and every check below.
struct DiagnosisView: Sendable {
    struct Check: Sendable {
        var number: String
        var name: String
        var state: String
        var stateText: String
        var sentence: String
        var looked: String
    }

    struct Other: Sendable {
        var sentence: String
        var detail: String
    }

    var name: String
    /// `good`, `waiting`, `ageing` or `bad`.
    var state: String
    var answer: String
    var detail: String?
    /// Where the one thing is done, or where a click does it.
    var remedy: String?
    var remedyAddress: String?
    var remedyAction: String?
    var message: String?
    var messageID: String
    var others: [Other]
    var hasOthers: Bool
    var checkedAt: String
    var checks: [Check]

    init(_ connection: ConnectionDiagnosis, number: Int, visit: Visit, words: DiagnosisWords) {
        let diagnosis = connection.diagnosis
        let first = diagnosis.first?.finding
        name = connection.account?.name ?? visit.texts["adminCalendars.noConnection"]
        state = Self.state(of: first)
        answer = words.answer(diagnosis, person: connection.person)
        detail = first.map(words.detail)
        messageID = "message-\(number)"
        message = first?.message.map { words($0) }
        others =
            diagnosis.asked.isEmpty
            ? diagnosis.findings.filter { $0 != first }.map { Other(sentence: words($0.sentence), detail: words.detail($0)) } : []
        hasOthers = !others.isEmpty
        checkedAt = visit.texts("adminCheck.checkedAt", ["ago": visit.texts.relative(diagnosis.at, now: visit.now)])
        checks = diagnosis.results.map { result in
            Check(
                number: String(result.check.rawValue), name: words.name(of: result.check), state: Self.state(of: result),
                stateText: words.state(of: result), sentence: words.sentence(of: result), looked: words.looked(at: result.check))
        }
        offer(first, connection, visit, words)
    }

    /// A remedy that the person who looks may not carry out is named and not offered.
    private mutating func offer(_ first: Finding?, _ connection: ConnectionDiagnosis, _ visit: Visit, _ words: DiagnosisWords) {
        guard let first else { return }
        let (path, isAction) = words.address(of: first.remedy, resource: connection.resource, account: connection.account?.id)
        guard visit.user.role.canManageSettings || first.remedy.isForSchedulers else { return }
        remedy = words.label(of: first.remedy)
        if isAction { remedyAction = path } else { remedyAddress = path }
    }

    private static func state(of finding: Finding?) -> String {
        switch finding?.weight {
        case nil: "good"
        case .broken: "bad"
        case .waiting: "waiting"
        case .chosen: "ageing"
        }
    }

    private static func state(of result: CheckResult) -> String {
        switch result.outcome {
        case .well: "good"
        case .finding(let finding): state(of: finding)
        case .blocked, .notApplicable, .notLooked: "waiting"
        }
    }
}

extension Finding.Remedy {
    /// Whether somebody may do it who manages no settings.
    fileprivate var isForSchedulers: Bool {
        switch self {
        case .checkAgain, .settleConflicts, .openAppointment, .openDay, .reloadPage, .agreeToRemovals, .askByDay: true
        case .connect, .reconnect, .chooseCalendars, .openSyncSettings, .switchOn, .retryWork, .openPeople, .disconnect: false
        }
    }
}
