import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import RestShape

/// `…/slots` and `…/explain`: what can be booked, and why something cannot; both told by the search that the booking page makes.
struct SlotOperations: Sendable {
    private static let business = BusinessOperations.path + "/{business}"

    let zones: ZoneDatabase

    var routes: [APIRoute] {
        let service = APIRoute.Parameter(name: "serviceId", about: "the service")
        let staff = APIRoute.Parameter(name: "staffMemberId", isRequired: false, about: "only this person")
        let start = APIRoute.Parameter(name: "start", about: "the start that is asked about such as 2026-12-01T09:00:00Z")
        return [
            APIRoute(
                method: .get, path: PathTemplate(Self.business + "/slots"), name: "findSlots",
                summary: "Finds the times of a service that customers are offered.", scope: .read,
                result: .item(SlotSearchItem.schema.definition),
                parameters: [service, staff] + TimeWindow.parameters + [TimeWindow.zoneParameter], handle: find),
            APIRoute(
                method: .get, path: PathTemplate(Self.business + "/explain"), name: "explainSlot",
                summary: "Tells why a time is offered or not, person by person.", scope: .read, role: .scheduler,
                result: .list(SlotExplanationItem.schema.definition), parameters: [service, staff, start, TimeWindow.zoneParameter],
                handle: explain),
        ]
    }

    /// What is asked about.
    private struct Subject: Sendable {
        var business: Business
        var service: Service
        var staff: StaffMember.ID?
    }

    private func subject(_ call: APICall) async throws -> Subject {
        let (service, staff) = (Service.ID(call.parameter("serviceId") ?? ""), call.parameter("staffMemberId").map { StaffMember.ID($0) })
        return try await call.read { transaction in
            let business = try BusinessOperations.find(call.id("business"), transaction)
            guard let service = try transaction.services.find(service), service.business == business.id, service.isActive else {
                throw QueryFault(option: "serviceId", position: nil, problem: "it is no service of this business", remedy: "check the id")
            }
            guard staff.map(service.staff.contains) ?? true else {
                throw QueryFault(
                    option: "staffMemberId", position: nil, problem: "it is nobody who offers this service", remedy: "check the id")
            }
            return Subject(business: business, service: service, staff: staff)
        }
    }

    private func find(_ call: APICall) async throws -> APIAnswer {
        let (window, wanted) = (try TimeWindow.read(call), try TimeWindow.zone(call, zones))
        let subject = try await subject(call)
        let offer = try await FindSlots(call.kalends).offered(
            subject.service, business: subject.business, staff: subject.staff, in: window)
        return SlotSearchItem(
            offer, length: subject.service.duration, zone: wanted ?? call.kalends.zone(named: subject.business.zone),
            told: Set(subject.service.staff)
        ).answer(call)
    }

    private func explain(_ call: APICall) async throws -> APIAnswer {
        let (start, wanted) = (try TimeWindow.instant("start", call), try TimeWindow.zone(call, zones))
        let subject = try await subject(call)
        let (business, now) = (subject.business, call.kalends.now)
        guard abs((start - now).count) <= Seconds.days(3660).count else {
            throw QueryFault(option: "start", position: nil, problem: "it lies more than ten years away", remedy: "write another one")
        }
        let found = try await AskAboutSlot(call.kalends)(subject.service.id, staff: subject.staff, at: start, actor: call.actor)
        let words = DiagnosisWords(texts: call.texts, zone: wanted ?? call.kalends.zone(named: business.zone))
        return .json([
            "@odata.context": call.context("Collection(microsoft.graph.slotExplanation)"),
            "value": .list(found.map { SlotExplanationItem.schema.write(SlotExplanationItem($0, words), call.single) }),
        ])
    }
}
