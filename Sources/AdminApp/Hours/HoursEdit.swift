import Booking
import CivilTime
import HTTPTypes
import Operations
import Texts
import WebShell

/// The weekly hours and the single dates of a business or of a person: one page, whoever they belong to.
enum HoursEdit {
    struct OverrideRow: Sendable {
        var date: String
        var dateText: String
        var ranges: String
        var note: String?
        var removeLabel: String
    }

    struct View: Sendable {
        var heading: String
        var explanation: String
        var zone: String
        var faults: FaultSummary?
        var hours: HoursForm
        var action: String
        var isPerson: Bool
        var hasOwnHours: Field
        var businessHours: String
        var overrides: [OverrideRow]
        var hasOverrides: Bool
        var overrideAction: String
        var removeAction: String
        var date: Field
        var note: Field
        var ranges: [HoursForm.Slot]
        var rangesFault: String?
        var backAddress: String
    }

    // MARK: Pages

    static func get(_ visit: Visit) async throws -> Answer {
        let owner = try await HoursOwner.find(visit)
        return .page(page(owner.visit, owner))
    }

    static func post(_ visit: Visit) async throws -> Answer {
        let owner = try await HoursOwner.find(visit)
        return try await answer(owner) { reader in
            let hours = HoursForm.read(&reader)
            return owner.with(hours: owner.isPerson && !reader.form.contains("hasOwnHours") ? nil : hours)
        }
    }

    static func addOverride(_ visit: Visit) async throws -> Answer {
        let owner = try await HoursOwner.find(visit)
        return try await answer(owner) { reader in
            let date = reader.day("date")
            let ranges = (0..<2).compactMap { index in
                HoursForm.readRange(&reader, from: "range-\(index)-from", to: "range-\(index)-to", field: "ranges")
            }
            let note = reader.typed("note")
            if note.count > 200 { reader.fault("note", "textTooLong", ["limit": "200"]) }
            guard let date else { return owner }
            return owner.with(
                overrides: owner.overrides.filter { $0.date != date } + [DateOverride(date: date, ranges: ranges, note: note)])
        }
    }

    static func removeOverride(_ visit: Visit) async throws -> Answer {
        let owner = try await HoursOwner.find(visit)
        return try await answer(owner) { reader in
            let date = reader.day("remove")
            return owner.with(overrides: owner.overrides.filter { $0.date != date })
        }
    }

    private static func answer(_ owner: HoursOwner, _ change: (inout FormReader) -> HoursOwner) async throws -> Answer {
        let visit = owner.visit
        var reader = FormReader(visit.form)
        let changed = change(&reader)
        do {
            try reader.requireNoFaults()
            try await changed.save(confirmed: visit.isConfirmed)
            return .redirect(owner.address, Notice("hoursSaved", ["name": owner.name]))
        } catch let invalid as Invalid {
            return .page(page(visit, owner, sent: visit.form, faults: invalid.faults, status: .unprocessableContent))
        } catch let needed as NeedsConfirmation {
            return visit.confirm(
                needed, title: visit.texts("adminConfirm.hoursHeading", ["name": owner.name]),
                label: visit.texts["adminConfirm.hoursLabel"],
                cancel: owner.address, menu: owner.menu)
        }
    }

    private static func page(
        _ visit: Visit, _ owner: HoursOwner, sent: Query? = nil, faults: [FieldFault] = [], status: HTTPResponse.Status = .ok
    ) -> AdminPage {
        let texts = visit.texts
        let fields = FormFields(visit, area: "adminHours", sent: sent, faults: faults)
        let today = visit.zone.date(at: visit.now)
        let overrides = owner.overrides.sorted { $0.date < $1.date }.filter { $0.date >= today.adding(days: -31) }
        let isHoursForm = sent?.contains("hours-1-0-from") == true
        let view = View(
            heading: texts("adminHours.heading", ["name": owner.name]),
            explanation: texts[owner.isPerson ? "adminHours.personExplanation" : "adminHours.businessExplanation"],
            zone: texts.zone(owner.zone, at: visit.now), faults: fields.summary,
            hours: HoursForm(owner.hours ?? visit.business.hours, texts: texts, sent: isHoursForm ? sent : nil, faults: faults),
            action: owner.address,
            isPerson: owner.isPerson, hasOwnHours: fields.check("hasOwnHours", owner.hours != nil),
            businessHours: Weekday.allCases.map { "\(texts.weekdayShort($0)) \(texts.ranges(visit.business.hours[$0]))" }.joined(
                separator: " · "),
            overrides: overrides.map { override in
                let date = texts.date(override.date)
                return OverrideRow(
                    date: override.date.description, dateText: date, ranges: texts.ranges(override.ranges),
                    note: override.note.isEmpty ? nil : override.note,
                    removeLabel: texts("adminHours.removeLabel", ["date": date]))
            },
            hasOverrides: !overrides.isEmpty, overrideAction: "\(owner.address)/dates", removeAction: "\(owner.address)/dates/remove",
            date: fields.text("date", type: "date", required: true), note: fields.text("note"),
            ranges: (0..<2).map { index in
                HoursForm.Slot(
                    fromName: "range-\(index)-from", fromLabel: texts("adminHours.rangeFrom", ["number": String(index + 1)]),
                    from: sent?["range-\(index)-from"] ?? "", toName: "range-\(index)-to",
                    toLabel: texts("adminHours.rangeTo", ["number": String(index + 1)]), to: sent?["range-\(index)-to"] ?? "")
            },
            rangesFault: faults.first { $0.field == "ranges" }?.sentence(in: texts), backAddress: owner.backAddress)
        return AdminPage("admin-hours-edit", title: view.heading, menu: owner.menu, status: status, view: view)
    }
}
