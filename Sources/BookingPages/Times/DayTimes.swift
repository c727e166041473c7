import CivilTime
import Texts

/// The times of one day, told in one zone and grouped as people think of a day.
struct DayTimes: Hashable, Sendable {
    enum Part: String, CaseIterable, Sendable {
        case morning
        case afternoon
        case evening

        /// Noon and five o'clock part the day.
        init(_ time: TimeOfDay) { self = time.hour < 12 ? .morning : time.hour < 17 ? .afternoon : .evening }
    }

    struct Time: Hashable, Sendable {
        let start: Instant
        /// "14:30"; with its offset where the clock shows the same time twice.
        let label: String
        let awaitsConfirmation: Bool
        /// How many places are left; `nil` where one customer comes at a time.
        let places: Int?
    }

    struct Group: Hashable, Sendable {
        let part: Part
        let times: [Time]
    }

    let groups: [Group]

    /// - Parameters:
    ///   - starts: in order.
    ///   - awaiting: those of which a booking awaits confirmation.
    ///   - places: how many are left at each, where several customers may come.
    init(_ starts: [Instant], awaiting: Set<Instant> = [], places: [Instant: Int] = [:], in zone: Zone, texts: Texts) {
        let clocks = starts.map { zone.civil(at: $0).time }
        let occurrences = Dictionary(clocks.map { ($0, 1) }, uniquingKeysWith: +)
        let times = zip(starts, clocks).map { start, clock in
            let isTwice = occurrences[clock, default: 0] > 1
            let label = texts.time(clock) + (isTwice ? " (\(texts.offset(zone.offset(at: start))))" : "")
            return (Part(clock), Time(start: start, label: label, awaitsConfirmation: awaiting.contains(start), places: places[start]))
        }
        groups = Part.allCases.compactMap { part in
            let own = times.filter { $0.0 == part }.map(\.1)
            return own.isEmpty ? nil : Group(part: part, times: own)
        }
    }
}
