import Booking
import CalendarSync
import CivilTime
import TestSupport
import Testing
import Texts

@testable import Operations

/// Every outcome of a diagnosis is a sentence that is complete.
struct DiagnosisWordsTests {
    private let texts = Texts(language: "en")
    private var words: DiagnosisWords { DiagnosisWords(texts: texts, zone: TestZones.named("Europe/Berlin")) }

    private func isComplete(_ sentence: String) -> Bool {
        !sentence.isEmpty && !sentence.contains("{") && !sentence.hasPrefix("diagnosis.") && !sentence.contains(": .")
    }

    @Test(arguments: InjectedCause.all) func `whatever is found, every check, finding and message is a whole sentence`(
        _ injected: InjectedCause
    ) {
        var facts = InjectedCause.healthy
        injected.inject(&facts)
        let diagnosis = Diagnosis(facts)
        for result in diagnosis.results {
            for text in [words.sentence(of: result), words.name(of: result.check), words.looked(at: result.check), words.state(of: result)]
            {
                #expect(isComplete(text), "\(result.check): \(text)")
            }
        }
        for finding in diagnosis.findings {
            #expect(isComplete(words.detail(finding)) && isComplete(words.label(of: finding.remedy)))
            #expect(words(finding.sentence).contains("–") || words(finding.sentence).contains(" "))
            if let message = finding.message {
                #expect(isComplete(words(message)) && words(message).hasPrefix("Hello, "), "\(words(message))")
            }
        }
        #expect(isComplete(words.answer(diagnosis, person: "Ben")))
    }

    @Test func `a healthy connection reads well from the first check to the last`() {
        let diagnosis = Diagnosis(InjectedCause.healthy)
        #expect(words.answer(diagnosis, person: "Ben") == "Everything is well with the calendars of Ben.")
        for result in diagnosis.results { #expect(isComplete(words.sentence(of: result)), "\(words.sentence(of: result))") }
    }

    @Test func `times are told in the unit that fits`() {
        #expect(words(Statement("networkWell", ["time": .milliseconds(80)])).contains("80\u{A0}ms"))
        #expect(words(Statement("networkWell", ["time": .milliseconds(1_430)])).contains("1.4\u{A0}s"))
    }

    @Test func `one and many are told apart`() {
        #expect(words(Statement("duplicates", ["count": .count(1)])).hasPrefix("The event of one booking"))
        #expect(words(Statement("duplicates", ["count": .count(3)])).hasPrefix("The events of 3 bookings"))
    }

    private func answer(_ change: (inout DiagnosisFacts) -> Void) -> String {
        var facts = InjectedCause.healthy
        change(&facts)
        return words.answer(Diagnosis(facts), person: "Ben")
    }

    @Test func `an event that merely lies over a booking is not told as a change of it`() {
        func conflicts(_ count: Int, overlapped: Int) -> String {
            answer {
                $0.conflicts = DiagnosisFacts.Pile(count: count, since: $0.now)
                $0.overlapped = overlapped
            }
        }
        #expect(conflicts(2, overlapped: 2).hasPrefix("Other events lie over 2 bookings of Ben"))
        #expect(conflicts(2, overlapped: 0).hasPrefix("2 bookings of Ben were changed in the calendar"))
        #expect(conflicts(3, overlapped: 1).hasPrefix("3 bookings of Ben were changed in the calendar or have other events over them"))
    }

    @Test func `a server that answers with a fault of its own is not said to be silent`() {
        let fault = ProviderFailure(.unreachable, "The server has a fault of its own (status 500). It is tried again later.")
        #expect(!answer { $0.look = .failed(fault) }.contains("not answered"))
    }

    @Test func `only bookings are said to be there once`() {
        let result = Diagnosis(InjectedCause.healthy).result(.duplicates)
        #expect(result.map(words.sentence(of:))?.hasPrefix("No booking has its event there twice.") == true)
    }

    @Test func `every remedy has its words and its place`() {
        let remedies: [Finding.Remedy] = [
            .connect, .reconnect, .chooseCalendars, .checkAgain, .settleConflicts, .retryWork, .openAppointment(Appointment.ID("p")),
            .openPeople, .reloadPage, .openDay(Cast.morning),
            .disconnect,
        ]
        for remedy in remedies {
            #expect(isComplete(words.label(of: remedy)), "\(remedy)")
            #expect(words.address(of: remedy, resource: Cast.benResource.id, account: Cast.benAccount.id).path.hasPrefix("/admin"))
        }
    }
}
