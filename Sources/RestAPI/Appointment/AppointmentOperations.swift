import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import RestShape

/// `…/appointments`, and the same appointments by time in `…/calendarView`.
struct AppointmentOperations: Sendable {
    static let business = BusinessOperations.path + "/{business}"

    let schema: ObjectSchema<AppointmentItem>
    let zones: ZoneDatabase

    var routes: [APIRoute] {
        let window = [
            APIRoute.Parameter(name: "start", about: "the window's start such as 2026-12-01T00:00:00Z"),
            APIRoute.Parameter(name: "end", about: "the window's end such as 2026-12-08T00:00:00Z"),
        ]
        // Microsoft's clients send the window with whatever stands below the view.
        let passedOver = window.map { APIRoute.Parameter(name: $0.name, isRequired: false, about: "passed over here") }
        let view = routes(at: "calendarView", name: "CalendarViewItem", window).map { known in
            var route = known
            if route.parameters.isEmpty { route.parameters = passedOver }
            return route
        }
        return routes(at: "appointments", name: "Appointment", []) + view
    }

    private func routes(at collection: String, name: String, _ window: [APIRoute.Parameter]) -> [APIRoute] {
        let path = "\(Self.business)/\(collection)"
        let (all, one) = (PathTemplate(path), PathTemplate(path + "/{appointment}"))
        let which = window.isEmpty ? "all appointments that were not cancelled" : "the appointments within a window"
        return [
            .list(all, "list\(name)s", "Lists \(which).", of: schema.definition, parameters: window) { call in
                try await listing(call, isView: !window.isEmpty).answer(call)
            },
            .create(
                all, "create\(name)", "Books an appointment and tells customer and staff.", of: schema.definition, .appointments,
                faults: [.conflict, .notProcessable], create),
            .count(
                PathTemplate(path + "/$count"), "count\(name)s", "Counts \(which).", of: schema.definition, parameters: window
            ) { call in
                try await listing(call, isView: !window.isEmpty).number(call)
            },
            .read(one, "get\(name)", "Reads an appointment.", of: schema.definition) { call in
                schema.answer(try await item(call, call.id("appointment")), call, context: context(call))
            },
            .change(
                one, "update\(name)", "Changes an appointment; whoever is concerned is told of another time, place or person.",
                of: schema.definition, .appointments, faults: [.conflict, .notProcessable], change),
            .remove(one, "delete\(name)", "Cancels an appointment without telling anybody.", .appointments) { call in
                try await end(call, reason: "", isSilent: true)
            },
            APIRoute(
                method: .post, path: PathTemplate(path + "/{appointment}/cancel"), name: "cancel\(name)",
                summary: "Cancels an appointment and tells customer and staff.", scope: .appointments,
                body: .input(Cancellation.schema.definition)
            ) { call in
                let message = try call.body.map { try Cancellation.schema.create(from: $0).model.message ?? "" } ?? ""
                return try await RestAPI.named(["reason": "cancellationMessage"]) { try await end(call, reason: message, isSilent: false) }
            },
        ]
    }

    private func context(_ call: APICall) -> String { "solutions/bookingBusinesses('\(call["business"])')/appointments" }

    private static func find(_ call: APICall, _ id: Appointment.ID, _ transaction: Transaction) throws -> Appointment {
        let business = try BusinessOperations.find(call.id("business"), transaction)
        guard let appointment = try transaction.appointments.find(id), appointment.business == business.id,
            appointment.status == .confirmed
        else { throw NotFound("appointment") }
        return appointment
    }

    private func shown(_ appointment: Appointment, _ call: APICall) -> AppointmentItem {
        AppointmentItem(appointment, zone: call.preferences.zone ?? .utc)
    }

    private func item(_ call: APICall, _ id: Appointment.ID) async throws -> AppointmentItem {
        shown(try await call.read { try Self.find(call, id, $0) }, call)
    }

    func items(of id: Business.ID, in window: Span = AppointmentOperations.ever, _ call: APICall) async throws -> [AppointmentItem] {
        try await call.read { transaction in
            _ = try BusinessOperations.find(id, transaction)
            return try transaction.appointments.all(in: id, overlapping: window).map { shown($0, call) }
        }
    }

    /// From 1970 on.
    static let ever = Span(Instant(secondsSinceEpoch: 0), Instant(secondsSinceEpoch: 253_402_300_799))

    private func listing(_ call: APICall, isView: Bool) async throws -> Listing<AppointmentItem> {
        let window = try isView ? window(call) : Self.ever
        return Listing(
            schema: schema, items: try await items(of: call.id("business"), in: window, call), id: { $0.id }, context: context(call))
    }

