import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import RestShape
import WebShell

/// `/public/{business}`: the calls that the booking page makes, for sites that build a page of their own. They take no token, and tell nothing
/// that the page does not show.
struct PublicPages: Sendable {
    private static let path = "/public/{business}"

    let shell: WebShell
    let zones: ZoneDatabase

    var routes: [APIRoute] {
        let staff = APIRoute.Parameter(name: "staffMemberId", isRequired: false, about: "only this person")
        let window = TimeWindow.parameters + [TimeWindow.zoneParameter]
        return [
            read(
                "", "getPublicBusiness", "Reads a business whose booking page is open.", .item(PublicBusinessItem.schema.definition),
                business),
            read(
                "/services", "listPublicServices", "Lists the services that its page offers.", .list(PublicServiceItem.schema.definition),
                services),
            read(
                "/services/{service}", "getPublicService", "Reads a service with all that its form asks, and the form's token.",
                .item(PublicServiceItem.schema.definition), service),
            read(
                "/services/{service}/slots", "findPublicSlots", "Finds the times at which a service can be booked.",
                .item(SlotSearchItem.schema.definition), parameters: [staff] + window, slots),
        ] + PublicBookings(shell: shell, zones: zones).routes
    }

    private func read(
        _ path: String, _ name: String, _ summary: String, _ result: APIRoute.Result, parameters: [APIRoute.Parameter] = [],
        _ handle: @escaping APIRoute.Handler
    ) -> APIRoute {
        APIRoute(
            method: .get, path: PathTemplate(Self.path + path), name: name, summary: summary, scope: .read, isPublic: true,
            result: result, parameters: parameters
        ) { call in
            try await PublicRefusal.telling(call.texts) { try await handle(call) }
        }
    }

    private func business(_ call: APICall) async throws -> APIAnswer {
        let business = try await call.read { try OpenService.business(call["business"], $0) }
        let item = PublicBusinessItem(business, baseURL: call.kalends.settings.baseURL)
        return PublicBusinessItem.schema.answer(item, call, context: "public")
    }

    private func services(_ call: APICall) async throws -> APIAnswer {
        let all = try await call.read { try OpenService.all(of: OpenService.business(call["business"], $0), $0) }
        return .json([
            "@odata.context": call.context("Collection(microsoft.graph.publicService)"),
            "value": .list(all.map { PublicServiceItem.schema.write(PublicServiceItem($0), call.listed) }),
        ])
    }

    private func service(_ call: APICall) async throws -> APIAnswer {
        let open = try await call.read { try OpenService.find(call["service"], of: call["business"], $0) }
        let item = PublicServiceItem(open, formToken: shell.formTokens.make(purpose: open.formPurpose))
        return .json(
            PublicServiceItem.schema.write(
                item, call.single, annotations: ["@odata.context": call.context("microsoft.graph.publicService")]))
    }

    private func slots(_ call: APICall) async throws -> APIAnswer {
        let (window, wanted) = (try TimeWindow.read(call), try TimeWindow.zone(call, zones))
        let open = try await call.read { try OpenService.find(call["service"], of: call["business"], $0) }
        let staff = try call.parameter("staffMemberId").map { id in
            guard let member = open.namedStaff.first(where: { $0.id.rawValue == id }) else { throw PublicRefusal.staffGone }
            return member.id
        }
        let offer = try await FindSlots(call.kalends).offered(open.service, business: open.business, staff: staff, in: window)
        let zone = open.business.page.showsBusinessZoneOnly ? nil : wanted
        return SlotSearchItem(
            offer, length: open.service.duration, zone: zone ?? call.kalends.zone(named: open.business.zone),
            told: Set(open.namedStaff.map(\.id))
        ).answer(call)
    }
}

extension OpenService {
    /// What the token of its form is bound to: the same as on the page, so that a form books once wherever it is shown.
    var formPurpose: String { "book:\(service.id)" }
}
