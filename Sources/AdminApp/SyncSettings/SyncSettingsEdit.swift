import Booking
import CalendarSync
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// What the sync does: for everybody, and for one person where that differs (E3, E6, E7, E11).
enum SyncSettingsEdit {
    struct Person: Sendable {
        var name: String
        var address: String
        var state: String
    }

    struct View: Sendable {
        var heading: String
        var explanation: String
        var isPerson: Bool
        var faults: FaultSummary?
        var action: String
        var form: SyncSettingsForm
        /// Why the part does nothing at all.
        var outwardWithout: String?
        var inwardWithout: String?
        var outwardOff: String?
        var inwardOff: String?
        var limitsIdle: String?
        var people: [Person]
        var hasPeople: Bool
        var historyAddress: String
    }

    static func get(_ visit: Visit) async throws -> Answer { .page(try await page(visit, try await SyncSubject(visit))) }

    static func post(_ visit: Visit) async throws -> Answer {
        let subject = try await SyncSubject(visit)
        if SyncPlanPage.isEdited(visit) { return .page(try await page(visit, subject, sent: visit.form)) }
        do {
            let choices = try SyncSettingsForm.read(visit.form, over: subject.words.own, services: subject.words.services)
            return try await SyncPlanPage.answer(visit, subject, choices)
        } catch let invalid as Invalid {
            return .page(try await page(visit, subject, sent: visit.form, faults: invalid.faults, status: .unprocessableContent))
        }
    }

    private static func page(
        _ visit: Visit, _ subject: SyncSubject, sent: Query? = nil, faults: [FieldFault] = [], status: HTTPResponse.Status = .ok
    ) async throws -> AdminPage {
        let (texts, words) = (visit.texts, subject.words)
        // Both say what is wrong with the list of services below the choice.
        let placed = faults.map { $0.field == "sentServices" ? FieldFault(field: "sentServiceList", key: $0.key, values: $0.values) : $0 }
        let fields = FormFields(visit, area: "adminSync", sent: sent, faults: placed)
        let name = words.person ?? ""
        let heading = words.person.map { texts("adminSync.personHeading", ["name": $0]) } ?? texts["adminSync.heading"]
        let people = words.isPerson ? [] : try await subject.people(visit)
        let settings = words.settings
        let view = View(
            heading: heading, explanation: texts[words.isPerson ? "adminSync.personExplanation" : "adminSync.allExplanation"],
            isPerson: words.isPerson, faults: fields.summary, action: subject.address,
            form: SyncSettingsForm(words, fields, services: words.services),
            outwardWithout: subject.isLinked ? nil : texts("adminSync.outwardWithout", ["name": name]),
            inwardWithout: subject.isConnected ? nil : texts("adminSync.inwardWithout", ["name": name]),
            outwardOff: settings.sendsBookings ? nil : texts[settings.isOff ? "adminSync.bothOff" : "adminSync.outwardOff"],
            inwardOff: settings.readsEvents ? nil : texts[settings.isOff ? "adminSync.bothOff" : "adminSync.inwardOff"],
            limitsIdle: settings.answerToMoves == .follow ? nil : texts["adminSync.limitsIdle"], people: people, hasPeople: !people.isEmpty,
            historyAddress: HistoryList.address(of: "sync:\(subject.resource?.rawValue ?? "all")"))
        return AdminPage("admin-sync-settings", title: heading, menu: .calendars, status: status, view: view)
    }
}

/// Whose settings are in view, and what is stored of them.
struct SyncSubject: Sendable {
    /// `nil` for everybody.
    let resource: Resource.ID?
    let words: SyncWords
    let isLinked: Bool
    let isConnected: Bool

    init(_ visit: Visit) async throws {
        let resource: Resource.ID? = visit.parameters["id"].map { Resource.ID($0) }
        let (person, own, organization, services, calendars) = try await visit.read { transaction in
            let member = try resource.flatMap { id in
                try transaction.staff.all(of: id).first { $0.business == visit.business.id } ?? transaction.staff.all(of: id).first
            }
            if resource != nil, member == nil { throw NotFound("person") }
            return (
                member?.name, try transaction.syncSettings.versions(of: resource).last?.choices ?? SyncChoices(),
                try transaction.syncSettings.versions(of: nil).last?.choices ?? SyncChoices(),
                try visit.businesses.flatMap { try transaction.services.all(in: $0.id) },
                try resource.map { try transaction.calendars.all(of: $0) }
            )
        }
        self.resource = resource
        words = SyncWords(texts: visit.texts, person: person, own: own, organization: organization, services: services)
        isLinked = calendars?.contains(where: \.isLinked) ?? true
        isConnected = calendars?.contains { $0.isLinked || $0.closesTime } ?? true
    }

    var address: String { Self.address(resource) }

    static func address(_ resource: Resource.ID?) -> String {
        resource.map { "/admin/calendars/settings/\($0)" } ?? "/admin/calendars/settings"
    }

    /// Everybody of the business in view, with how many choices of their own they have.
    func people(_ visit: Visit) async throws -> [SyncSettingsEdit.Person] {
        let people = try await visit.read { transaction in
            try transaction.staff.all(in: visit.business.id).map { member in
                (member, try transaction.syncSettings.versions(of: member.resource).last?.choices ?? SyncChoices())
            }
        }
        return people.map { member, choices in
            SyncSettingsEdit.Person(
                name: member.name, address: Self.address(member.resource),
                state: choices.count == 0
                    ? visit.texts["adminSync.follows"] : visit.texts.count("adminSync.ownChoices", choices.count))
        }
    }
}

extension SyncChoices {
    /// How many fields are chosen.
    fileprivate var count: Int {
        let chosen = [
            sendsBookings != nil, sentFields != nil, sentServices != nil, readsEvents != nil, readFields != nil, moves != nil,
            deletions != nil, breakableLimits != nil, readDays != nil,
        ]
        return chosen.filter(\.self).count
    }
}