    private func window(_ call: APICall) throws -> Span {
        func instant(_ name: String) throws -> Instant {
            // A plus that was not encoded arrives as a blank.
            let text = call.parameter(name)?.replacing(" ", with: "+") ?? ""
            guard let instant = ClockText.instant(text) else {
                throw QueryFault(
                    option: name, position: nil, problem: "'\(text.prefix(40))' is not a point in time",
                    remedy: "write one such as 2026-12-01T00:00:00Z")
            }
            return instant
        }
        guard let window = Span(validating: try instant("start"), end: try instant("end")), window.duration <= .days(1_827) else {
            throw QueryFault(
                option: "end", position: nil, problem: "it lies before the start, or more than five years after it",
                remedy: "write another one")
        }
        return window
    }

    private func reading(
        _ read: ObjectSchema<AppointmentItem>.Reading, _ business: Business, _ service: Service
    ) -> AppointmentReading {
        AppointmentReading(item: read.model, given: read.given, business: business, service: service, zones: zones)
    }

    private func create(_ call: APICall) async throws -> APIAnswer {
        let read = try schema.create(from: call.json())
        let wanted = Service.ID(read.model.service)
        let (business, service): (Business, Service) = try await call.read { transaction in
            let business = try BusinessOperations.find(call.id("business"), transaction)
            guard let service = try transaction.services.find(wanted), service.business == business.id,
                service.isActive
            else {
                throw GraphError(.invalidRequest, "serviceId is no service of this business: check the id.", target: "serviceId")
            }
            return (business, service)
        }
        let body = reading(read, business, service)
        let known = try await customers(body.named, of: business, call)
        let first = body.named.first.flatMap { $0.index == 0 ? known[$0.customer] : nil }
        let request = try body.booking(call, customer: first)
        return try await RestAPI.named(read.model.names) {
            try await call.answering { (booked: BookAppointment.Confirmation) in
                let place = "/v1.0\(BusinessOperations.path)/\(business.id)/appointments/\(booked.appointment.id)"
                return schema.answer(shown(booked.appointment, call), call, context: context(call), status: 201, location: place)
            } to: {
                try await BookAppointment(call.kalends)(request)
            }
        }
    }

    /// The customers whom a body names, by their ids.
    /// - Throws: `GraphError` for one who is no customer of the business.
    private func customers(
        _ named: [(index: Int, customer: Customer.ID)], of business: Business, _ call: APICall
    ) async throws -> [Customer.ID: Customer] {
        try await call.read { transaction in
            var known: [Customer.ID: Customer] = [:]
            for (index, id) in named {
                guard let customer = try transaction.customers.find(id), customer.business == business.id, customer.erasedAt == nil else {
                    let target = "customers[\(index)].customerId"
                    throw GraphError(
                        .invalidRequest, "\(target) is no customer of this business: check it, or leave it out.", target: target)
                }
                known[id] = customer
            }
            return known
        }
    }

    private func change(_ call: APICall) async throws -> APIAnswer {
        let id: Appointment.ID = call.id("appointment")
        try await call.changing({ try Self.find(call, id, $0) }) { before in
            try schema.tag(of: shown(before, call)).require(call.conditions)
            let (business, service): (Business, Service) = try await call.read { transaction in
                guard let service = try transaction.services.find(before.service) else { throw NotFound("service") }
                return (try BusinessOperations.find(before.business, transaction), service)
            }
            let read = try schema.update(AppointmentItem(before, zone: .utc), from: call.json())
            let body = reading(read, business, service)
            let (wanted, places) = try body.revision(of: before)
            if !places.joining.isEmpty {
                _ = try await customers(body.named.filter { before.attendee($0.customer) == nil }, of: business, call)
            }
            _ = try await RestAPI.named(read.model.names) {
                try await ReviseAppointment(call.kalends)(wanted, places: places, actor: call.actor)
            }
        }
        return schema.changed(try await item(call, id), call, context: context(call))
    }

    private func end(_ call: APICall, reason: String, isSilent: Bool) async throws -> APIAnswer {
        let id: Appointment.ID = call.id("appointment")
        return try await call.changing({ try Self.find(call, id, $0) }) { before in
            try schema.tag(of: shown(before, call)).require(call.conditions)
            return try await call.answering { (_: Appointment) in
                .nothing
            } to: {
                try await CancelAppointment(call.kalends)(
                    CancelAppointment.Request(appointment: id, actor: call.actor, reason: reason, isSilent: isSilent))
            }
        }
    }
}

/// What the action `cancel` takes.
struct Cancellation: Sendable {
    var message: String?

    static let schema = ObjectSchema<Cancellation>(
        "cancellation", fresh: { Cancellation() },
        properties: [Property("cancellationMessage", .string(maxLength: 1000), \.message, about: "Told to the customer.")])
}
