import Booking
import CivilTime
import HTTPTypes
import Operations
import Texts
import WebShell

/// A question before something is done that reaches appointments or cannot be taken back: what will happen, and the same form once more.
struct ConfirmationPage: Sendable {
    struct Row: Sendable {
        var time: String
        var customer: String
        var service: String
        var reason: String
        var address: String
    }

    struct Hidden: Sendable {
        var name: String
        var value: String
    }

    var heading: String
    var explanation: String
    var consequences: [String]
    var affected: [Row]
    var affectedHeading: String?
    var moreAffected: String?
    var action: String
    var hidden: [Hidden]
    var confirmLabel: String
    var cancelAddress: String
    var isDangerous: Bool
}

extension Visit {
    /// Asks before a change is applied that leaves appointments outside of the rules; the form comes back with `confirmed`.
    func confirm(
        _ needed: NeedsConfirmation, title: String, label: String, cancel: String, menu: MenuEntry, consequences: [String] = [],
        confirmation: String = "1"
    ) -> Answer {
        let shown = needed.affected.prefix(200)
        let view = ConfirmationPage(
            heading: title, explanation: texts.count("adminConfirm.outsideRules", needed.affected.count), consequences: consequences,
            affected: shown.map { affected in
                ConfirmationPage.Row(
                    time: texts.when(affected.appointment.span, in: zone),
                    customer: customers(of: affected.appointment, texts),
                    service: affected.appointment.serviceName, reason: texts["adminConfirm.\(affected.reason.rawValue)"],
                    address: "/admin/appointments/\(affected.appointment.id)")
            },
            affectedHeading: texts.count("adminConfirm.affected", needed.affected.count),
            moreAffected: needed.affected.count > 200 ? texts.count("adminConfirm.moreAffected", needed.affected.count - 200) : nil,
            action: path,
            hidden: form.fields.filter { $0.name != "csrf" && $0.name != "confirmed" }.map {
                ConfirmationPage.Hidden(name: $0.name, value: $0.value)
            }
                + [ConfirmationPage.Hidden(name: "confirmed", value: confirmation)],
            confirmLabel: label, cancelAddress: cancel, isDangerous: false)
        return .page(AdminPage("admin-confirm", title: title, menu: menu, status: .conflict, view: view))
    }

    /// Asks before something that cannot be taken back.
    func ask(_ key: String, values: [String: String] = [:], consequences: [String], action: String, cancel: String, menu: MenuEntry)
        -> Answer
    {
        let title = texts("adminConfirm.\(key)Heading", values)
        let view = ConfirmationPage(
            heading: title, explanation: texts("adminConfirm.\(key)Explanation", values), consequences: consequences, affected: [],
            affectedHeading: nil,
            moreAffected: nil, action: action, hidden: [ConfirmationPage.Hidden(name: "confirmed", value: "1")],
            confirmLabel: texts("adminConfirm.\(key)Label", values), cancelAddress: cancel, isDangerous: true)
        return .page(AdminPage("admin-confirm", title: title, menu: menu, view: view))
    }

    var isConfirmed: Bool { form["confirmed"] == "1" }
}
