import Booking
import CalendarSync
import CivilTime
import Operations
import RestShape

/// What a diagnosis of one connection found.
struct DiagnosisItem: Sendable {
    var account: String?
    var person = ""
    var at = Instant(secondsSinceEpoch: 0)
    var isHealthy = false
    var answer = ""
    var checks: [Check] = []

    /// One check and what it came to.
    struct Check: Sendable {
        enum State: String, CaseIterable, Sendable { case well, broken, waiting, chosen, blocked, notApplicable, notLooked }

        var number = 0
        var question = ""
        var state = State.well
        var sentence = ""
        var since: Instant?
        var who: Finding.Actor?
        var remedy: String?
    }

    private init() {}

    init(_ found: ConnectionDiagnosis, _ words: DiagnosisWords) {
        (account, person, at) = (found.account?.id.rawValue, found.person, found.diagnosis.at)
        (isHealthy, answer) = (found.diagnosis.isHealthy, words.answer(found.diagnosis, person: found.person))
        checks = found.diagnosis.results.map { Check($0, words) }
    }

    static let schema = ObjectSchema<DiagnosisItem>(
        "connectionDiagnosis", fresh: { DiagnosisItem() },
        properties: [
            .readOnly("answer", .string(maxLength: 10_000), get: { $0.answer }, isNullable: false, about: "The first cause."),
            .readOnly("calendarAccountId", .string(maxLength: 100), get: { $0.account }),
            .readOnly("checkedDateTime", .dateTimeOffset, get: { $0.at }, isNullable: false),
            .readOnly("checks", .collection(of: .object(Check.schema), maxCount: 100), get: { $0.checks }, isNullable: false),
            .readOnly("isHealthy", .boolean, get: { $0.isHealthy }, isNullable: false),
            .readOnly("personDisplayName", .string(maxLength: 200), get: { $0.person }, isNullable: false),
        ])
}

extension DiagnosisItem.Check {
    init(_ result: CheckResult, _ words: DiagnosisWords) {
        (number, question, sentence) = (result.check.rawValue, words.name(of: result.check), words.sentence(of: result))
        switch result.outcome {
        case .well: state = .well
        case .blocked: state = .blocked
        case .notApplicable: state = .notApplicable
        case .notLooked: state = .notLooked
        case .finding(let finding):
            state =
                switch finding.weight {
                case .broken: .broken
                case .waiting: .waiting
                case .chosen: .chosen
                }
            (since, who, remedy) = (finding.since, finding.actor, finding.remedy.word)
        }
    }

    private static let states = EnumDefinition("diagnosisState", State.allCases.map(\.rawValue))
    private static let actors = EnumDefinition("diagnosisActor", Finding.Actor.allCases.map(\.rawValue))

    fileprivate static let schema = ObjectSchema<DiagnosisItem.Check>(
        "diagnosisCheck", fresh: { DiagnosisItem.Check() },
        properties: [
            .readOnly("actor", .enumeration(actors), get: { $0.who }, about: "Who can put it right."),
            .readOnly("number", .int32(0...1_000), get: { $0.number }, isNullable: false),
            .readOnly("question", .string(maxLength: 1_000), get: { $0.question }, isNullable: false),
            .readOnly("remedy", .string(maxLength: 100), get: { $0.remedy }, about: "What to do next, in one word such as reconnect."),
            .readOnly("sentence", .string(maxLength: 10_000), get: { $0.sentence }, isNullable: false),
            .readOnly("since", .dateTimeOffset, get: { $0.since }),
            .readOnly("state", .enumeration(states), get: { $0.state }, isNullable: false),
        ])
}
