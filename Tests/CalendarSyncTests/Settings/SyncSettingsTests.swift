import Booking
import CalendarSync
import CivilTime
import Foundation
import TestSupport
import Testing

/// What is in force: a person's choice, else the organization's, else the standard; and since when.
struct SyncSettingsTests {
    private let haircut = Service.ID("haircut")
    private let massage = Service.ID("massage")

    @Test func `where nobody chose anything everything travels, and a person is asked`() {
        let settings = SyncSettings(person: SyncChoices(), organization: SyncChoices())
        #expect(settings == .standard)
        #expect(settings.sends(haircut) && settings.readsEvents && settings.sentFields == Set(SentField.allCases))
        #expect(settings.answerToMoves == .ask && settings.answerToDeletions == .ask && settings.breakableLimits.isEmpty)
    }

    @Test func `each field is resolved by itself`() {
        let organization = SyncChoices(sentFields: [], moves: .follow, readDays: 3)
        let person = SyncChoices(sentFields: [.title], deletions: .putBack)
        let settings = SyncSettings(person: person, organization: organization)
        #expect(settings.sentFields == [.title] && settings.moves == .follow && settings.deletions == .putBack && settings.readDays == 3)
        #expect(settings.sendsBookings == SyncSettings.standard.sendsBookings)
        #expect(SettingOrigin(\.sentFields, person: person, organization: organization) == .person)
        #expect(SettingOrigin(\.moves, person: person, organization: organization) == .organization)
        #expect(SettingOrigin(\.readsEvents, person: person, organization: organization) == .standard)
    }

    /// Every combination of choices: what is resolved is never anything but one of the three.
    @Test func `a resolved value is the person's, the organization's or the standard, in this order`() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            let (person, organization) = (choices(&random), choices(&random))
            let settings = SyncSettings(person: person, organization: organization)
            #expect(settings.sendsBookings == person.sendsBookings ?? organization.sendsBookings ?? true)
            #expect(settings.moves == person.moves ?? organization.moves ?? .ask)
            #expect(settings.breakableLimits == person.breakableLimits ?? organization.breakableLimits ?? [])
            #expect(settings.sentServices == person.sentServices ?? organization.sentServices ?? .all)
        }
    }

    @Test func `only the services chosen travel, and none when writing is off`() {
        let chosen = SyncSettings(sentServices: .only([haircut]))
        #expect(chosen.sends(haircut) && !chosen.sends(massage))
        #expect(!SyncSettings(sendsBookings: false).sends(haircut))
    }

    @Test func `where nothing is read in, changes made outside are put back`() {
        let settings = SyncSettings(readsEvents: false, moves: .follow, deletions: .ask)
        #expect(settings.answerToMoves == .putBack && settings.answerToDeletions == .putBack)
    }

    @Test func `an appointment keeps what held when it was made, unless a change was made to reach it`() {
        let anonymous = SyncChoices(sentFields: [])
        let later = SyncChoicesVersion(number: 1, since: hour(10).start, reachesExisting: false, choices: anonymous)
        var terms = SyncTerms(organization: [later])
        #expect(terms.settings(for: Appointment.ID("a"), madeAt: hour(9).start).sentFields == SyncSettings.standard.sentFields)
        #expect(terms.settings(for: Appointment.ID("a"), madeAt: hour(10).start).sentFields.isEmpty)
        #expect(terms.current.sentFields.isEmpty)
        terms.organization.append(
            SyncChoicesVersion(number: 2, since: hour(12).start, reachesExisting: true, choices: SyncChoices(sentFields: [.title])))
        #expect(terms.settings(for: Appointment.ID("a"), madeAt: hour(9).start).sentFields == [.title])
        terms.person = [SyncChoicesVersion(number: 1, since: hour(13).start, reachesExisting: false, choices: anonymous)]
        #expect(terms.settings(for: Appointment.ID("a"), madeAt: hour(9).start).sentFields == [.title])
        #expect(terms.settings(for: Appointment.ID("a"), madeAt: hour(14).start).sentFields.isEmpty)
    }

    @Test func `what was made earlier in the same second keeps what held then`() {
        let version = SyncChoicesVersion(
            number: 1, since: hour(10).start, reachesExisting: false, earlier: [Appointment.ID("a")],
            choices: SyncChoices(sendsBookings: false))
        var terms = SyncTerms(organization: [version])
        #expect(terms.settings(for: Appointment.ID("a"), madeAt: hour(10).start).sendsBookings)
        #expect(!terms.settings(for: Appointment.ID("b"), madeAt: hour(10).start).sendsBookings)
        terms.organization[0].reachesExisting = true
        #expect(!terms.settings(for: Appointment.ID("a"), madeAt: hour(10).start).sendsBookings)
    }

    @Test func `choices survive their text, and one choice has one text`() throws {
        var random = SeededGenerator(seed: 11)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        for _ in 0..<200 {
            let choices = choices(&random)
            let text = try encoder.encode(choices)
            let read = try JSONDecoder().decode(SyncChoices.self, from: text)
            #expect(read == choices)
            #expect(try encoder.encode(read) == text)
        }
    }

    private func choices(_ random: inout SeededGenerator) -> SyncChoices {
        func maybe<Value>(_ values: [Value], _ random: inout SeededGenerator) -> Value? {
            random.oneIn(2) ? nil : values[random.int(0...(values.count - 1))]
        }
        return SyncChoices(
            sendsBookings: maybe([true, false], &random), sentFields: maybe([[], [.title], Set(SentField.allCases)], &random),
            sentServices: maybe([.all, .only([haircut]), .only([haircut, massage])], &random), readsEvents: maybe([true, false], &random),
            readFields: maybe([[], [.title]], &random), moves: maybe(OutsideChange.allCases, &random),
            deletions: maybe(OutsideChange.allCases, &random),
            breakableLimits: maybe([[], [.hours], Set(BookingLimit.allCases)], &random), readDays: maybe([0, 35, 365], &random))
    }
}
