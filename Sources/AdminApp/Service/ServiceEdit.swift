import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// Making, changing and removing a service.
enum ServiceEdit {
    struct View: Sendable {
        var isNew: Bool
        var heading: String
        var faults: FaultSummary?
        var action: String
        var name: Field
        var slug: Field
        var summary: Field
        var duration: Field
        var preBuffer: Field
        var postBuffer: Field
        var maximumAttendeesCount: Field
        var price: Field
        var location: Field
        var isOnline: Field
        /// Person by person, whether a meeting is made and why.
        var meetings: [String]
        /// What the lines below the tick are about.
        var meetingsLead: String?
        var color: Field
        var staff: Field
        var hasStaff: Bool
        var emailRule: Field
        var phoneRule: Field
        var notesRule: Field
        var questions: ServiceQuestions
        var hasOwnPolicy: Field
        var policy: PolicyForm
        var businessPolicy: String
        var pageAddress: String?
        var historyAddress: String?
        var removeAddress: String?
    }

    static func new(_ visit: Visit) async throws -> Answer {
        var draft = SaveService(visit.kalends).draft(in: visit.business.id)
        draft.staff = try await visit.read { try $0.staff.all(in: visit.business.id).filter(\.isBookable).map(\.id) }
        return .page(try await page(visit, draft, isNew: true))
    }

    static func create(_ visit: Visit) async throws -> Answer {
        try await save(visit, SaveService(visit.kalends).draft(in: visit.business.id), isNew: true)
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let (service, visit) = try await find(visit)
        return .page(try await page(visit, service, isNew: false))
    }

    static func post(_ visit: Visit) async throws -> Answer {
        let (service, visit) = try await find(visit)
        return try await save(visit, service, isNew: false)
    }

    static func askRemove(_ visit: Visit) async throws -> Answer {
        let (service, visit) = try await find(visit)
        return visit.ask(
            "removeService", values: ["name": service.name],
            consequences: [visit.texts["adminConfirm.removeServicePage"], visit.texts["adminConfirm.removeServiceBookings"]],
            action: "/admin/services/\(service.id)/remove", cancel: "/admin/services/\(service.id)", menu: .services)
    }

    /// The first question says what removing means; a second one follows when there are bookings to look at.
    static func remove(_ visit: Visit) async throws -> Answer {
        let (service, visit) = try await find(visit)
        do {
            try await SaveService(visit.kalends).remove(service.id, actor: visit.actor, confirmed: visit.form["confirmed"] == "all")
            return .redirect("/admin/services", Notice("serviceRemoved", ["name": service.name]))
        } catch let needed as NeedsConfirmation {
            return visit.confirm(
                needed, title: visit.texts("adminConfirm.removeServiceHeading", ["name": service.name]),
                label: visit.texts("adminConfirm.removeServiceLabel", ["name": service.name]), cancel: "/admin/services/\(service.id)",
                menu: .services,
                confirmation: "all")
        }
    }

    private static func find(_ visit: Visit) async throws -> (Service, Visit) {
        let id: Service.ID = visit.id()
        let found = try await visit.read { transaction -> (Service, Business)? in
            guard let service = try transaction.services.find(id), let business = try transaction.businesses.find(service.business) else {
                return nil
            }
            return (service, business)
        }
        guard let (service, business) = found else { throw NotFound("service") }
        return (service, visit.viewing(business))
    }

    private static func save(_ visit: Visit, _ stored: Service, isNew: Bool) async throws -> Answer {
        do {
            let saved = try await SaveService(visit.kalends)(try read(visit, stored), actor: visit.actor, confirmed: visit.isConfirmed)
            return .redirect("/admin/services", Notice(isNew ? "serviceAdded" : "serviceSaved", ["name": saved.name]))
        } catch let invalid as Invalid {
            return .page(
                try await page(visit, stored, isNew: isNew, sent: visit.form, faults: invalid.faults, status: .unprocessableContent))
        } catch let needed as NeedsConfirmation {
            return visit.confirm(
                needed, title: visit.texts("adminConfirm.saveHeading", ["name": stored.name]), label: visit.texts["adminConfirm.saveLabel"],
                cancel: "/admin/services/\(stored.id)", menu: .services)
        }
    }

    private static func read(_ visit: Visit, _ stored: Service) throws(Invalid) -> Service {
        var reader = FormReader(visit.form)
        var service = stored
        service.name = reader.typed("name")
        service.slug = reader.typed("slug").lowercased()
        service.summary = reader.typed("summary")
        service.duration = .minutes(reader.whole("duration", missing: "durationMissing", malformed: "durationMalformed") ?? 0)
        service.preBuffer = .minutes(reader.whole("preBuffer", missing: nil, malformed: "bufferMalformed") ?? 0)
        service.postBuffer = .minutes(reader.whole("postBuffer", missing: nil, malformed: "bufferMalformed") ?? 0)
        service.maximumAttendeesCount =
            reader.whole("maximumAttendeesCount", missing: nil, malformed: "attendeesMalformed") ?? 1
        service.price = reader.amount("price", decimals: decimals(of: visit.business.currency, visit.texts))
        service.location = reader.typed("location")
        service.isOnline = visit.form.contains("isOnline")
        service.color = reader.typed("color")
        service.staff = visit.form.all("staff").map { StaffMember.ID($0) }
        for (name, path) in [("emailRule", \CustomerFields.email), ("phoneRule", \.phone), ("notesRule", \.notes)] {
            if let rule = CustomerFields.Rule(rawValue: visit.form[name]) {
                service.fields[keyPath: path] = rule
            } else {
                reader.fault(name, "choiceUnknown")
            }
        }
        service.questions = ServiceQuestions.read(&reader, stored: stored.questions)
        service.policy = visit.form.contains("hasOwnPolicy") ? PolicyForm.read(&reader, prefix: "policy.") : nil
        // What the form does not show stays.
        service.policy?.availability = stored.policy?.availability
        try reader.requireNoFaults(telling: SaveService.faults(of: service))
        return service
    }

