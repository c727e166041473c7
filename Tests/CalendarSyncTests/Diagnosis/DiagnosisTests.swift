import Booking
import CalendarSync
import CivilTime
import TestSupport
import Testing

/// Facts in, findings out.
struct DiagnosisTests {
    @Test func `a healthy connection has no finding, and every check an outcome`() {
        let diagnosis = Diagnosis(InjectedCause.healthy)
        #expect(diagnosis.findings == [])
        #expect(diagnosis.first == nil && diagnosis.isHealthy)
        #expect(diagnosis.results.map(\.check) == SyncCheck.inOrder)
    }

    @Test func `the checks are the 27, each once, each after those it depends on`() {
        #expect(SyncCheck.allCases.map(\.rawValue) == Array(1...27))
        #expect(Set(SyncCheck.inOrder).count == 27)
        for (index, check) in SyncCheck.inOrder.enumerated() {
            for other in check.dependsOn { #expect(SyncCheck.inOrder.prefix(index).contains(other), "\(check) before \(other)") }
        }
    }

    @Test(arguments: InjectedCause.all) func `each cause alone is named first`(_ injected: InjectedCause) throws {
        var facts = InjectedCause.healthy
        injected.inject(&facts)
        let diagnosis = Diagnosis(facts)
        let first = try #require(diagnosis.first)
        let finding = try #require(first.finding)
        #expect(finding.cause == injected.cause && first.check == injected.check)
        #expect(finding.weight == injected.weight && finding.actor == injected.actor)
        #expect(diagnosis.isHealthy == (injected.weight != .broken))
    }

    @Test(arguments: InjectedCause.all) func `nothing else fails along with a cause`(_ injected: InjectedCause) {
        var facts = InjectedCause.healthy
        injected.inject(&facts)
        // Who left, or never had a connection, is found in more than one way.
        #expect(Diagnosis(facts).findings.map(\.cause) == [injected.cause])
    }

    @Test func `checks that depend on a failed one name it instead of failing too`() throws {
        var facts = InjectedCause.healthy
        facts.look = .failed(ProviderFailure(.unauthorized, "Refused."))
        let diagnosis = Diagnosis(facts)
        for check in [SyncCheck.permissions, .calendarThere, .readable, .writable, .outbound, .inbound, .importing] {
            #expect(diagnosis.result(check)?.outcome == .blocked(by: .authorization), "\(check)")
        }
        #expect(diagnosis.result(.duplicates)?.outcome != .blocked(by: .authorization))
    }

    @Test func `since when a cause is known stays from one diagnosis to the next`() throws {
        var facts = InjectedCause.healthy
        facts.duplicates = 1
        let first = Diagnosis(facts)
        facts.known = first.known
        facts.now = facts.now + .days(3)
        #expect(Diagnosis(facts).first?.finding?.since == InjectedCause.now)
        facts.duplicates = 0
        facts.known = Diagnosis(facts).known
        facts.duplicates = 1
        #expect(Diagnosis(facts).first?.finding?.since == facts.now)
    }

    @Test func `a refusal is told since it was first refused, whatever the server says now`() {
        var facts = InjectedCause.healthy
        facts.connection?.refusedSince = InjectedCause.now - .days(2)
        facts.look = .failed(ProviderFailure(.unauthorized, "Refused."))
        #expect(Diagnosis(facts).first?.finding?.since == InjectedCause.now - .days(2))
    }

    @Test func `a password that works again ends the finding, though the mark still stands`() {
        var facts = InjectedCause.healthy
        facts.connection?.refusedSince = InjectedCause.now - .days(2)
        #expect(Diagnosis(facts).findings == [])
    }

    @Test func `what was not asked says that it was not, and is no finding`() throws {
        var facts = InjectedCause.healthy
        facts.look = .notTaken
        facts.roundTrip = nil
        let diagnosis = Diagnosis(facts)
        #expect(diagnosis.findings == [])
        guard case .notLooked = diagnosis.result(.outbound)?.outcome else {
            Issue.record("the round trip was \(String(describing: diagnosis.result(.outbound)))")
            return
        }
    }

    @Test func `somebody outside who must act gets a message, and nobody else does`() {
        for injected in InjectedCause.all {
            var facts = InjectedCause.healthy
            injected.inject(&facts)
            let finding = Diagnosis(facts).first?.finding
            let isOutside = injected.actor == .administrator || injected.actor == .calendarOwner
            if isOutside { #expect(finding?.message != nil, "\(injected.cause)") }
            if injected.actor == .owner || injected.actor == .nobody { #expect(finding?.message == nil, "\(injected.cause)") }
        }
    }

    @Test func `an event that was read is answered although the server is away now`() {
        var facts = InjectedCause.healthy
        let found = EventFacts.Found(
            title: "Dentist", span: Span(start: facts.now, duration: .hours(1)), calendar: "Work", closesTime: true, isBusy: true,
            reason: "Busy.")
        facts.item = .event(EventFacts(asked: "", found: found))
        facts.look = .timedOut(after: .seconds(20))
        let diagnosis = Diagnosis(facts)
        #expect(diagnosis.first == nil && diagnosis.reassurance?.key == "eventBusy")
        facts.item = .event(EventFacts(asked: "Dentist"))
        #expect(Diagnosis(facts).first?.finding?.cause == "unreachable")
    }

    @Test func `a booking that stands in the calendar is said to stand there`() {
        var facts = InjectedCause.healthy
        facts.item = .booking(
            BookingFacts(
                appointment: Appointment.ID("p"), name: "Haircut", span: Span(start: facts.now, duration: .hours(1)), isConfirmed: true,
                people: ["Ben"], isTheirs: true, link: .synced, calendar: "Work"))
        #expect(Diagnosis(facts).first == nil && Diagnosis(facts).reassurance?.key == "bookingStands")
    }

    @Test func `what is wrong goes before what waits, and that before what was chosen`() {
        var facts = InjectedCause.healthy
        facts.calendars[0].closesTime = false
        facts.conflicts = DiagnosisFacts.Pile(count: 1, since: facts.now)
        #expect(Diagnosis(facts).findings.map(\.cause) == ["conflicts", "closesNothing"])
        #expect(Diagnosis(facts).first?.finding?.cause == "conflicts")
    }

    @Test func `a page made by another program is told so, and the rest stays`() {
        let diagnosis = Diagnosis(InjectedCause.healthy).seen(on: PageVersions(page: "1", program: "2"), person: "Ben")
        #expect(diagnosis.findings.map(\.cause) == ["pageOld"])
    }
}
