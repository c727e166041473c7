/// The times that a rule's clock parts name within a day, an hour or a minute, in seconds after its start and in ascending order.
enum ClockTimes {
    /// All times of a day, for FREQ=DAILY or longer; what the rule leaves open is taken from the start.
    static func ofDay(_ rule: RecurrenceRule, start: TimeOfDay) -> [Int] {
        let parts = rule.parts
        guard parts.hours != 0 || parts.minutes != 0 || parts.seconds != 0 else {
            return rule.frequency == .daily ? selected([start.secondsSinceMidnight], by: rule) : [start.secondsSinceMidnight]
        }
        let hours = parts.hours == 0 ? [start.hour] : parts.hours.bitNumbers
        let inHour = ofHour(rule, start: start)
        let times = hours.flatMap { hour in inHour.map { hour * 3_600 + $0 } }
        return rule.frequency == .daily ? selected(times, by: rule) : times
    }

    /// The times within each unit of a rule of FREQ=HOURLY or shorter.
    static func ofUnit(_ rule: RecurrenceRule, start: TimeOfDay) -> [Int] {
        switch rule.frequency {
        case .hourly: selected(ofHour(rule, start: start), by: rule)
        case .minutely: selected(ofMinute(rule, start: start), by: rule)
        default: selected([0], by: rule)
        }
    }

    private static func ofHour(_ rule: RecurrenceRule, start: TimeOfDay) -> [Int] {
        let minutes = rule.parts.minutes == 0 ? [start.minute] : rule.parts.minutes.bitNumbers
        let inMinute = ofMinute(rule, start: start)
        return minutes.flatMap { minute in inMinute.map { minute * 60 + $0 } }
    }

    private static func ofMinute(_ rule: RecurrenceRule, start: TimeOfDay) -> [Int] {
        rule.parts.seconds == 0 ? [start.second] : rule.parts.clockSeconds.bitNumbers
    }

    /// BYSETPOS of a rule whose intervals all have the same times.
    private static func selected(_ times: [Int], by rule: RecurrenceRule) -> [Int] {
        guard !rule.parts.positions.isEmpty else { return times }
        return SetPositions(rule.parts.positions).indexes(count: times.count).map { times[$0] }
    }
}