    private static func page(
        _ visit: Visit, _ service: Service, isNew: Bool, sent: Query? = nil, faults: [FieldFault] = [], status: HTTPResponse.Status = .ok
    ) async throws -> AdminPage {
        let texts = visit.texts
        let (staff, meetings, questions) = try await visit.read { transaction in
            let staff = try transaction.staff.all(in: visit.business.id)
            let offering = staff.filter { service.staff.contains($0.id) }
            return (
                staff, try offering.map { try MeetingStanding($0, visit, of: service.id, transaction).sentence },
                try transaction.questions.all(in: visit.business.id)
            )
        }
        let fields = FormFields(visit, area: "adminService", sent: sent, faults: faults)
        let policyFields = FormFields(visit, area: "adminPolicy", sent: sent, faults: faults, namePrefix: "policy.")
        let rules = CustomerFields.Rule.allCases.map {
            (value: $0.rawValue, label: texts["adminService.rule\($0.rawValue.prefix(1).uppercased())\($0.rawValue.dropFirst())"])
        }
        let policy = service.policy ?? visit.business.policy
        let heading = isNew ? texts["adminService.newHeading"] : service.name
        let view = View(
            isNew: isNew, heading: heading, faults: fields.summary, action: isNew ? "/admin/services" : "/admin/services/\(service.id)",
            name: fields.text("name", service.name, required: true), slug: fields.text("slug", service.slug),
            summary: fields.area("summary", service.summary, rows: 2),
            duration: fields.number("duration", Int(service.duration.count / 60), unit: "unitMinutes"),
            preBuffer: fields.number("preBuffer", Int(service.preBuffer.count / 60), unit: "unitMinutes", required: false),
            postBuffer: fields.number("postBuffer", Int(service.postBuffer.count / 60), unit: "unitMinutes", required: false),
            maximumAttendeesCount: fields.number("maximumAttendeesCount", service.maximumAttendeesCount, unit: "unitCustomers"),
            price: price(fields, service, visit), location: fields.text("location", service.location, wide: true),
            isOnline: fields.check("isOnline", service.isOnline), meetings: meetings,
            meetingsLead: service.isOnline || meetings.isEmpty ? nil : texts["adminService.onlineWouldBe"],
            color: fields.text("color", service.color, type: "color", required: true),
            staff: fields.several("staff", Set(service.staff.map(\.rawValue)), staff.map { ($0.id.rawValue, $0.name) }),
            hasStaff: !staff.isEmpty,
            emailRule: fields.choice("emailRule", service.fields.email.rawValue, rules),
            phoneRule: fields.choice("phoneRule", service.fields.phone.rawValue, rules),
            notesRule: fields.choice("notesRule", service.fields.notes.rawValue, rules),
            questions: ServiceQuestions(service, questions, fields),
            hasOwnPolicy: fields.check("hasOwnPolicy", service.policy != nil), policy: PolicyForm(policy, policyFields),
            businessPolicy: texts.sentence(of: visit.business.policy),
            pageAddress: isNew ? nil : "/b/\(visit.business.slug)/\(service.slug)",
            historyAddress: isNew ? nil : HistoryList.address(of: "service:\(service.id)"),
            removeAddress: isNew || !service.isActive ? nil : "/admin/services/\(service.id)/remove")
        return AdminPage("admin-service-edit", title: heading, menu: .services, status: status, view: view)
    }

    private static func price(_ fields: FormFields, _ service: Service, _ visit: Visit) -> Field {
        let decimals = decimals(of: visit.business.currency, visit.texts)
        let scale = (0..<decimals).reduce(1) { power, _ in power * 10 }
        let stored = service.price.map { price -> String in
            guard decimals > 0 else { return String(price) }
            let digits = String(price % scale)
            return "\(price / scale).\(String(repeating: "0", count: decimals - digits.count))\(digits)"
        }
        var field = fields.text("price", stored ?? "", inputMode: "decimal")
        field.unit = visit.business.currency
        return field
    }

    /// The decimals of a currency, read off the way an amount of it is written.
    private static func decimals(of currency: String, _ texts: Texts) -> Int {
        let written = texts.money(0, currency: currency)
        return written.contains(".") ? written.split(separator: ".").last.map { $0.count } ?? 0 : 0
    }
}

extension Texts {
    /// A policy in one sentence: "Every 30 min, from 2 h to 90 days ahead".
    func sentence(of policy: SchedulingPolicy) -> String {
        self(
            "adminPolicy.sentence",
            [
                "step": duration(policy.timeSlotInterval), "minimum": duration(policy.minimumLeadTime),
                "maximum": duration(policy.maximumAdvance),
                "change": duration(policy.cancellationLeadTime ?? policy.minimumLeadTime),
            ])
    }
}
