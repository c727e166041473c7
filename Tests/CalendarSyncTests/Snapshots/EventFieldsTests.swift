import Booking
import CalendarSync
import TestSupport
import Testing

struct EventFieldsTests {
    private func normalized(_ notes: String) -> String { fields(notes: notes).normalized.notes }

    @Test(arguments: [
        ("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a \t\nb", "a\nb"), ("\n\n a\nb \n", "a\nb"), ("a\n\n\nb", "a\n\n\nb"), ("  a  b", "a  b"),
        (" \r\n\t", ""),
        ("", ""), ("a\r\n\r\nb", "a\n\nb"),
    ])
    func `texts are compared as servers hand them back`(text: String, expected: String) { #expect(normalized(text) == expected) }

    @Test func `composed and decomposed letters are the same text`() {
        #expect(fields(10, "Frisör").normalized == fields(10, "Friso\u{308}r").normalized)
    }

    @Test func `every text is normalized, the time is not touched`() {
        let raw = fields(10, " T\r\n", notes: "N \n", location: "\tL", isAllDay: true)
        #expect(raw.normalized == fields(10, "T", notes: "N", location: "L", isAllDay: true))
    }

    @Test func `normalizing twice changes nothing more`() {
        var random = SeededGenerator(seed: 5)
        let characters = Array(" \t\n\r\u{a0}\u{301}aé👩‍👩‍👧") + ["\r\n"]
        for _ in 0..<20_000 {
            let text = String((0..<random.int(0...12)).map { _ in random.pick(characters) })
            #expect(normalized(normalized(text)) == normalized(text), "\(text.debugDescription)")
        }
    }
}

struct EventMarkerTests {
    @Test func `a marker comes back from its text`() {
        for marker in [EventMarker(appointment: "pfirst", generation: 1), EventMarker(appointment: "a/b", generation: 12)] {
            #expect(EventMarker(text: marker.text) == marker)
        }
        #expect(EventMarker(appointment: "pfirst", generation: 3).text == "pfirst/3")
    }

    @Test(arguments: [
        "", "/", "/1", "pfirst", "pfirst/", "pfirst/0", "pfirst/-1", "pfirst/+1", "pfirst/01", "pfirst/1 ", "pfirst/x",
        "pfirst/99999999999999999999",
    ])
    func `a text that no marker writes is none`(text: String) { #expect(EventMarker(text: text) == nil) }
}

struct LinkTests {
    @Test func `the first event bears the appointment's own UID, a later one its generation's`() {
        let appointment = Cast.appointment()
        var link = fresh()
        #expect(link.uid(for: appointment) == appointment.uid)
        link.generation = 3
        #expect(link.uid(for: appointment) == "g3-\(appointment.uid)")
    }
}

struct ProviderFailureTests {
    @Test(arguments: [
        (ProviderFailure.Kind.unauthorized, ProviderFailure.Retry.reauthorize), (.forbidden, .never), (.calendarMissing, .never),
        (.addressRefused, .never), (.tooLarge, .never), (.eventRefused, .never), (.misconfigured, .never),
        (.throttled, .after(seconds: 60)),
        (.unreachable, .after(seconds: 60)), (.invalidAnswer, .after(seconds: 60)), (.preconditionFailed, .after(seconds: 60)),
        (.alreadyExists, .after(seconds: 60)),
    ])
    func `a failure says whether and when to try again`(kind: ProviderFailure.Kind, retry: ProviderFailure.Retry) {
        #expect(ProviderFailure(kind, "It did not work.", retryAfter: 60).retry == retry)
    }

    @Test func `without the server's word it may be tried at once`() {
        #expect(ProviderFailure(.unreachable, "It did not work.").retry == .after(seconds: 0))
    }
}
