import Booking
import CivilTime
import Texts

extension AppointmentMail {
    /// What the mail says.
    var letter: Letter {
        let name = recipient.name.singleLine
        return Letter(
            language: texts.language.code,
            subject: subject,
            preview: time(appointment.span)[0],
            brand: words.businessName,
            accent: Accent(business.page.accent),
            heading: texts["mail.\(tone)Heading"],
            greeting: name.isEmpty ? texts["mail.greetingNameless"] : texts("mail.greeting", ["name": name]),
            lead: texts("mail.\(leadKey)", ["business": words.businessName, "customer": words.party, "service": words.service]),
            facts: facts.filter { !$0.lines.isEmpty },
            button: button,
            paragraphs: paragraphs,
            contact: isForCustomer ? contact : [],
            footer: texts(isForCustomer ? "mail.customerFooter" : "mail.staffFooter", ["business": words.businessName])
        )
    }

    var words: AppointmentWords {
        AppointmentWords(appointment: appointment, business: business, staff: staff, texts: texts, concerning: concerning)
    }

    private var isForCustomer: Bool { if case .customer = audience { true } else { false } }
    private var isMove: Bool { kind == .change && previousSpan.map { $0 != appointment.span } == true }
    /// Staff are told of a cancellation when they lose an appointment that takes place without them.
    private var isRemoval: Bool { !isForCustomer && kind == .cancellation && appointment.status == .confirmed }

    /// Whether nothing may be said yet as if it were certain.
    private var isAwaiting: Bool { appointment.awaitsConfirmation && !isOver }

    private var change: String {
        switch kind {
        case .confirmation: isAwaiting ? "requested" : "booked"
        case .change: isMove ? "moved" : "changed"
        case .cancellation: "cancelled"
        case .approval: "confirmed"
        case .departure: "left"
        }
    }

    /// The beginning of the catalogue keys that fit change and audience.
    private var tone: String {
        if isForCustomer { return change }
        return isRemoval ? "staffRemoved" : "staff" + change.prefix(1).uppercased() + change.dropFirst()
    }

    private var leadKey: String {
        if isForCustomer, isMove, isAwaiting { return "requestMovedLead" }
        let source = concerning?.place?.source ?? appointment.source
        return !isForCustomer && kind == .confirmation && source == .admin ? "staffEnteredLead" : "\(tone)Lead"
    }

    private var subject: String {
        let day = texts.date(zone.date(at: appointment.span.start), .day)
        let key = kind == .departure && isForCustomer ? "cancelled" : change
        return texts("mail.\(key)Subject", ["title": isForCustomer ? words.customerTitle : words.staffTitle, "day": day])
    }

    private var facts: [Letter.Fact] {
        var facts = [
            fact("what", [words.service]), fact("when", time(appointment.span)), fact("before", isMove ? previousSpan.map(time) ?? [] : []),
            fact("people", [words.people]), fact("attendees", [isForCustomer ? "" : words.filled]), fact("online", [online]),
            fact("place", [words.place]),
            fact("price", [words.price]), fact("reason", reason.visibleLines),
        ]
        if !isForCustomer {
            for attendee in concerning.map({ [$0] }) ?? appointment.attendees {
                facts += [
                    fact("customer", [attendee.name.singleLine]), fact("email", [attendee.email.singleLine]),
                    fact("phone", [attendee.phone.singleLine]), fact("notes", attendee.notes.visibleLines),
                ]
                facts += answers(of: attendee)
            }
            facts.append(fact("staffNotes", appointment.staffNotes.visibleLines))
        }
        if case .customer(let attendee) = audience, kind != .cancellation { facts += answers(of: attendee) }
        return facts
    }

    /// What somebody answered, each below its question.
    private func answers(of attendee: Booking.Attendee) -> [Letter.Fact] {
        attendee.answers.map { Letter.Fact(label: $0.text.singleLine, lines: $0.said.visibleLines) }
    }

    /// Whoever loses the appointment tells the customer nothing any more.
    private var online: String {
        guard appointment.status == .confirmed, !isRemoval else { return "" }
        return isForCustomer ? words.online : words.onlineForStaff
    }

    private func fact(_ label: String, _ lines: [String]) -> Letter.Fact {
        Letter.Fact(label: texts["mail.\(label)"], lines: lines.filter { !$0.isEmpty })
    }

    private var button: Letter.Button? {
        guard isForCustomer else { return button("openButton", url) }
        guard !isOver else { return button("againButton", bookingURL) }
        return canStillChange ? button("changeButton", url) : nil
    }

    private func button(_ label: String, _ url: String) -> Letter.Button? {
        guard !url.isEmpty else { return nil }
        return Letter.Button(label: texts["mail.\(label)"], url: url, hint: texts("mail.linkHint", ["link": url]))
    }

    private var paragraphs: [String] {
        guard case .customer = audience else {
            let awaits = isAwaiting ? [texts["mail.staffAwaits"]] : []
            if case .staff(_, hasLinkedCalendar: true) = audience { return awaits + [texts["mail.linkedCalendar"]] }
            return awaits + [texts[invitationKey]]
        }
        guard !isOver else { return [texts[invitationKey]] }
        let change =
            canStillChange
            ? texts("mail.changeUntil", ["when": texts.when(lastChange, in: zone)])
            : texts("mail.changeTooLate", ["business": words.businessName])
        return (isAwaiting ? [texts["mail.awaits"]] : []) + [change, texts[invitationKey]]
    }

    private var invitationKey: String {
        switch kind {
        case _ where isOver: "mail.invitationRemoves"
        case .confirmation: "mail.invitationAttached"
        case .change, .approval, .departure, .cancellation: "mail.invitationUpdates"
        }
    }

    private var contact: [String] {
        let contact = business.contact
        let address = contact.address.visibleLines
        return ([words.businessName] + address + [contact.phone.singleLine, contact.website.singleLine]).filter { !$0.isEmpty }
    }
}

// MARK: Times

extension AppointmentMail {
    private var lastChange: Instant { (service.policy ?? business.policy).lastChange(before: appointment.span.start) }
    private var canStillChange: Bool { stamp < lastChange }

    /// The business's zone; UTC should its name not be known any more.
    private var businessZone: Zone { zones.zone(named: business.zone) ?? .utc }

    /// The zone in which the recipient reads times: the one of the customer's page, or the staff member's own.
    private var zone: Zone {
        switch audience {
        case .customer where business.page.showsBusinessZoneOnly: businessZone
        case .customer(let attendee): zones.zone(named: attendee.zone) ?? businessZone
        case .staff(let member, _): member.zone.flatMap { zones.zone(named: $0) } ?? businessZone
        }
    }

    /// A time in the recipient's zone, and in the business's on a second line where its clocks show another one.
    private func time(_ span: Span) -> [String] {
        let isSame = [span.start, span.end].allSatisfy { zone.offset(at: $0) == businessZone.offset(at: $0) }
        return isSame ? [texts.when(span, in: zone)] : [texts.when(span, in: zone), texts.when(span, in: businessZone)]
    }
}
