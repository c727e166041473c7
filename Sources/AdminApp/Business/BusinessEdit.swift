import Booking
import CivilTime
import HTTPTypes
import Operations
import Texts
import WebShell

/// The settings of the business in view: its page, its rules, and how it is reached.
enum BusinessEdit {
    struct View: Sendable {
        var faults: FaultSummary?
        var action: String
        var name: Field
        var slug: Field
        var introduction: Field
        var zone: Field
        var zones: [String]
        var currency: Field
        var language: Field
        var policy: PolicyForm
        var isPublished: Field
        var isIndexed: Field
        var showsBusinessZoneOnly: Field
        var staleCalendars: Field
        var deadCalendars: Field
        var accent: Field
        var allowedFrameOrigins: Field
        var address: Field
        var phone: Field
        var website: Field
        var senderName: Field
        var replyTo: Field
        var pageAddress: String
        var embedCode: String
        var hours: [HoursLine]
        var hoursAddress: String
        var feed: StaffEdit.FeedView
        var historyAddress: String
        var newAddress: String
        var isHidden: Bool
    }

    struct HoursLine: Sendable {
        var day: String
        var ranges: String
    }

    static func get(_ visit: Visit) async throws -> Answer { page(visit) }

    static func post(_ visit: Visit) async throws -> Answer {
        do {
            let saved = try await SaveBusiness(visit.kalends)(try read(visit), actor: visit.actor, confirmed: visit.isConfirmed)
            return .redirect("/admin/settings", Notice("businessSaved", ["name": saved.name]))
        } catch let invalid as Invalid {
            return page(visit, invalid.faults, status: .unprocessableContent)
        } catch let needed as NeedsConfirmation {
            return visit.confirm(
                needed, title: visit.texts("adminConfirm.saveHeading", ["name": visit.business.name]),
                label: visit.texts["adminConfirm.saveLabel"],
                cancel: "/admin/settings", menu: .business)
        }
    }

    static func renewFeed(_ visit: Visit) async throws -> Answer {
        try await SaveBusiness(visit.kalends).renewFeed(of: visit.business.id, actor: visit.actor)
        return .redirect("/admin/settings", Notice("feedRenewed"))
    }

    private static func read(_ visit: Visit) throws(Invalid) -> Business {
        var reader = FormReader(visit.form)
        var business = visit.business
        business.name = reader.typed("name")
        business.slug = reader.typed("slug").lowercased()
        business.introduction = reader.typed("introduction")
        business.zone = reader.typed("zone")
        business.currency = reader.typed("currency")
        business.language = reader.typed("language")
        business.policy = PolicyForm.read(&reader, prefix: "")
        // What the form does not show stays.
        business.policy.availability = visit.business.policy.availability
        business.page.isPublished = reader.flag("isPublished")
        business.page.isIndexed = reader.flag("isIndexed")
        business.page.showsBusinessZoneOnly = reader.flag("showsBusinessZoneOnly")
        // A form that was made before there was a choice leaves it as it is.
        business.page.unreadCalendars = UnreadCalendars(
            stale: UnreadCalendars.Rule(rawValue: reader.typed("staleCalendars")) ?? business.page.unreadCalendars.stale,
            dead: UnreadCalendars.Rule(rawValue: reader.typed("deadCalendars")) ?? business.page.unreadCalendars.dead)
        business.page.accent = reader.typed("accent")
        business.page.allowedFrameOrigins = reader.typed("allowedFrameOrigins").split { $0.isWhitespace || $0 == "," }.map { String($0) }
        business.contact = BusinessContact(
            address: reader.typed("address"), phone: reader.typed("phone"), website: reader.typed("website"),
            replyTo: reader.typed("replyTo"),
            senderName: reader.typed("senderName"))
        try reader.requireNoFaults()
        return business
    }

    private static func page(_ visit: Visit, _ faults: [FieldFault] = [], status: HTTPResponse.Status = .ok) -> Answer {
        let texts = visit.texts
        let business = visit.business
        let sent = faults.isEmpty ? nil : visit.form
        let fields = FormFields(visit, area: "adminBusiness", sent: sent, faults: faults)
        let base = visit.kalends.settings.baseURL
        let view = View(
            faults: fields.summary, action: "/admin/settings", name: fields.text("name", business.name, required: true),
            slug: fields.text("slug", business.slug, required: true),
            introduction: fields.area("introduction", business.introduction, rows: 2),
            zone: fields.text("zone", business.zone, required: true, list: "zones"), zones: visit.kalends.zones.names,
            currency: fields.choice("currency", business.currency, Currency.codes.map { ($0, $0) }),
            language: fields.choice("language", business.language, Language.all.map { ($0.code, $0.name) }),
            policy: PolicyForm(business.policy, FormFields(visit, area: "adminPolicy", sent: sent, faults: faults)),
            isPublished: fields.check("isPublished", business.page.isPublished),
            isIndexed: fields.check("isIndexed", business.page.isIndexed),
            showsBusinessZoneOnly: fields.check("showsBusinessZoneOnly", business.page.showsBusinessZoneOnly),
            staleCalendars: fields.choice("staleCalendars", business.page.unreadCalendars.stale.rawValue, unreadRules(texts)),
            deadCalendars: fields.choice("deadCalendars", business.page.unreadCalendars.dead.rawValue, unreadRules(texts)),
            accent: fields.text("accent", business.page.accent, type: "color", required: true),
            allowedFrameOrigins: fields.area("allowedFrameOrigins", business.page.allowedFrameOrigins.joined(separator: "\n"), rows: 2),
            address: fields.area("address", business.contact.address, rows: 2),
            phone: fields.text("phone", business.contact.phone, type: "tel"),
            website: fields.text("website", business.contact.website, type: "url"),
            senderName: fields.text("senderName", business.contact.senderName),
            replyTo: fields.text("replyTo", business.contact.replyTo, type: "email"), pageAddress: "\(base)/b/\(business.slug)",
            embedCode: embedCode(business, base: base, texts: texts),
            hours: Weekday.allCases.map { HoursLine(day: texts.weekday($0), ranges: texts.ranges(business.hours[$0])) },
            hoursAddress: "/admin/hours",
            feed: StaffEdit.FeedView(address: "\(base)/feeds/business/\(business.feedToken).ics", renewAddress: "/admin/settings/feed"),
            historyAddress: HistoryList.address(of: "business:\(business.id)"), newAddress: "/admin/businesses/new",
            isHidden: !business.page.isPublished)
        return .page(AdminPage("admin-business-edit", title: texts["adminMenu.business"], menu: .business, status: status, view: view))
    }

    private static func unreadRules(_ texts: Texts) -> [(value: String, label: String)] {
        UnreadCalendars.Rule.allCases.map { rule in
            (rule.rawValue, texts["adminBusiness.unread\(rule.rawValue.prefix(1).uppercased())\(rule.rawValue.dropFirst())"])
        }
    }

    /// What somebody pastes into their own site (B11).
    private static func embedCode(_ business: Business, base: String, texts: Texts) -> String {
        let title = texts("adminBusiness.embedTitle", ["name": business.name]).filter { !"<>\"&".contains($0) }
        return """
            <iframe src="\(base)/b/\(business.slug)?embed=1" title="\(title)" width="100%" height="760" loading="lazy"></iframe>
            """
    }
}
