import Booking
import CivilTime
import Testing

@testable import Messaging

struct AccountMailTests {
    private func mail(_ kind: AccountMail.Kind, nonce: String = "n1") throws -> ComposedMail {
        AccountMail(
            kind: kind, to: MailParty(name: "Ben", address: "ben@example.org"), sender: Cast.sender, business: "Salon Ana",
            zone: try #require(Cast.zones.zone(named: "Europe/Berlin")), stamp: Cast.booked, nonce: nonce
        ).compose()
    }

    @Test(arguments: [(Role.administrator, "an administrator"), (.scheduler, "a scheduler"), (.viewer, "a viewer")])
    func `an invitation tells who invites, as what, and holds the link`(role: Role, words: String) throws {
        let mail = try mail(
            .invitation(link: "https://k.example/i/1?a=b&c", inviter: "Ana", role: role, validUntil: Cast.booked + .days(7)))
        #expect(mail.subject == "Ana invites you to the appointments of Salon Ana" && mail.text.contains(words))
        #expect(mail.text.contains("Choose a password:\nhttps://k.example/i/1?a=b&c\n"))
        #expect(mail.html.contains("href=\"https://k.example/i/1?a=b&amp;c\""))
        #expect(mail.text.contains("until Friday 27 November 2026, 09:00 (Europe/Berlin, GMT+1)"))
    }

    @Test func `an invitation by nobody in particular is the business's`() throws {
        let mail = try mail(.invitation(link: "https://k.example/i", inviter: "", role: .viewer))
        #expect(mail.subject == "Salon Ana invites you to the appointments of Salon Ana" && mail.text.contains("The link works once."))
    }

    @Test func `a reset tells how long it works and what to do when it was not asked for`() throws {
        let mail = try mail(.passwordReset(link: "https://k.example/r", validUntil: Cast.booked + .hours(2)))
        #expect(mail.text.contains("https://k.example/r\n") && mail.text.contains("11:00 (Europe/Berlin, GMT+1)"))
        #expect(mail.text.contains("your password stays as it is"))
    }

    @Test func `a test mail has no link`() throws {
        let mail = try mail(.test)
        #expect(!mail.text.contains("http") && !mail.html.contains("<a ") && mail.text.contains("Friday 20 November 2026, 09:00"))
    }

    @Test(arguments: [(true, "gone for good (status 410)"), (false, "nothing since Friday 20 November 2026, 09:00")])
    func `a webhook that is switched off is told with its reason, and where to see it`(isGone: Bool, words: String) throws {
        let mail = try mail(
            .webhookOff(
                link: "https://k.example/admin/webhooks/w1", name: "Till <1>", address: "https://till.example.org/hook", isGone: isGone,
                since: Cast.booked, last: "HTTP 500"))
        #expect(mail.subject.contains("Till <1>") && mail.text.contains("https://till.example.org/hook") && mail.text.contains(words))
        #expect(mail.text.contains("https://k.example/admin/webhooks/w1") && !mail.html.contains("Till <1>"))
        #expect(mail.text.contains("HTTP 500") == !isGone)
    }

    @Test func `its Message-ID follows the nonce and its structure is two twins`() throws {
        #expect(try mail(.test).message == mail(.test).message)
        #expect(try mail(.test).messageID != mail(.test, nonce: "n2").messageID)
        let read = ReadMail(try mail(.test).message)
        #expect(read.type == "multipart/alternative" && read.parts.map(\.type) == ["text/plain", "text/html"])
        #expect(read["To"] == "\"Ben\" <ben@example.org>" && read["Auto-Submitted"] == "auto-generated")
    }
}
