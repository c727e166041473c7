import Booking
import CivilTime
import Foundation
import TestSupport

/// A zone of the system that the tests name.
func zone(_ name: String) -> Zone { TestZones.named(name) }

/// `2026-11-23T09:00:00Z`.
func instant(_ text: String) -> Instant { Instant(rfc3339: text)! }

/// So many minutes after the cast's morning.
func at(_ minutes: Int) -> Instant { Cast.morning + .minutes(minutes) }

func span(_ from: Int, _ until: Int) -> Span { Span(at(from), at(until)) }

func taken(_ from: Int, _ until: Int, _ cause: TakenTime.Cause = .claim) -> TakenTime { TakenTime(span: span(from, until), cause: cause) }

func range(_ start: Int, _ end: Int) -> OpeningRange { OpeningRange(start: start, end: end)! }

func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

func decode<Value: Decodable>(_ type: Value.Type = Value.self, _ text: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text.utf8))
}

/// Rules with no lead time and no far end, in minutes.
func rules(_ duration: Int, every step: Int = 30, before: Int = 0, after: Int = 0, earliest: Int = -100_000, latest: Int = 1_000_000)
    -> SlotRules
{
    SlotRules(
        duration: .minutes(duration), preBuffer: .minutes(before), postBuffer: .minutes(after), step: .minutes(step),
        earliest: at(earliest),
        latest: at(latest))
}

/// The free starts in minutes after the cast's morning.
func starts(_ ranges: [Span], _ taken: [TakenTime], _ rules: SlotRules, in window: Span = span(-10_000, 10_000)) -> [Int] {
    SlotSearch(opening: OpeningTimes(ranges: ranges), taken: taken, rules: rules).starts(in: window).map {
        Int(($0 - Cast.morning).count / 60)
    }
}

func starts(_ ranges: [Span], _ rules: SlotRules, in window: Span = span(-10_000, 10_000)) -> [Int] {
    starts(ranges, [], rules, in: window)
}
