import CivilTime
import ICalendar
import Testing

/// What is left of a calendar of which only the times may be kept.
struct TellingTimesTests {
    private let own: Set<String> = ["ana@example.org"]
    private let told = """
        DTSTART;TZID=Europe/Berlin:20260301T090000
        DURATION:PT1H
        RRULE:FREQ=DAILY;COUNT=3
        EXDATE;TZID=Europe/Berlin:20260302T090000
        SUMMARY;LANGUAGE=en:Oncologist
        DESCRIPTION:secret notes
        X-ALT-DESC:secret notes
        LOCATION:secret place
        GEO:48.2;16.4
        URL:https://secret.example.org
        CATEGORIES:secret
        ORGANIZER;CN=secret:mailto:boss@secret.example.org
        ATTENDEE;CN=secret;PARTSTAT=ACCEPTED:mailto:one@secret.example.org
        ATTENDEE;CN=secret:mailto:two@secret.example.org
        ATTENDEE;CN=Ana secret;X-NUM-GUESTS=2;PARTSTAT=DECLINED:MAILTO:Ana@example.org
        TRANSP:OPAQUE
        STATUS:CONFIRMED
        CREATED:20260101T000000Z
        BEGIN:VALARM
        TRIGGER:-PT5M
        DESCRIPTION:secret
        END:VALARM
        """

    private func calendar(_ lines: String) throws -> Component { try Cast.document(Cast.event(lines)).components[0] }

    private func text(_ component: Component) -> String { String(decoding: component.serialized(), as: UTF8.self) }

    @Test(arguments: [true, false]) func `times stay, words go, and the title where it may`(keepsTitle: Bool) throws {
        let kept = try calendar(told).tellingTimes(keepsTitle: keepsTitle, ownAddresses: own)
        let event = try #require(kept.components.first)
        #expect(!text(kept).contains("secret") && kept.components.count == 1 && event.components.isEmpty)
        #expect(event.first("SUMMARY")?.text == (keepsTitle ? "Oncologist" : nil))
        for name in ["UID", "DTSTART", "DURATION", "RRULE", "EXDATE", "TRANSP", "STATUS", "CREATED"] {
            #expect(try event.first(name) == calendar(told).components[0].first(name))
        }
    }

    @Test func `the own answer stays and decides, and others are a mark without a name`() throws {
        let event = try calendar(told).tellingTimes(keepsTitle: false, ownAddresses: own).components[0]
        #expect(
            event.all("ATTENDEE") == [
                Property(name: "ATTENDEE", value: "mailto:somebody@invalid"),
                Property(name: "ATTENDEE", parameters: [Parameter("PARTSTAT", "DECLINED")], value: "mailto:ana@example.org"),
            ])
        #expect(event.all("ORGANIZER") == [Property(name: "ORGANIZER", value: "mailto:somebody@invalid")])
        #expect(BusyMeaning.of(try CalendarEvent(event), ownAddresses: own) == .free(.declined))
    }

    @Test func `what is kept is laid out as the whole was`() throws {
        let tentative = told.replacing("PARTSTAT=DECLINED", with: "PARTSTAT=TENTATIVE")
        for lines in [told, tentative, "DTSTART:20260301T090000\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", "DTSTART;VALUE=DATE:20260301"] {
            let whole = try Cast.document(Cast.event(lines))
            let kept = whole.components[0].tellingTimes(keepsTitle: true, ownAddresses: own)
            let again = try CalendarDocument.parse(kept.serialized())
            let before = whole.occurrences(in: Cast.year, context: Cast.context)
            let after = again.occurrences(in: Cast.year, context: Cast.context)
            #expect(!before.occurrences.isEmpty && before.findings == after.findings)
            #expect(before.occurrences.map(\.span) == after.occurrences.map(\.span))
            #expect(before.occurrences.map(\.meaning) == after.occurrences.map(\.meaning))
            #expect(before.occurrences.map(\.summary) == after.occurrences.map(\.summary))
        }
    }

    @Test func `zones stay whole, published busy times stay, and what is no event goes`() throws {
        let calendar = Component(
            "VCALENDAR", properties: [Property(name: "METHOD", value: "PUBLISH"), Property("X-WR-CALNAME", text: "secret")],
            components: [
                Component("VTIMEZONE", properties: [Property("TZID", text: "Somewhere")], components: [Component("STANDARD")]),
                Component("VTODO", properties: [Property("SUMMARY", text: "secret")]),
                Component(
                    "VFREEBUSY",
                    properties: [
                        Property(name: "FREEBUSY", value: "20260301T090000Z/PT1H"), Property("COMMENT", text: "secret"),
                    ]),
            ])
        let kept = calendar.tellingTimes(keepsTitle: true, ownAddresses: [])
        #expect(kept.properties.map(\.name) == ["METHOD"])
        #expect(kept.components.map(\.name) == ["VTIMEZONE", "VFREEBUSY"] && kept.components[0] == calendar.components[0])
        #expect(kept.components[1].properties.map(\.name) == ["FREEBUSY"])
    }
}
