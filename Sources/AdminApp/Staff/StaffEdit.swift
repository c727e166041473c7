import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// Making, changing and removing a person.
enum StaffEdit {
    struct View: Sendable {
        var isNew: Bool
        var heading: String
        var faults: FaultSummary?
        var action: String
        var name: Field
        var email: Field
        var color: Field
        var isBookable: Field
        var meetings: Field
        var zone: Field
        var zones: [String]
        var user: Field
        var hours: String
        var hoursAddress: String?
        var timeOffAddress: String?
        var calendarsAddress: String?
        var feed: FeedView?
        var historyAddress: String?
        var removeAddress: String?
    }

    struct FeedView: Sendable {
        var address: String
        var renewAddress: String
    }

    static func new(_ visit: Visit) async throws -> Answer {
        .page(try await page(visit, SaveStaffMember(visit.kalends).draft(in: visit.business.id), isNew: true))
    }

    static func create(_ visit: Visit) async throws -> Answer {
        try await save(visit, SaveStaffMember(visit.kalends).draft(in: visit.business.id), isNew: true)
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let (member, visit) = try await find(visit)
        return .page(try await page(visit, member, isNew: false))
    }

    static func post(_ visit: Visit) async throws -> Answer {
        let (member, visit) = try await find(visit)
        return try await save(visit, member, isNew: false)
    }

    static func askRemove(_ visit: Visit) async throws -> Answer {
        let (member, visit) = try await find(visit)
        return visit.ask(
            "removeStaff", values: ["name": member.name],
            consequences: [visit.texts["adminConfirm.removeStaffPage"], visit.texts["adminConfirm.removeStaffBookings"]],
            action: "/admin/staff/\(member.id)/remove", cancel: "/admin/staff/\(member.id)", menu: .staff)
    }

    /// The first question says what removing means; a second one follows when there are bookings to look at.
    static func remove(_ visit: Visit) async throws -> Answer {
        let (member, visit) = try await find(visit)
        do {
            try await SaveStaffMember(visit.kalends).remove(member.id, actor: visit.actor, confirmed: visit.form["confirmed"] == "all")
            return .redirect("/admin/staff", Notice("staffRemoved", ["name": member.name]))
        } catch let needed as NeedsConfirmation {
            return visit.confirm(
                needed, title: visit.texts("adminConfirm.removeStaffHeading", ["name": member.name]),
                label: visit.texts("adminConfirm.removeStaffLabel", ["name": member.name]), cancel: "/admin/staff/\(member.id)",
                menu: .staff,
                confirmation: "all")
        }
    }

    static func renewFeed(_ visit: Visit) async throws -> Answer {
        let (member, visit) = try await find(visit)
        try await SaveStaffMember(visit.kalends).renewFeed(of: member.id, actor: visit.actor)
        return .redirect("/admin/staff/\(member.id)", Notice("feedRenewed"))
    }

    static func find(_ visit: Visit) async throws -> (StaffMember, Visit) {
        let id: StaffMember.ID = visit.id()
        let found = try await visit.read { transaction -> (StaffMember, Business)? in
            guard let member = try transaction.staff.find(id), let business = try transaction.businesses.find(member.business) else {
                return nil
            }
            return (member, business)
        }
        guard let (member, business) = found else { throw NotFound("person") }
        return (member, visit.viewing(business))
    }

    private static func save(_ visit: Visit, _ stored: StaffMember, isNew: Bool) async throws -> Answer {
        do {
            let saved = try await SaveStaffMember(visit.kalends)(read(visit, stored), actor: visit.actor, confirmed: visit.isConfirmed)
            return isNew
                ? .redirect("/admin/staff/\(saved.id)", Notice("staffAdded", ["name": saved.name]))
                : .redirect("/admin/staff", Notice("staffSaved", ["name": saved.name]))
        } catch let invalid as Invalid {
            return .page(
                try await page(visit, stored, isNew: isNew, sent: visit.form, faults: invalid.faults, status: .unprocessableContent))
        } catch let needed as NeedsConfirmation {
            return visit.confirm(
                needed, title: visit.texts("adminConfirm.saveHeading", ["name": stored.name]), label: visit.texts["adminConfirm.saveLabel"],
                cancel: "/admin/staff/\(stored.id)", menu: .staff)
        }
    }

