import Booking
import Texts

extension AccountMail {
    /// What the mail says.
    var letter: Letter {
        switch kind {
        case .invitation(let link, let inviter, let role, let validUntil):
            let until = validUntil.map { text("linkUntil", ["when": texts.when($0, in: zone)]) } ?? text("linkOnce")
            let host = ["inviter": inviter.singleLine.isEmpty ? businessName : inviter.singleLine]
            return letter(
                "invitation", host, link: link, lead: text("invitationLead", host) + " " + text(role.invitationKey),
                paragraphs: [until, text("invitationIgnore", host)])
        case .passwordReset(let link, let validUntil):
            let until = text("linkUntil", ["when": texts.when(validUntil, in: zone)])
            return letter("reset", link: link, lead: text("resetLead"), paragraphs: [until, text("resetIgnore")])
        case .connectionLost(let link, let button, let sentence, let person, let detail, let validUntil, let isToldToOthers):
            var paragraphs = [detail]
            if let validUntil { paragraphs.append(text("connectionLostUntil", ["when": texts.when(validUntil, in: zone)])) }
            if isToldToOthers { paragraphs.append(text("connectionLostOthers")) }
            var letter = letter(
                "connectionLost", ["person": person], link: "", lead: sentence,
                paragraphs: (paragraphs + [text("connectionLostMeaning")]).filter { !$0.isEmpty })
            letter.button = link.map { Letter.Button(label: button, url: $0, hint: text("linkHint", ["link": $0])) }
            return letter
        case .connectionRestored(let link, let person, let connection, let since):
            let values = ["person": person, "connection": connection, "when": texts.when(since, in: zone)]
            return letter(
                "connectionRestored", values, link: link ?? "", lead: text("connectionRestoredLead", values),
                paragraphs: [text("connectionRestoredMeaning")])
        case .connectInvitation(let link, let inviter, let validUntil):
            let host = ["inviter": inviter.singleLine.isEmpty ? businessName : inviter.singleLine]
            return letter(
                "connect", host, link: link, lead: text("connectLead", host),
                paragraphs: [
                    text("connectWhat"), text("connectNothingYet"),
                    text("connectUntil", ["when": texts.when(validUntil, in: zone)]), text("connectIgnore", host),
                ])
        case .connected(let link, let person, let connection, let use, let isOwn):
            let values = ["person": person, "connection": connection]
            let (key, word) = (isOwn ? "connectedOwn" : "connected", use.rawValue.prefix(1).uppercased() + use.rawValue.dropFirst())
            return letter(
                key, values, link: link, lead: text("\(key)Lead", values),
                paragraphs: [text("\(key)\(word)"), text("\(key)Meaning", values)])
        case .connectFailed(let link, let person, let reason, let isOwn):
            let values = ["person": person]
            return letter(
                isOwn ? "connectFailedOwn" : "connectFailed", values, link: link,
                lead: text(isOwn ? "connectFailedOwnLead" : "connectFailedLead", values),
                paragraphs: [reason, text(isOwn ? "connectFailedOwnRemedy" : "connectFailedRemedy", values)])
        case .webhookOff(let link, let name, let address, let isGone, let since, let last):
            let values = ["name": name.singleLine, "address": address, "when": texts.when(since, in: zone), "last": last]
            return letter(
                "webhookOff", values, link: link, lead: text("webhookOffLead", values),
                paragraphs: [text(isGone ? "webhookOffGone" : "webhookOffFailing", values), text("webhookOffMeaning", values)])
        case .test:
            return letter("test", link: "", lead: text("testLead", ["when": texts.when(stamp, in: zone)]), paragraphs: [])
        }
    }

    private func letter(
        _ key: String, _ values: [String: String] = [:], link: String, lead: String, paragraphs: [String]
    ) -> Letter {
        let name = recipient.name.singleLine
        return Letter(
            language: texts.language.code,
            subject: text("\(key)Subject", values),
            preview: lead,
            brand: businessName,
            accent: .standard,
            heading: text("\(key)Heading", values),
            greeting: name.isEmpty ? text("greetingNameless") : text("greeting", ["name": name]),
            lead: lead,
            button: link.isEmpty ? nil : Letter.Button(label: text("\(key)Button"), url: link, hint: text("linkHint", ["link": link])),
            paragraphs: paragraphs,
            footer: text("accountFooter")
        )
    }

    private func text(_ key: String, _ values: [String: String] = [:]) -> String {
        texts("mail.\(key)", values.merging(["business": businessName]) { given, _ in given })
    }

    private var businessName: String { business.singleLine }
}

extension Role {
    fileprivate var invitationKey: String {
        switch self {
        case .administrator: "invitationAdministrator"
        case .scheduler: "invitationScheduler"
        case .viewer: "invitationViewer"
        }
    }
}
