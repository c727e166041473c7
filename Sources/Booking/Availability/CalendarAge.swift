/// How far what is known of an outside calendar can be relied on.
public enum CalendarAge: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// Read as often as planned.
    case fresh
    /// Somewhat late; a booking looks again before it is confirmed.
    case ageing
    /// Too old to be relied on without a thought.
    case stale
    /// Not to be known any more until somebody acts.
    case dead

    public static func < (left: CalendarAge, right: CalendarAge) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .fresh: 0
        case .ageing: 1
        case .stale: 2
        case .dead: 3
        }
    }
}

/// What a booking page offers of somebody whose calendar is not known any more.
public struct UnreadCalendars: Hashable, Sendable, Codable {
    public enum Rule: String, Hashable, Sendable, Codable, CaseIterable {
        /// The person's times as they were last known.
        case offer
        /// The same, subject to confirmation: what is booked is confirmed once the calendar was read again.
        case confirm
        /// None of the person's times.
        case hide
    }

    public var stale: Rule
    public var dead: Rule

    public init(stale: Rule = .offer, dead: Rule = .hide) {
        self.stale = stale
        self.dead = dead
    }

    /// Nobody is kept from anything: for staff, who see what is known and how old it is.
    public static let offered = UnreadCalendars(stale: .offer, dead: .offer)

    /// Whether a calendar of that age closes its person's time.
    public func hides(_ age: CalendarAge) -> Bool { rule(for: age) == .hide }

    /// Whether what is booked with the person of a calendar of that age awaits confirmation.
    func awaits(_ age: CalendarAge) -> Bool { rule(for: age) == .confirm }

    private func rule(for age: CalendarAge) -> Rule {
        switch age {
        case .fresh, .ageing: .offer
        case .stale: stale
        case .dead: dead
        }
    }
}
