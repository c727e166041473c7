import Booking
import CivilTime
import Texts
import WebShell

/// What a customer has chosen so far, as it stands in the address.
struct PickerState: Hashable, Sendable {
    var staff: StaffMember.ID?
    /// Any day of the month in view; `nil` until the customer turns the pages.
    var month: CivilDate?
    var date: CivilDate?
    /// A zone that the visitor or the browser asked for; `nil`: the business's.
    var zoneName: String?
    /// Whether the list of zones is open.
    var choosesZone = false

    /// Reads an address; what cannot be read counts as not chosen.
    init(_ query: Query, open: OpenService, zones: ZoneDatabase) {
        if let id = query.value("staff"), let member = open.choosableStaff.first(where: { $0.id.rawValue == id }) { staff = member.id }
        date = query.value("date").flatMap { CivilDate(iso8601: $0) }.flatMap { Self.isReachable($0) ? $0 : nil }
        month = query.value("month").flatMap { CivilDate(iso8601: "\($0)-01") }.flatMap { Self.isReachable($0) ? $0 : nil } ?? date
        if !open.business.page.showsBusinessZoneOnly, let name = query.value("zone"), let zone = zones.zone(named: name) {
            zoneName = zones.placeName(of: zone.name)
        }
        choosesZone = query.contains("zones") && !open.business.page.showsBusinessZoneOnly
    }

    /// Far from the ends of the calendar, so that a month before and after can be named.
    private static func isReachable(_ date: CivilDate) -> Bool { (1900...9000).contains(date.year) }

    func query(month: CivilDate? = nil, date: CivilDate? = nil, zones: Bool = false) -> Query {
        var query = Query()
        query.set("staff", staff?.rawValue)
        if let date { query.set("date", date.description) } else if let month { query.set("month", String(month.description.prefix(7))) }
        query.set("zone", zoneName)
        if zones { query.set("zones", "1") }
        return query
    }

    func choosing(staff: StaffMember.ID?) -> PickerState {
        var state = self
        state.staff = staff
        return state
    }
}
