import ArgumentParser
import Booking
import CalendarSync
import CivilTime
import Foundation
import Operations
import Persistence
import Texts

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check every calendar connection and the instance itself, and say what is wrong and who must act.",
        discussion: """
            The same checks as in the admin app: each connection is asked, and a test item is written into the linked calendar, found there and \
            deleted. Works beside a running server. Exit status 0: healthy, 1: something was found, 2: the checks could not run. What waits, or \
            was set so, is told and is no finding.
            """)

    @OptionGroup var options: InstanceOptions

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Write no test items.")
    var readOnly = false

    func run() async throws {
        let isHealthy: Bool
        do {
            isHealthy = try await describing { try await examine() }
        } catch {
            FileHandle.standardError.write(Data("kalends doctor could not run: \(error)\n".utf8))
            throw ExitCode(2)
        }
        if !isHealthy { throw ExitCode(1) }
    }

    private func examine() async throws -> Bool {
        let kalends = try Instance(existing: options).kalends
        let health = try await InstanceHealth(kalends)()
        let (people, zone) = try await kalends.database.read { transaction in
            (try DiagnoseConnection.connected(transaction), try transaction.businesses.all().first?.zone)
        }
        var connections: [ConnectionDiagnosis] = []
        for person in people {
            connections += try await DiagnoseConnection(kalends)(person, depth: readOnly ? .look : .roundTrip, actor: .system)
        }
        let words = DiagnosisWords(texts: Texts(language: "en"), zone: zone.map { kalends.zone(named: $0) } ?? .utc)
        if json { try printJSON(health, connections, words) } else { printText(health, connections, words) }
        return health.allSatisfy(\.isWell) && connections.allSatisfy(\.diagnosis.isHealthy)
    }

    private func printText(_ health: [InstanceHealth.Check], _ connections: [ConnectionDiagnosis], _ words: DiagnosisWords) {
        print("Kalends \(Instance.version)")
        for check in health { print("\(check.isWell ? "  well " : "! found") \(words(check.statement))") }
        if connections.isEmpty { print("No calendar is connected.") }
        for connection in connections {
            print("\n\(connection.person) · \(connection.account?.name ?? "")")
            print(words.answer(connection.diagnosis, person: connection.person))
            for finding in connection.diagnosis.findings {
                print("- \(words(finding.sentence))\n  \(words.detail(finding))")
                if let message = finding.message { print("  \(words.texts["diagnosis.messageHeading"]): \(words(message))") }
            }
            for result in connection.diagnosis.results {
                let number = result.check.rawValue < 10 ? " \(result.check.rawValue)" : "\(result.check.rawValue)"
                print("  \(number). [\(words.state(of: result))] \(words.name(of: result.check)) \(words.sentence(of: result))")
            }
        }
    }
}

extension Doctor {
    private struct Answer: Encodable {
        struct Part: Encodable {
            var part: String
            var well: Bool
            var sentence: String
        }

        struct Connection: Encodable {
            var person: String
            var connection: String?
            var checkedAt: String
            var healthy: Bool
            var answer: String
            var first: String?
            var checks: [Check]
        }

        struct Check: Encodable {
            var number: Int
            var check: String
            var state: String
            var sentence: String
            var cause: String?
            var since: String?
            var actor: String?
            var remedy: String?
            var message: String?
        }

        var version: String
        var healthy: Bool
        var instance: [Part]
        var connections: [Connection]
    }

    private func printJSON(_ health: [InstanceHealth.Check], _ connections: [ConnectionDiagnosis], _ words: DiagnosisWords) throws {
        let answer = Answer(
            version: Instance.version, healthy: health.allSatisfy(\.isWell) && connections.allSatisfy(\.diagnosis.isHealthy),
            instance: health.map { Answer.Part(part: $0.part.rawValue, well: $0.isWell, sentence: words($0.statement)) },
            connections: connections.map { connection in
                let diagnosis = connection.diagnosis
                return Answer.Connection(
                    person: connection.person, connection: connection.account?.name, checkedAt: diagnosis.at.description,
                    healthy: diagnosis.isHealthy, answer: words.answer(diagnosis, person: connection.person),
                    first: diagnosis.first?.finding?.cause, checks: diagnosis.results.map { check($0, words) })
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(answer), as: UTF8.self))
    }

    private func check(_ result: CheckResult, _ words: DiagnosisWords) -> Answer.Check {
        let finding = result.finding
        return Answer.Check(
            number: result.check.rawValue, check: "\(result.check)", state: result.outcome.name, sentence: words.sentence(of: result),
            cause: finding?.cause, since: finding?.since.description, actor: finding?.actor.rawValue, remedy: finding?.remedy.word,
            message: finding?.message.map { words($0) })
    }
}

extension CheckResult.Outcome {
    /// A word for programs.
    fileprivate var name: String {
        switch self {
        case .well: "well"
        case .finding(let finding): finding.weight.rawValue
        case .blocked: "blocked"
        case .notApplicable: "notApplicable"
        case .notLooked: "notLooked"
        }
    }
}
