import CalendarSync
import CivilTime
import ICalendar

/// The data of a member, read: an item, or the reason why it is none.
enum ItemReading: Sendable {
    case item(RemoteItem)
    case trouble(String)

    init(_ data: [UInt8], id: RemoteItem.ID, version: String?, zones: ZoneDatabase) {
        let document: CalendarDocument
        do throws(CalendarParseFailure) {
            document = try CalendarDocument.parse(data)
        } catch {
            self = .trouble(error.sentence)
            return
        }
        guard document.isComplete else {
            self = .trouble("The event breaks off in the middle.")
            return
        }
        self = .item(RemoteItem(id: id, version: version, document: document, data: data, zones: zones))
    }
}
