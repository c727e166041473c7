import Booking
import CalendarSync
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// What each calendar of an account is for: one is linked, any number close time (C14–C22).
enum CalendarChoose {
    static func get(_ visit: Visit) async throws -> Answer { try await show(visit) }

    static func post(_ visit: Visit) async throws -> Answer {
        let account = try await CalendarAccountList.find(visit)
        let chosen = ChosenCalendars(visit.form)
        if SyncPlanPage.isEdited(visit) { return try await show(visit, chosen: chosen) }
        let connect = ConnectCalendar(visit.kalends)
        do {
            if !chosen.isAnswered { throw Invalid("linked", "linkedMissing") }
            return try await SyncPlanPage.agree(visit, label: visit.texts["admin.save"], back: visit.path) {
                try await connect.previewChange(account.id, linked: chosen.linked, conflicts: chosen.conflicts, actor: visit.actor)
            } apply: { agreed in
                try await connect.change(
                    account.id, linked: chosen.linked, conflicts: chosen.conflicts, agreed: agreed, actor: visit.actor)
                return .redirect("/admin/calendars", Notice("calendarsChosen", ["name": account.name]))
            }
        } catch let invalid as Invalid {
            return try await show(visit, chosen: chosen, faults: invalid.faults, status: .unprocessableContent)
        } catch let failure as ProviderFailure {
            return try await show(visit, chosen: chosen, faults: [failure.fault], status: .unprocessableContent)
        }
    }

    private static func show(
        _ visit: Visit, chosen: ChosenCalendars? = nil, faults: [FieldFault] = [], status: HTTPResponse.Status = .ok
    ) async throws -> Answer {
        let account = try await CalendarAccountList.find(visit)
        let stored = try await visit.read { try $0.calendars.all(account: account.id) }
        let isNew = !stored.contains { $0.isLinked || $0.closesTime }
        var calendars = stored.map(\.remote)
        var refusal: String?
        do {
            calendars = try await ConnectCalendar(visit.kalends).list(account.id, actor: visit.actor).calendars
        } catch let failure as ProviderFailure {
            // The server cannot be asked now: what is known is shown, and the page says so.
            if faults.isEmpty { refusal = failure.sentence }
        }
        let former = try await ConnectCalendar(visit.kalends).formerChoice(of: account.id)
        let present =
            isNew
            ? ChosenCalendars(proposedFor: calendars, former: former)
            : ChosenCalendars(linked: former?.linked, conflicts: former?.conflicts ?? [])
        return .page(
            try await page(
                visit, resource: account.resource, account: account.name, accountID: account.id, calendars: calendars,
                chosen: chosen ?? present, faults: faults,
                refusal: refusal, action: "/admin/calendars/accounts/\(account.id)", hidden: [], status: status, isNew: isNew))
    }

    static func page(
        _ visit: Visit, resource: Resource.ID, account: String, accountID: CalendarAccount.ID? = nil, calendars: [RemoteCalendar],
        chosen: ChosenCalendars, faults: [FieldFault], refusal: String? = nil, action: String, hidden: [ConfirmationPage.Hidden],
        status: HTTPResponse.Status, isNew: Bool
    ) async throws -> AdminPage {
        let texts = visit.texts
        let (members, linked) = try await visit.read { transaction in
            (try transaction.staff.all(of: resource), try transaction.calendars.linked(of: resource))
        }
        let person = members.first { $0.business == visit.business.id }?.name ?? members.first?.name ?? ""
        let choices = calendars.enumerated().map { index, calendar in
            CalendarChoiceForm.Choice(
                id: "linked-\(index)", value: calendar.id, name: calendar.name, isLinked: chosen.linked == calendar.id,
                canBeLinked: calendar.access == .readWrite, note: use(of: calendar, texts),
                conflictID: "conflict-\(index)", closesTime: chosen.conflicts.contains(calendar.id))
        }
        let former = linked.flatMap { linked -> String? in
            if calendars.contains(where: { $0.id == linked.remote.id }) { return nil }
            let key = linked.account == accountID ? "calendarGone" : "stepsBack"
            return texts("adminConnect.\(key)", ["calendar": linked.remote.name, "name": person])
        }
        // It stays linked when nothing of this account is.
        let elsewhere = linked.flatMap { linked -> String? in
            let isOwn = accountID.map { $0 == linked.account } ?? calendars.contains { $0.id == linked.remote.id }
            return isOwn ? nil : texts("adminConnect.linkedNoneElsewhere", ["calendar": linked.remote.name])
        }
        let fields = FormFields(visit, area: "adminConnect", faults: faults)
        let heading = texts("adminConnect.chooseHeading", ["name": person])
        let view = CalendarChoiceForm(
            heading: heading, person: person, account: account, refusal: refusal, hasChoices: !choices.isEmpty, faults: fields.summary,
            linkedFault: faults.first { $0.field == "linked" }?.sentence(in: texts),
            conflictsFault: faults.first { $0.field == "conflicts" }?.sentence(in: texts), choices: choices,
            isNothingLinked: chosen.linked == nil && chosen.isAnswered,
            nothingLinkedHint: elsewhere ?? texts["adminConnect.linkedNoneHint"],
            canLinkAny: choices.contains(where: \.canBeLinked),
            stepsBack: former, action: action, hidden: hidden,
            cancelAddress: "/admin/calendars", submit: texts[isNew ? "adminConnect.connect" : "admin.save"])
        return AdminPage("admin-calendar-choose", title: heading, menu: .calendars, status: status, view: view)
    }
}

extension CalendarChoose {
    /// What a calendar can be used for, in a sentence; and where that is not everything, what to do about it.
    fileprivate static func use(of calendar: RemoteCalendar, _ texts: Texts) -> String {
        if calendar.access == .readWrite { return calendar.limitation ?? texts["adminConnect.writable"] }
        return "\(texts["adminConnect.closesOnly"]) \(calendar.limitation ?? texts["adminConnect.readOnly"])"
    }
}

extension ProviderFailure {
    /// The server's refusal as a fault of the form.
    var fault: FieldFault { FieldFault(field: "linked", key: "providerRefused", values: ["reason": sentence]) }
}
