import CalendarSync
import CivilTime
import Testing

@testable import CalDAV

/// What is written reads back as it was meant, whatever it is.
struct RoundTripTests {
    /// Before, in and after the hours in which the clocks of Berlin change, over midnight, and over the turn of a year.
    private static let starts: [Int64] = [
        1_774_742_400, 1_774_746_000, 1_774_749_600, 1_792_886_400, 1_792_890_000, 1_792_893_600, 1_798_757_999, 1_798_761_600,
        1_803_902_340,
    ]
    private static let texts = [
        "", "Frisör – Zoë & <b>Söhne</b>", "a;b,c\\d \"e\" 'f'", "First\n\n  second\tthird", "👩‍👩‍👧 💇🏽", "%41 &amp; \u{A0}x", "日本語 العربية",
        "BEGIN:VEVENT\nUID:other\nEND:VEVENT", "\\n \\N \\, ^n ^'", String(repeating: "long ", count: 400),
    ]

    private static let events = starts.flatMap { start in
        texts.indices.map { number in
            var event = Cast.event
            event.fields =
                EventFields(
                    span: Span(start: Instant(secondsSinceEpoch: start), duration: .minutes(15 + 45 * number)), title: texts[number],
                    notes: texts[(number + 3) % texts.count], location: texts[(number + 5) % texts.count]
                ).normalized
            return event
        }
    }

    @Test func `any event is read back as it was written`() throws {
        for event in Self.events {
            let item = try Cast.item(String(decoding: event.object(), as: UTF8.self))
            #expect(item.fields?.normalized == event.fields)
            #expect(item.uid == event.uid && item.marker == event.marker)
        }
    }

    @Test func `any event is read back as it was changed to`() throws {
        for (number, event) in Self.events.enumerated() {
            let held = Self.events[(number + 7) % Self.events.count].object()
            let changed = try #require(event.object(changing: held))
            #expect(try Cast.item(String(decoding: changed, as: UTF8.self)).fields?.normalized == event.fields)
        }
    }
}
