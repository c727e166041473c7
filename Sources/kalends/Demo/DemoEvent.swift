import CivilTime

/// Where an event of the demo lies: whole hours of a day that is counted from today.
struct DemoEvent: Hashable, Sendable {
    var day: Int
    var hour: Int
    /// Hours.
    var length = 1
    /// Days from one occurrence to the next; `nil` for a single event.
    var every: Int?

    /// How far ahead the sample's bookings reach, in days.
    private static let reach = 14

    /// The same event at the next hour of the day, from eight to eight, at which no occurrence of it lies over a booking; `nil` when there is none.
    func besides(_ booked: [Span], from today: CivilDate, in zone: Zone) -> DemoEvent? {
        let hours = (hour...20 - length).map(\.self) + (8..<hour).map(\.self)
        return hours.lazy.map { hour in
            var moved = self
            moved.hour = hour
            return moved
        }.first { event in !event.spans(from: today, in: zone).contains { span in booked.contains { $0.overlaps(span) } } }
    }

    private static func instant(_ date: CivilDate, _ hour: Int, _ zone: Zone) -> Instant {
        TimeOfDay(hour: hour, minute: 0).map { zone.instant(of: CivilDateTime(date, $0)) } ?? zone.startOfDay(date.adding(days: 1))
    }

    private func spans(from today: CivilDate, in zone: Zone) -> [Span] {
        stride(from: day, through: max(day, Self.reach), by: every ?? Self.reach).prefix(every == nil ? 1 : .max).map { day in
            let date = today.adding(days: day)
            return Span(Self.instant(date, hour, zone), Self.instant(date, hour + length, zone))
        }
    }
}