    private static func read(_ visit: Visit, _ stored: StaffMember) -> StaffMember {
        let reader = FormReader(visit.form)
        var member = stored
        member.name = reader.typed("name")
        member.email = reader.typed("email")
        member.color = reader.typed("color")
        member.isBookable = visit.form.contains("isBookable")
        // What cannot be chosen is not sent.
        member.meetings = MeetingChoice(rawValue: visit.form["meetings"]) ?? stored.meetings
        let zone = reader.typed("zone")
        member.zone = zone.isEmpty ? nil : zone
        member.user = visit.form["user"].isEmpty ? nil : User.ID(visit.form["user"])
        return member
    }

    /// What the calendar cannot do is shown closed, with the reason. It stays chosen, so that it is done once a calendar can.
    private static func meetings(_ member: StaffMember, _ standing: MeetingStanding, _ fields: FormFields, _ texts: Texts) -> Field {
        var field = fields.choice(
            "meetings", member.meetings.rawValue,
            MeetingChoice.allCases.map { choice in
                let name = choice.rawValue
                return (name, texts["adminStaff.meetings\(name.prefix(1).uppercased())\(name.dropFirst())"])
            })
        for index in field.choices.indices where field.choices[index].value == MeetingChoice.calendar.rawValue {
            field.choices[index].note = standing.sentence
            field.choices[index].isDisabled = !standing.isPossible
        }
        return field
    }

    private static func page(
        _ visit: Visit, _ member: StaffMember, isNew: Bool, sent: Query? = nil, faults: [FieldFault] = [], status: HTTPResponse.Status = .ok
    ) async throws -> AdminPage {
        let texts = visit.texts
        let (users, standing) = try await visit.read { transaction in
            var asking = member
            asking.meetings = .calendar
            return (try transaction.users.all(), try MeetingStanding(asking, visit, transaction))
        }
        let fields = FormFields(visit, area: "adminStaff", sent: sent, faults: faults)
        let heading = isNew ? texts["adminStaff.newHeading"] : member.name
        let base = "/admin/staff/\(member.id)"
        let view = View(
            isNew: isNew, heading: heading, faults: fields.summary, action: isNew ? "/admin/staff" : base,
            name: fields.text("name", member.name, required: true, autocomplete: "off"),
            email: fields.text("email", member.email, type: "email", autocomplete: "off"),
            color: fields.text("color", member.color, type: "color", required: true),
            isBookable: fields.check("isBookable", member.isBookable), meetings: meetings(member, standing, fields, texts),
            zone: fields.text("zone", member.zone ?? "", list: "zones"),
            zones: visit.kalends.zones.names,
            user: fields.choice(
                "user", member.user?.rawValue ?? "",
                [("", texts["adminStaff.noUser"])] + users.map { ($0.id.rawValue, "\($0.name) (\($0.email))") }),
            hours: member.hours == nil
                ? texts["adminStaff.businessHours"]
                : Weekday.allCases.map { "\(texts.weekdayShort($0)) \(texts.ranges((member.hours ?? WeeklyHours())[$0]))" }.joined(
                    separator: " · "),
            hoursAddress: isNew ? nil : "\(base)/hours", timeOffAddress: isNew ? nil : "/admin/time-off?person=\(member.id)",
            calendarsAddress: isNew ? nil : "/admin/calendars",
            feed: isNew
                ? nil
                : FeedView(address: "\(visit.kalends.settings.baseURL)/feeds/staff/\(member.feedToken).ics", renewAddress: "\(base)/feed"),
            historyAddress: isNew ? nil : HistoryList.address(of: "staff:\(member.id)"),
            removeAddress: isNew || !member.isActive ? nil : "\(base)/remove")
        return AdminPage("admin-staff-edit", title: heading, menu: .staff, status: status, view: view)
    }
}
