import CivilTime
import Testing

struct SpanTests {
    private func span(_ start: Int64, _ end: Int64) -> Span {
        Span(Instant(secondsSinceEpoch: start), Instant(secondsSinceEpoch: end))
    }

    @Test func `the start belongs to a span and the end does not`() {
        #expect(span(10, 20).contains(Instant(secondsSinceEpoch: 10)))
        #expect(!span(10, 20).contains(Instant(secondsSinceEpoch: 20)))
        #expect(!span(10, 10).contains(Instant(secondsSinceEpoch: 10)))
    }

    @Test func `spans that touch do not overlap`() {
        #expect(!span(0, 10).overlaps(span(10, 20)))
        #expect(span(0, 10).intersection(span(10, 20)) == nil)
        #expect(span(0, 11).intersection(span(10, 20)) == span(10, 11))
    }

    @Test func `an empty span overlaps nothing but lies within`() {
        #expect(!span(0, 10).overlaps(span(5, 5)))
        #expect(span(0, 10).contains(span(5, 5)))
        #expect(span(0, 10).contains(span(0, 10)))
        #expect(!span(0, 10).contains(span(0, 11)))
    }

    @Test func `padding and shifting move the borders`() {
        #expect(span(100, 200).padded(before: Seconds(10), after: Seconds(20)) == span(90, 220))
        #expect(span(100, 200).shifted(by: Seconds(-50)) == span(50, 150))
        #expect(Span(start: Instant(secondsSinceEpoch: 5), duration: Seconds(7)) == span(5, 12))
        #expect(span(5, 12).duration == Seconds(7))
    }

    @Test func `a span that ends before it starts is refused`() throws {
        #expect(Span(validating: Instant(secondsSinceEpoch: 2), end: Instant(secondsSinceEpoch: 1)) == nil)
        #expect(throws: DecodingError.self) { try value(Span.self, json: #"{"start":2,"end":1}"#) }
        #expect(try value(Span.self, json: json(span(1, 2))) == span(1, 2))
    }

    @Test func `spans sort by start and then by end`() {
        #expect([span(2, 3), span(1, 9), span(1, 2)].sorted() == [span(1, 2), span(1, 9), span(2, 3)])
    }
}
