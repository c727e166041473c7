public import CalendarSync

/// What is proposed for the calendars of an account before anybody has chosen.
///
/// Nothing is written into a calendar that nobody chose: one is proposed only where it is the only one that can be written, or calls itself the
/// default. Those that can be written are the person's own, so their events close time unless somebody says otherwise.
public struct ProposedCalendars: Hashable, Sendable {
    public var linked: String?
    public var conflicts: Set<String>
    /// Whether it is clear where bookings are written, be it nowhere.
    public var isClear: Bool

    public init(_ calendars: [RemoteCalendar]) {
        let own = calendars.filter(\.isOwn)
        let defaults = own.filter(\.isDefault)
        linked = own.count == 1 ? own[0].id : defaults.count == 1 ? defaults[0].id : nil
        conflicts = Set((own.isEmpty ? Array(calendars.prefix(1)) : own).map(\.id))
        isClear = linked != nil || own.isEmpty
    }
}

extension RemoteCalendar {
    /// The person's own, as far as that can be told: one that can be written, and where owners are named, one that the account owns.
    fileprivate var isOwn: Bool {
        let roles = capabilities.filter { $0.hasPrefix("role:") }
        return access == .readWrite && (roles.isEmpty || roles.contains("role:owner"))
    }

    fileprivate var isDefault: Bool { capabilities.contains("primary") || name.lowercased().hasPrefix("default") }
}
