import CalendarSimulators
import CalendarSync
import CivilTime
import Synchronization
import Testing

@testable import GoogleCalendar

/// A calendar of several pages, read for the first time.
struct FirstReadTests {
    private final class Taken: Sendable {
        private let portions = Mutex<[ImportPortion]>([])
        var all: [ImportPortion] { portions.withLock { $0 } }
        func take(_ portion: ImportPortion) { portions.withLock { $0.append(portion) } }
    }

    /// The first week of December.
    private static let window = Span(start: december.start, duration: .days(7))

    private func read(_ google: Google) async throws -> (batch: ChangeBatch, portions: [ImportPortion], state: ReadState) {
        let taken = Taken()
        let batch = try await google.writer().firstRead(known: [:], window: Self.window) { taken.take($0) }
        var state = ReadState()
        for portion in taken.all { state = state.applying(ChangeBatch(changed: portion.items)) }
        return (batch, taken.all, state.applying(batch))
    }

    @Test func `what is near is listed by itself, and in the end everything is held as a whole listing has it`() async throws {
        try await Google.run { google async throws in
            google.settings { $0.largestPage = 3 }
            for day in (1...28).reversed() { try google.add(hour(day: day)) }
            try google.add(hour(day: 2, at: "15:00:00", ["recurrence": ["RRULE:FREQ=DAILY"], "summary": "Standup"]))
            let (batch, portions, state) = try await read(google)
            #expect(portions.first?.completesWindow == true)
            let near = try #require(portions.first).items
            #expect(near.count == 8 && near.contains { $0.fields == nil })
            let (whole, plain) = try await google.read()
            #expect(whole.changed.count == 29 && state.known == plain.known && batch.listing == whole.listing)
            #expect(state.items.mapValues(\.payload) == plain.items.mapValues(\.payload))
        }
    }

    @Test func `a calendar of one page costs one request`() async throws {
        try await Google.run { google async throws in
            for day in 1...5 { try google.add(hour(day: day)) }
            let (batch, portions, _) = try await read(google)
            #expect(portions.isEmpty && batch.changed.count == 5 && google.calls() == ["events.list"])
        }
    }
}
