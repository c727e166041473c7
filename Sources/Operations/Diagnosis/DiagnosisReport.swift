import CalendarSync
import CivilTime
import Texts

/// What is handed to whoever helps: every check with its outcome, as plain text. No password, no token, no name of a customer and no title of
/// an event is in it.
public struct DiagnosisReport: Sendable {
    let words: DiagnosisWords
    let version: String

    public init(_ words: DiagnosisWords, version: String) {
        self.words = words
        self.version = version
    }

    public func text(_ connections: [ConnectionDiagnosis]) -> String {
        var lines = [words.texts("diagnosis.reportHeading", ["version": version])]
        for connection in connections {
            let diagnosis = connection.diagnosis
            lines += ["", String(repeating: "=", count: 72), connection.person + (connection.account.map { " · \($0.name)" } ?? "")]
            lines.append(words.texts("diagnosis.reportAt", ["when": words.texts.when(diagnosis.at, in: words.zone)]))
            lines += ["", words.answer(diagnosis, person: connection.person)]
            for finding in diagnosis.findings { lines.append("- \(words(finding.sentence)) \(words.detail(finding))") }
            lines.append("")
            lines += diagnosis.results.map(line)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ result: CheckResult) -> String {
        let number = result.check.rawValue < 10 ? " \(result.check.rawValue)" : String(result.check.rawValue)
        return """
            \(number). [\(words.state(of: result))] \(words.name(of: result.check))
                \(words.sentence(of: result))
                (\(words.looked(at: result.check)))
            """
    }
}
