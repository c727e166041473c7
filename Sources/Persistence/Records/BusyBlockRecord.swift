import Booking
import CalendarSync
import CivilTime

/// Blocks are indexed by how long they are, so that a window reads few rows that begin before it (see `earliestStart`).
enum LengthClass: Int, CaseIterable {
    /// Up to a day.
    case short
    /// Up to 32 days.
    case long
    case longest

    init(_ length: Seconds) {
        self = length <= .days(1) ? .short : length <= .days(32) ? .long : .longest
    }

    /// A block of this class that lasts beyond the instant starts after this.
    func earliestStart(reaching instant: Instant) -> Instant {
        switch self {
        case .short: instant - .days(1) - .seconds(1)
        case .long: instant - .days(32) - .seconds(1)
        case .longest: Instant(secondsSinceEpoch: .min)
        }
    }
}

/// What is stored of a block; two that are equal need no write.
struct StoredBlock: Equatable {
    let resource: Resource.ID
    let span: Span
    let title: String?
    let isAllDay: Bool
    let isBusy: Bool
    let reason: String

    init(_ block: OutsideBlock) {
        resource = block.block.resource
        span = block.block.span
        title = block.block.title
        isAllDay = block.block.isAllDay
        isBusy = block.isBusy
        reason = block.reason
    }

    init(row: any SQLRow) throws {
        resource = try row.id("resource")
        span = try row.span()
        title = try row.textOrNil("title")
        isAllDay = try row.flag("is_all_day")
        isBusy = try row.flag("is_busy")
        reason = try row.text("reason")
    }

    func columns(calendar: ConnectedCalendar.ID, item: RemoteItem.ID, number: Int) -> Columns {
        [
            "calendar": calendar, "item": item, "number": number, "resource": resource, "start_at": span.start, "end_at": span.end,
            "length_class": LengthClass(span.duration).rawValue, "is_all_day": isAllDay, "is_busy": isBusy, "title": title,
            "reason": reason,
        ]
    }
}

extension OutsideBlock {
    /// A row of `busy_blocks` with its calendar's name as `source`.
    init(row: any SQLRow) throws {
        let stored = try StoredBlock(row: row)
        self.init(
            block: BusyBlock(
                resource: stored.resource, span: stored.span, source: try row.text("source"), title: stored.title, isAllDay: stored.isAllDay
            ),
            isBusy: stored.isBusy, reason: stored.reason, calendar: try row.id("calendar"), item: try row.text("item"))
    }
}
