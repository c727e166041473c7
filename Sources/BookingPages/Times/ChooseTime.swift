import Booking
import Hummingbird
import Operations
import WebShell

/// `/b/<business>/<service>`: person, day and time.
struct ChooseTime: Sendable {
    let site: PublicSite

    @Sendable func show(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let open = try await site.openService(context)
        let query = request.queryFields
        let state = PickerState(query, open: open, zones: site.kalends.zones)
        let reading = PickerReading(site: site, open: open, state: state, path: open.path, target: "\(open.path)/details")
        let picker = try await reading()
        if query["fragment"] == "picker" {
            return try site.shell.part(template: "picker", values: picker, texts: site.texts(of: open.business))
        }
        let page = ChooseTimePage(open, state, picker, zone: reading.zone, texts: site.texts(of: open.business))
        return try site.page(page, of: open.business, isIndexed: query.isEmpty)
    }
}
