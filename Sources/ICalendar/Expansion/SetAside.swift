public import CivilTime

/// A component that is not understood as an event: kept whole, with the reason, so that a person can look at it.
public struct SetAside: Sendable {
    public let uid: String?
    public let failure: EventFailure
    public let component: Component
    /// The event without the part that is not understood, if its time can be read.
    public let readable: CalendarEvent?
    private let timeZones: [Component]

    init(component: Component, failure: EventFailure, timeZones: [Component]) {
        let uid = component.first("UID")?.text.trimmed ?? ""
        self.uid = uid.isEmpty ? nil : uid
        self.failure = failure
        self.component = component
        self.timeZones = timeZones
        var remainder = component
        remainder.remove("RECURRENCE-ID")
        readable = try? CalendarEvent(remainder)
    }

    /// The reason for a person.
    public var reason: String { failure.sentence }

    /// The time that the component closes, if its time can be read and means busy: unknown means busy.
    public func readableSpan(in context: ExpansionContext) -> Span? {
        guard let readable, BusyMeaning.of(readable, ownAddresses: context.ownAddresses).isBusy else { return nil }
        let zones = EventZones(database: context.zones, definitions: timeZones, needed: neededSpan(for: [readable], through: nil))
        var reader = ShapeReader(context: context, zones: zones)
        let shape = reader.shape(of: readable)
        return shape.span(of: shape.startKey)
    }
}
